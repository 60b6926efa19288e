import { expect, test, type Browser, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

const TERRITORY = 'trois-confluents';

/** The link of the last message to an address, as the demonstration shows what would have been sent. */
async function linkFor(browser: Browser, address: string, path: string): Promise<string> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`/courriels?pour=${encodeURIComponent(address)}`);
  await page.locator('main a[href^="/courriels/"]').first().click();
  await expect(page).toHaveURL(/courriels\/\d+/);
  const found = new RegExp(`${path}/[\\w-]+`).exec(await page.content());
  await context.close();
  expect(found, `a link ${path} in the message to ${address}`).not.toBeNull();
  return found![0];
}

async function ask(page: Page, name: string, address: string): Promise<void> {
  await page.goto(`/rejoindre/${TERRITORY}`);
  await page.getByLabel('Prénom et nom').fill(name);
  await page.getByLabel('Adresse électronique').fill(address);
  await page.getByLabel('Profession ou fonction').fill('Orthophoniste');
  await page.locator('#champ-structure').fill('CPTS Montvermeil');
  await page.getByLabel('Ce que vous en attendez').fill('Connaître mes voisins.');
  await page.getByRole('button', { name: 'Vérifier mon adresse et demander' }).click();
  await expect(page.getByText('Un message vous attend')).toBeVisible();
}

// Journey 8 of the experience: a new coordinator arrives.
for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a newcomer asks to join, is approved, and is welcomed by people to meet', async ({
      page,
      browser
    }) => {
      test.slow();
      const name = javaScriptEnabled ? 'Nour Nouvelle' : 'Noa Nouveau';
      const address = `${javaScriptEnabled ? 'nour' : 'noa'}@exemple.test`;
      await ask(page, name, address);

      const link = await linkFor(browser, address, '/rejoindre/confirmer');
      await page.goto(link);
      // A scanner that visits the link changes nothing: the button is still there.
      await page.goto(link);
      await page.getByRole('button', { name: 'Confirmer et envoyer ma demande' }).click();
      await expect(page.getByText('Votre demande est entre les mains de')).toBeVisible();
      await page.goto(`/bienvenue/${TERRITORY}`);
      await expect(page).toHaveURL(`/rejoindre/${TERRITORY}`);

      const leads = await browser.newContext({ javaScriptEnabled });
      const animator = await leads.newPage();
      await signIn(animator, PERSON.animator);
      await animator.goto(`/gestion/territoires/${TERRITORY}/membres`);
      await expect(animator.getByText('Connaître mes voisins.').first()).toBeVisible();
      await animator.getByRole('button', { name: `Admettre ${name}` }).click();
      await expect(animator.getByText('fait partie du réseau')).toBeVisible();
      await leads.close();

      await page.goto(`/bienvenue/${TERRITORY}`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Bienvenue');
      const meet = page.locator('section', {
        has: page.getByRole('heading', { name: 'Trois personnes à rencontrer' })
      });
      await expect(meet.getByRole('listitem')).toHaveCount(3);
      await expect(page.getByRole('heading', { name: 'Vos voisins de territoire' })).toBeVisible();
      await page.goto(`/territoires/${TERRITORY}/membres`);
      await expect(page.getByRole('heading', { name })).toBeVisible();
      expect(await page.locator('main').innerText()).not.toContain('@');
    });
  });
}

test('a pasted list is checked before anything leaves, and nothing of it is lost', async ({
  page
}) => {
  await signIn(page, PERSON.animator);
  await page.goto(`/gestion/territoires/${TERRITORY}/invitations`);
  const list =
    'Nom;Courriel\nLou Liste;lou.liste@exemple.test\nsans adresse\nlou.liste@exemple.test';
  await page.getByLabel('Collez la liste comme elle est').fill(list);
  await page.getByRole('button', { name: 'Vérifier la liste' }).click();
  await expect(page.getByRole('heading', { name: '1 personne à inviter' })).toBeVisible();
  await expect(page.getByText('ligne 3 : sans adresse')).toBeVisible();
  await expect(page.getByLabel('La liste, à corriger si besoin')).toHaveValue(list);
  await page.getByRole('button', { name: 'Envoyer 1 invitation' }).click();
  await expect(page.getByText('1 invitation envoyée')).toBeVisible();
});

test('a refused form comes back filled, with what is wrong beside each field', async ({ page }) => {
  await page.goto(`/rejoindre/${TERRITORY}`);
  await page.locator('form.join').evaluate((form: HTMLFormElement) => (form.noValidate = true));
  await page.getByLabel('Prénom et nom').fill('Lou Essai');
  await page.getByLabel('Ce que vous en attendez').fill('Suivre Mme Martin, née le 12/03/1941.');
  await page.getByRole('button', { name: 'Vérifier mon adresse et demander' }).click();
  await expect(page.getByRole('alert')).toContainText('points sont à corriger');
  await expect(page.getByLabel('Prénom et nom')).toHaveValue('Lou Essai');
});

test('a link of invitation that means nothing says what to do', async ({ page }) => {
  for (const address of ['/invitation/inconnu', '/rejoindre/confirmer/inconnu']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('ne sert plus');
  }
});
