import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** The questionnaire of an edition: prepared and sent by its organiser, answered on a telephone, read from five answers. */

const PHONE = { width: 390, height: 844 };
const PEOPLE = 6;

async function anEdition(browser: Browser, title: string, origin: string): Promise<string> {
  const context = await browser.newContext();
  const slug = await openRegistration(context.request, origin, { title });
  await context.close();
  return slug;
}

/** Six people are added by the organiser, at once. */
async function addPeople(
  page: Page,
  origin: string,
  slug: string,
  name: string
): Promise<string[]> {
  const addresses = Array.from({ length: PEOPLE }, (_, at) => `avis.${name}.${at}@exemple.test`);
  for (const [at, courriel] of addresses.entries()) {
    const answer = await page.request.post(`/gestion/rencontres/${slug}/inscriptions/ajouter`, {
      form: { courriel, prenom: 'Camille', nom: `Avis ${at}`, profession: 'Infirmière' },
      headers: { origin, accept: 'text/html' },
      maxRedirects: 0
    });
    expect(answer.status(), await answer.text()).toBe(303);
  }
  return addresses;
}

async function linkOf(page: Page, address: string): Promise<string> {
  await page.goto(`/courriels?pour=${encodeURIComponent(address)}`);
  await page.getByRole('link', { name: 'Vos attentes' }).first().click();
  const link = page.locator('pre a[href*="/questionnaire/"]').first();
  return new URL((await link.getAttribute('href'))!).pathname;
}

async function answer(page: Page, link: string, words: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Qu’espérez-vous de cette rencontre').fill(words);
  await page.getByLabel('Oui, régulièrement').check();
  await page.getByRole('button', { name: 'Envoyer mes réponses' }).click();
  await expect(page.getByText('Merci, vos réponses sont parties')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  const name = javaScriptEnabled ? 'avec' : 'sans';
  test(`a questionnaire from its template to its results, ${name} JavaScript`, async ({
    browser,
    baseURL
  }) => {
    test.setTimeout(180_000);
    const origin = new URL(baseURL!).origin;
    const slug = await anEdition(browser, `Attentes ${name} script`, origin);
    const organiser = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled });
    const page = await organiser.newPage();
    await enterAs(page, PERSON.animator, origin);
    const addresses = await addPeople(page, origin, slug, name);

    await test.step('the organiser prepares it', async () => {
      await page.goto(`/gestion/rencontres/${slug}/questionnaires`);
      await page.getByRole('link', { name: 'Préparer un questionnaire' }).click();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByLabel('Attentes d’une rencontre').check();
      await page.getByRole('button', { name: 'Préparer ce questionnaire' }).click();
      await expect(page.getByText('Questionnaire préparé')).toBeVisible();
      await page.getByRole('button', { name: 'Descendre la question 4' }).click();
      await page.getByRole('button', { name: 'Retirer la question 1' }).click();
      await page.getByRole('button', { name: 'Remettre cette question' }).click();
      await page.getByRole('button', { name: 'Monter la question 5' }).click();
      await page.getByRole('button', { name: 'Monter la question 4' }).click();
      await expect(
        page.getByText('Une question qui dépend d’une autre vient après elle.')
      ).toBeVisible();
      await page.getByRole('link', { name: 'Ajouter une question' }).click();
      await page.getByRole('button', { name: 'Ajouter la question' }).click();
      await expect(page.getByRole('alert')).toContainText('Question');
      await page
        .getByRole('textbox', { name: 'Question', exact: true })
        .fill('Venez-vous en train ?');
      await page.getByLabel('Une réponse parmi plusieurs').check();
      await page.getByLabel('Réponses proposées').fill('Oui\nNon');
      await page.getByRole('button', { name: 'Ajouter la question' }).click();
      await expect(page.getByRole('heading', { name: '7. Venez-vous en train ?' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: 'Ouvrir maintenant' }).click();
      await expect(page.getByText('chaque personne a son lien')).toBeVisible();
    });
    const survey = new URL(page.url()).pathname;

    const links: string[] = [];
    for (const address of addresses) links.push(await linkOf(page, address));
    const context = await browser.newContext({
      baseURL: baseURL!,
      javaScriptEnabled,
      viewport: PHONE
    });
    const phone = await context.newPage();

    await test.step('somebody answers on her telephone, her draft kept there alone', async () => {
      await phone.goto(links[0]!);
      const why = phone.getByLabel('Qu’est-ce qui vous en empêche');
      if (javaScriptEnabled) {
        await expect(why).toBeHidden();
        await phone.getByLabel('De temps en temps').check();
        await expect(why).toBeVisible();
        await why.fill('Le temps manque');
        await phone.reload();
        await expect(phone.getByText('Votre brouillon est là')).toBeVisible();
        await expect(why).toHaveValue('Le temps manque');
        await expectAccessible(phone);
      } else {
        await expect(phone.getByText('Si vous avez répondu').first()).toBeVisible();
        await phone.getByLabel('De temps en temps').check();
        await why.fill('Le temps manque');
        await expectNoSidewaysScroll(phone);
      }
      await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
      await expect(phone.getByRole('alert')).toContainText('écrivez quelques mots');
      await expect(why).toHaveValue('Le temps manque');
      await phone.getByLabel('Qu’espérez-vous de cette rencontre').fill('Des contacts');
      await phone.getByRole('button', { name: 'Envoyer mes réponses' }).click();
      await expect(phone.getByText('Merci, vos réponses sont parties')).toBeVisible();
      if (javaScriptEnabled)
        expect(
          await phone.evaluate(() =>
            Object.keys(localStorage).filter((key) => key.includes('brouillon'))
          )
        ).toEqual([]);
      await phone.goto(links[0]!);
      await expect(phone.getByText('Vous avez déjà répondu')).toBeVisible();
    });

    await test.step('four answers are shown to nobody, six once it is closed', async () => {
      for (const link of links.slice(1, 4)) await answer(phone, link, 'Mieux nous connaître');
      await page.goto(`${survey}/resultats`);
      await expect(
        page.getByText('Pas encore de quoi lire sans reconnaître personne')
      ).toBeVisible();
      await expect(page.getByText('Mieux nous connaître')).toHaveCount(0);
      for (const link of links.slice(4)) await answer(phone, link, 'Voir les visages');
      await page.goto(`${survey}/resultats`);
      await expect(page.getByText('Voir les visages')).toHaveCount(0);
      await page.goto(survey);
      await page.getByRole('link', { name: 'Clore maintenant' }).click();
      await page.getByRole('button', { name: 'Clore le questionnaire' }).click();
      await page.goto(`${survey}/resultats`);
      await expect(page.locator('blockquote', { hasText: 'Voir les visages' })).toBeVisible();
      await expect(
        page.getByText('6 réponses pour 6 personnes interrogées (100 %)').last()
      ).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      const words = page.locator('li').filter({ hasText: 'Voir les visages' });
      await words.locator('summary').click();
      await words.getByLabel('Pourquoi').selectOption('off-topic');
      await words.getByRole('button', { name: 'Masquer cette réponse' }).click();
      await expect(page.getByText('Cette réponse ne se lit plus')).toBeVisible();
      const csv = await page.request.get(`${survey}/resultats/export.csv`);
      expect(await csv.text()).toContain('Mieux nous connaître');
      expect(await csv.text()).not.toContain('Voir les visages');
      const pdf = await page.request.get(`${survey}/resultats/export.pdf`);
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    });

    await context.close();
    await organiser.close();
  });
}
