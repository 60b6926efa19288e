import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { readPdf } from '../support/pdf.ts';
import { enterAs, PERSON } from '../support/people.ts';

/**
 * What the seventeen coordinators asked for: a project told in two minutes on a telephone, an experience found and
 * re-used, a question asked and answered. Each test shares something of its own: the demonstration may change beside.
 */
const PHONE = { width: 390, height: 844 };
const origin = () => new URL(test.info().project.use.baseURL!).origin;
/** Words that nothing else has. */
const own = (words: string) => `${words} ${Date.now().toString(36)}`;

async function become(page: Page, email: string): Promise<void> {
  await page.context().clearCookies();
  await enterAs(page, email, origin());
}

test('a project is published on a telephone in a few gestures, and who is interested is introduced', async ({
  page
}) => {
  await page.setViewportSize(PHONE);
  await become(page, PERSON.referent);
  const title = own('Une navette pour les consultations');
  const began = Date.now();
  await page.goto('/partage/projets');
  await page.getByRole('link', { name: 'Publier un projet' }).first().click();
  await expectAccessible(page);
  await page.getByLabel(/^Le projet/).fill(title);
  await page.getByLabel(/^En une phrase/).fill('Deux minibus partagés, le mardi et le jeudi.');
  await page.getByRole('button', { name: 'Publier' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  // What a machine takes: what a person takes is her typing, of one title and one sentence.
  expect(Date.now() - began).toBeLessThan(60_000);
  await expectAccessible(page);
  const address = new URL(page.url()).pathname;

  await become(page, PERSON.member);
  await page.goto(address);
  await page.getByRole('link', { name: 'Ça m’intéresse' }).first().click();
  await expectAccessible(page);
  await page.locator('main form').getByRole('button').first().click();
  await expect(page.getByRole('region', { name: 'Ça m’intéresse' })).toContainText(
    'Vous avez dit que cela vous intéresse'
  );
  expect(await page.locator('main').innerText()).not.toContain('@exemple.test');
  await expectAccessible(page);
});

test('an experience is found by its words, read on paper, and said to be taken up', async ({
  page
}) => {
  await become(page, PERSON.referent);
  const title = own('Un carnet de liaison à trois entrées');
  await page.goto('/partage/experiences/nouveau');
  await page.getByLabel(/^Titre/).fill(title);
  await page
    .getByLabel(/^Contexte/)
    .fill('Trois équipes à domicile, et personne ne savait qui était passé.');
  await page.getByLabel(/^Ce qui n’a pas marché/).fill('La première maquette était trop longue.');
  await page.getByRole('button', { name: 'Publier' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expectAccessible(page);

  await become(page, PERSON.member);
  await page.goto('/partage/experiences');
  await page.getByLabel('Chercher dans les textes').fill(title.split(' ').at(-1)!);
  await page
    .getByRole('search', { name: 'Retours d’expérience' })
    .getByRole('button', { name: 'Chercher' })
    .click();
  await page.getByRole('link', { name: title }).first().click();
  const pdf = await page.request.get(
    (await page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!
  );
  const printed = readPdf(await pdf.body());
  expect(printed.pages).toBe(1);
  expect(printed.text.replaceAll(/\s+/g, ' ')).toContain('La première maquette était trop longue.');

  await page.getByRole('link', { name: 'Je l’ai repris' }).first().click();
  await expectAccessible(page);
  await page.getByRole('radio', { name: 'C’est en cours' }).check();
  await page.getByLabel(/^Ce que c’est devenu/).fill('Deux équipes l’essaient depuis mars.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  const reuses = page.getByRole('region', { name: 'Qui l’a repris' });
  await expect(reuses).toContainText('Deux équipes l’essaient depuis mars.');
  await expectAccessible(page);
});

test('a question is asked to the network, answered, thanked for and settled', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await become(page, PERSON.member);
  const title = own('Qui a un modèle de convention pour le prêt d’une salle ?');
  await page.goto('/partage/questions/nouvelle');
  await page.getByLabel(/^Votre question/).fill(title);
  await page.getByRole('button', { name: 'Poser la question' }).click();
  await expect(page.getByText('Votre question est posée')).toBeVisible();
  const address = new URL(page.url()).pathname;
  await expectAccessible(page);

  await become(page, PERSON.referent);
  await page.goto('/partage/questions');
  await page.getByRole('link', { name: title }).first().click();
  const answer = page.locator('form').filter({ has: page.locator('textarea[name="texte"]') });
  await answer.locator('textarea').fill('Monsieur Durand, 82 ans, vivait à Moissac.');
  await answer.getByRole('button').first().click();
  await expect(page.getByText(/relu/i).first()).toBeVisible();
  await expect(answer.locator('textarea')).toHaveValue(
    'Monsieur Durand, 82 ans, vivait à Moissac.'
  );
  await answer
    .locator('textarea')
    .fill('Oui : deux pages, relues par la mairie. Je vous les dépose.');
  await answer.getByRole('button').last().click();
  await expect(page.getByText('deux pages, relues par la mairie')).toBeVisible();

  await become(page, PERSON.member);
  await page.goto(address);
  await page.getByRole('button', { name: /^Ça m’a aidé/ }).click();
  await expect(page.getByText(/A aidé vous/)).toBeVisible();
  await page.getByRole('button', { name: 'C’est résolu' }).click();
  await expect(page.getByText(/^Résolue le/)).toBeVisible();
  await expectAccessible(page);
});

test('a document is followed, then silenced, from its page; who is named in an answer is shown as such', async ({
  page
}) => {
  await become(page, PERSON.member);
  await page.goto('/partage/documents');
  const document = page.locator('main article').getByRole('link', { name: /Convention CPTS/ });
  await document.click();
  const address = new URL(page.url()).pathname;
  await page.getByRole('button', { name: /^Suivre le document/ }).click();
  await expect(page.getByText('Vous suivez', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Ne plus suivre le document/ }).click();
  await page.getByRole('button', { name: /^Ne plus en entendre parler/ }).click();
  await expect(page.getByText('En sourdine pour vous')).toBeVisible();
  await expectAccessible(page);

  const said = own('Merci @Inès Essai, et la @CPTS Montvermeil :');
  const answer = page.locator('form').filter({ has: page.locator('textarea[name="texte"]') });
  await answer.locator('textarea').fill(said);
  await answer.getByRole('button').first().click();
  const shown = page.locator('article').filter({ hasText: said.split(' ').at(-1)! });
  await expect(shown.locator('.mention')).toHaveText(['@Inès Essai', '@CPTS Montvermeil']);
  expect(new URL(page.url()).pathname).toBe(address);
  await expectAccessible(page);
});

test('what is shared is found by the one search, from the keyboard, with a letter wrong', async ({
  page
}) => {
  await become(page, PERSON.member);
  await page.goto('/partage/questions/nouvelle');
  const word = `zinzolin${Date.now().toString(36).replaceAll(/\d/g, 'q')}`;
  await page.getByLabel(/^Votre question/).fill(`Un annuaire ${word} pour les aidants ?`);
  await page.getByRole('button', { name: 'Poser la question' }).click();
  await expect(page.getByText('Votre question est posée')).toBeVisible();

  await page.goto('/annuaire');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('/');
  await page.keyboard.type(word.replace('zinzolin', 'zinzolim'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/recherche/);
  await expect(page.getByRole('link', { name: new RegExp(word) })).toBeVisible();
  await expectAccessible(page);

  await page.context().clearCookies();
  await page.goto(`/recherche?q=${word}`);
  await expect(page.getByText(word).first()).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(`annuaire ${word}`) })).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('projects close to one are told before anything of it is written, and what was typed stays', async ({
      page
    }) => {
      const letters = Date.now().toString(36).replaceAll(/\d/g, 'q');
      const words = ['Guimbarde', 'Cornemuse', 'Vielle'].map((word) => `${word}${letters}`);
      await become(page, PERSON.referent);
      await page.goto('/partage/projets/nouveau');
      await page.getByLabel(/^Le projet/).fill(words.join(' '));
      await page.getByRole('button', { name: 'Publier' }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: words.join(' ') })).toBeVisible();

      await become(page, PERSON.member);
      await page.setViewportSize(PHONE);
      await page.goto('/partage/projets/nouveau');
      const title = `Ateliers de ${words.toReversed().join(', ')}`;
      await page.getByLabel(/^Le projet/).fill(title);
      await page.getByLabel(/^En une phrase/).fill('Le jeudi.');
      await page.getByRole('checkbox', { name: 'Un lieu' }).check();
      const see = page.getByRole('button', { name: 'Voir les projets proches' });
      if (javaScriptEnabled) await expect(see).toBeHidden();
      else await see.click();
      const told = page.getByRole('region', { name: 'Un projet proche sur vos communes' });
      await expect(told.getByRole('link', { name: words.join(' ') })).toBeVisible();
      await expect(told).toContainText('communes en commun');
      await expect(page.getByLabel(/^Le projet/)).toHaveValue(title);
      await expect(page.getByLabel(/^En une phrase/)).toHaveValue('Le jeudi.');
      await expect(page.getByRole('checkbox', { name: 'Un lieu' })).toBeChecked();
      if (javaScriptEnabled) await expectAccessible(page);

      await page.goto('/partage/projets');
      await expect(page.getByRole('link', { name: title })).toHaveCount(0);
    });

    test('a page that is sent three times is opened once', async ({ page }) => {
      await become(page, PERSON.member);
      await page.goto('/partage/projets/nouveau');
      const title = own('Une permanence au marché');
      await page.getByLabel(/^Le projet/).fill(title);
      await page.getByRole('checkbox', { name: 'Un lieu' }).check();
      const form = page.locator('form[action="?/publier"]');
      const typed = await form.evaluate((one) =>
        [...new FormData(one as HTMLFormElement)].map(([name, value]) => [name, String(value)])
      );
      const sent = new FormData();
      for (const [name, value] of typed) sent.append(name!, value!);
      sent.append('geste', 'publier');
      const send = async () => {
        const address = `${origin()}/partage/projets/nouveau?/publier`;
        const headers = { origin: origin(), accept: 'text/html' };
        const answer = await page.request.post(address, { form: sent, headers, maxRedirects: 0 });
        expect(answer.status()).toBe(303);
        return new URL(answer.headers()['location']!, origin()).pathname;
      };
      const [first, second] = await Promise.all([send(), send()]);
      expect(second).toBe(first);
      await page.getByRole('button', { name: 'Publier' }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      expect(new URL(page.url()).pathname).toBe(first);
      await expect(page.locator('main li').filter({ hasText: 'Un lieu' })).toHaveCount(1);

      // Another page, from the same form: what was typed in it is not the first’s.
      sent.set('titre', `${title}, le samedi`);
      expect(await send()).not.toBe(first);
    });
  });
}
