import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** A person does not fill a form faster. */
const A_MOMENT = 2_100;
const PHONE = { width: 390, height: 844 };
const origin = () => new URL(test.info().project.use.baseURL!).origin;

async function anEdition(browser: Browser, title: string): Promise<string> {
  const context = await browser.newContext();
  const slug = await openRegistration(context.request, origin(), { title });
  await context.close();
  return slug;
}

interface Person {
  readonly first: string;
  readonly profession: string;
}

/** Registers somebody; answers with the path of her place. */
async function register(browser: Browser, slug: string, { first, profession }: Person) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/rencontres/${slug}/inscription`);
  await page.getByLabel('Prénom').fill(first);
  await page.getByLabel('Nom', { exact: true }).fill('Essai');
  const email = `${first.toLowerCase()}.${Date.now().toString(36)}@exemple.test`;
  await page.getByLabel('Courriel', { exact: true }).fill(email);
  await page.locator('#champ-profession').fill(profession);
  await page.waitForTimeout(A_MOMENT);
  await page.locator('form.registration button.call').click();
  await expect(page).toHaveURL(/\/ma-place\//);
  const path = new URL(page.url()).pathname;
  await context.close();
  return path;
}

async function hours(page: Page, from: string, until: string): Promise<void> {
  await page.locator('#champ-de').fill(from);
  await page.locator('#champ-a').fill(until);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test('a doctor gives quarters of an hour, an interne books one, and gives it up', async ({
      page,
      browser
    }) => {
      test.slow();
      const check = () => (javaScriptEnabled ? expectAccessible(page) : Promise.resolve());
      const slug = await anEdition(browser, `Entretiens ${how}`);
      const [doctor, interne, other] = [
        await register(browser, slug, { first: 'Ada', profession: 'Médecin généraliste' }),
        await register(browser, slug, { first: 'Luc', profession: 'Interne' }),
        await register(browser, slug, { first: 'Zoe', profession: 'Étudiante en médecine' })
      ];

      // Nothing leads to interviews until the organiser opens them.
      await page.goto(doctor);
      await expect(page.getByRole('link', { name: 'Entretiens' })).toHaveCount(0);
      await page.goto(`${interne}/entretiens`);
      await expect(page.getByText('Les entretiens ne sont pas ouverts')).toBeVisible();
      await check();
      await enterAs(page, PERSON.animator, origin());
      const root = `/gestion/rencontres/${slug}/entretiens`;
      await page.goto(root);
      await expect(page.getByText('Personne ne reçoit encore')).toBeVisible();
      await page.getByText('Ouverts', { exact: true }).click();
      await page.locator('#champ-nombre').fill('0');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(page.getByRole('alert')).toContainText('un entretien au moins');
      await page.locator('#champ-nombre').fill('1');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(page.getByText('Réglages enregistrés')).toBeVisible();
      await check();

      await page.goto(doctor);
      await page.getByRole('link', { name: 'Entretiens' }).click();
      await hours(page, '10:00', '10:10');
      await page.getByRole('button', { name: 'Proposer ces créneaux' }).click();
      await expect(page.getByRole('alert')).toContainText('dites où l’on vous trouve');
      await page.locator('#champ-lieu').fill('Hall, table 4');
      await page.getByRole('button', { name: 'Proposer ces créneaux' }).click();
      await expect(page.getByRole('alert')).toContainText('pas un quart d’heure');
      await hours(page, '10:00', '10:30');
      await page.getByRole('button', { name: 'Proposer ces créneaux' }).click();
      await expect(page.getByText('2 créneaux ajoutés')).toBeVisible();
      await check();

      // Two tabs: what one of them took is gone for the other.
      const tab = await (await browser.newContext({ javaScriptEnabled })).newPage();
      await tab.goto(`${other}/entretiens`);
      await page.goto(`${interne}/entretiens`);
      await check();
      await page.getByRole('button', { name: 'Réserver 10 h avec Ada Essai' }).click();
      await expect(page.getByText('C’est réservé')).toBeVisible();
      await expect(page.getByText('Hall, table 4')).toBeVisible();
      await check();
      await tab.getByRole('button', { name: 'Réserver 10 h avec Ada Essai' }).click();
      await expect(tab.getByRole('alert')).toContainText('Quelqu’un vient de réserver ce créneau');
      await tab.getByRole('button', { name: 'Réserver 10 h 15 avec Ada Essai' }).click();
      await expect(tab.getByText('C’est réservé')).toBeVisible();
      expect(await tab.locator('main').innerHTML()).not.toMatch(/Luc|@exemple/);
      await tab.context().close();

      const calendar = await page.request.get(`${interne}/calendrier.ics`);
      expect(await calendar.text()).toContain('SUMMARY:Entretien avec Ada Essai');

      await page.goto(`${doctor}/entretiens`);
      await expect(page.getByText('2 réservés sur 2')).toBeVisible();
      await expect(page.getByRole('listitem').filter({ hasText: 'Luc Essai' })).toContainText(
        'Interne'
      );
      expect(await page.locator('main').innerHTML()).not.toMatch(/@exemple/);
      await check();
      await page.goto(root);
      await expect(page.getByText('2 entretiens réservés sur 2')).toBeVisible();
      await check();

      await page.goto(`${interne}/entretiens`);
      await page.getByRole('button', { name: 'Annuler l’entretien avec Ada Essai' }).click();
      await expect(page.getByText('Entretien annulé')).toBeVisible();
      await page.goto(`${doctor}/entretiens`);
      await expect(page.getByText('1 réservé sur 2')).toBeVisible();
      await page.locator('summary', { hasText: 'Annuler' }).click();
      await page.getByRole('button', { name: 'Annuler cet entretien' }).click();
      await expect(page.getByText('Créneau retiré')).toBeVisible();
      await page.goto(`${other}/entretiens`);
      await expect(
        page.getByRole('button', { name: 'Réserver 10 h avec Ada Essai' })
      ).toBeVisible();
    });
  });
}
