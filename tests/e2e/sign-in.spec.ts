import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { PERSON, signIn } from '../support/people.ts';

/** Each test has a mailbox of its own: five messages in a quarter of an hour, and no more. */
const MAILBOX = {
  scanner: 'jeanne.patron@exemple.test',
  sessions: 'karim.echantillon@exemple.test'
};

async function ask(page: Page, email: string, from = '/connexion'): Promise<void> {
  await page.goto(from);
  await page.getByLabel('Votre adresse électronique').fill(email);
  await page.getByRole('button', { name: 'Recevoir mon lien' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'Regardez votre messagerie' })
  ).toBeVisible();
}

/** The last message to an address, as `/courriels` shows it, read apart from the person's own browser. */
async function lastMessage(page: Page, email: string): Promise<{ link: string; code: string }> {
  const context = await page.context().browser()!.newContext();
  const reader = await context.newPage();
  await reader.goto(new URL(`/courriels?pour=${encodeURIComponent(email)}`, page.url()).href);
  await reader.locator('a[href^="/courriels/"]').first().click();
  await expect(reader.locator('h1')).toBeVisible();
  const source = await reader.content();
  const text = (await reader.locator('main').textContent()) ?? '';
  await context.close();
  const link = /\/connexion\/lien\?jeton=[\w-]+(&(amp;)?suite=[\w%.-]+)?/.exec(source)?.[0] ?? '';
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text.slice(text.indexOf('Code')))?.[0] ?? '';
  return { link: link.replace('&amp;', '&'), code };
}

const BOTH = [
  { javaScriptEnabled: true, name: 'Rose Canevas', email: 'rose.canevas@exemple.test' },
  { javaScriptEnabled: false, name: 'Malik Ébauche', email: 'malik.ebauche@exemple.test' }
];

for (const { javaScriptEnabled, name, email } of BOTH) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.describe.configure({ mode: 'serial' });
    test.use({ javaScriptEnabled });

    test('a page that needs an account is come back to, by the code', async ({ page }) => {
      await ask(page, email, '/mon-espace/profil');
      const { code } = await lastMessage(page, email);
      await page.getByLabel('Code à six chiffres').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
      await page.getByRole('button', { name: 'Me connecter' }).click();
      await expect(page).toHaveURL(/\/mon-espace\/profil$/);
      await expect(page.getByLabel('Prénom et nom')).toHaveValue(name);
    });

    test('a wrong code is refused beside its field, and the right one still serves', async ({
      page
    }) => {
      await ask(page, email);
      const { code, link } = await lastMessage(page, email);
      await page.getByLabel('Code à six chiffres').fill(code === '000000' ? '111111' : '000000');
      await page.getByRole('button', { name: 'Me connecter' }).click();
      await expect(page.getByRole('alert')).toContainText('Ce code n’est pas le bon');
      if (javaScriptEnabled) await expectAccessible(page);
      await page.goto(link);
      await page.getByRole('button', { name: 'Me connecter' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    });
  });
}

test('scanners visit the link as often as they like: the person’s button still works, once', async ({
  page,
  request
}) => {
  await ask(page, MAILBOX.scanner);
  const { link } = await lastMessage(page, MAILBOX.scanner);
  for (let visit = 0; visit < 5; visit++) {
    expect((await request.get(link)).status()).toBe(200);
    expect((await request.head(link)).status()).toBe(200);
  }
  await page.goto(link);
  // The secret has left the address, and what is told to the next page.
  expect(page.url()).not.toContain('jeton');
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Jeanne Patron');

  await page.goto(link);
  await expect(page.getByText('Ce lien ne sert plus', { exact: true })).toBeVisible();
});

test('a stranger is answered like anybody', async ({ page }) => {
  await ask(page, 'personne.inconnue@exemple.test');
  await expect(page.getByText('Si un compte existe pour')).toBeVisible();
  await expect(page.getByLabel('Code à six chiffres')).toBeVisible();
});

test('a mistyped address is kept and explained', async ({ page }) => {
  await page.goto('/connexion?suite=/annuaire');
  await page.getByLabel('Votre adresse électronique').fill('rose.canevas@');
  await page.getByRole('button', { name: 'Recevoir mon lien' }).click();
  await expect(page.getByLabel('Votre adresse électronique')).toHaveValue('rose.canevas@');
  await expect(page.getByRole('alert')).toContainText('Écrivez l’adresse en entier');
});

test('the header says who is signed in, and signs out', async ({ page }) => {
  await signIn(page, PERSON.animator);
  const header = page.getByRole('banner');
  await header.locator('summary').filter({ hasText: 'Salomé Essai' }).first().click();
  await expect(header.getByRole('link', { name: 'Gestion' })).toBeVisible();
  await header.getByRole('button', { name: 'Se déconnecter' }).first().click();
  await expect(header.getByRole('link', { name: 'Se connecter' }).first()).toBeVisible();
  await page.goto('/mon-espace');
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fmon-espace$/);
});

test('the cookie of the session is out of reach of scripts and of other sites', async ({
  page
}) => {
  await signIn(page, PERSON.member);
  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith('session_token'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).not.toContain('session_token');
});

test('a browser whose session is closed from another one is a visitor at once', async ({
  page,
  browser
}) => {
  await ask(page, MAILBOX.sessions);
  const { link } = await lastMessage(page, MAILBOX.sessions);
  await page.goto(link);
  await page.getByRole('button', { name: 'Me connecter' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Karim Échantillon');

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(new URL('/connexion', page.url()).href);
  await ask(elsewhere, MAILBOX.sessions, elsewhere.url());
  const { code } = await lastMessage(elsewhere, MAILBOX.sessions);
  await elsewhere.getByLabel('Code à six chiffres').fill(code);
  await elsewhere.getByRole('button', { name: 'Me connecter' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1 })).toContainText('Karim');

  await page.goto('/mon-espace/connexions');
  await page.getByRole('button', { name: 'Fermer toutes les autres' }).click();
  await expect(page.getByText('C’est fermé')).toBeVisible();
  await elsewhere.goto(new URL('/mon-espace', page.url()).href);
  await expect(elsewhere).toHaveURL(/\/connexion/);
  await page.goto('/mon-espace');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Karim');
});
