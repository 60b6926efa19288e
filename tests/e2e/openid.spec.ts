import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { OPENID_LABEL } from '../support/openid-people.ts';

/** Each test has a person of its own: what binds an account to the provider is written once for each. */
const PEOPLE = {
  enters: { name: 'Rose Canevas', email: 'rose.canevas@exemple.test' },
  leaves: { name: 'Malik Ébauche', email: 'malik.ebauche@exemple.test' },
  attacked: { name: 'Karim Échantillon', email: 'karim.echantillon@exemple.test' },
  unverified: { name: 'Jeanne Patron', email: 'jeanne.patron@exemple.test' }
} as const;

const UNFINISHED = 'La connexion n’a pas abouti';

async function goToProvider(page: Page, from = '/connexion'): Promise<void> {
  await page.goto(from);
  await page.getByRole('link', { name: `Se connecter avec ${OPENID_LABEL}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: OPENID_LABEL })).toBeVisible();
}

async function continueAs(page: Page, email: string): Promise<void> {
  await page.getByLabel('Adresse', { exact: true }).fill(email);
  await page.getByRole('button', { name: 'Continuer' }).click();
}

async function expectVisitor(page: Page): Promise<void> {
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => name.endsWith('session_token'))).toEqual([]);
  await page.goto('/mon-espace');
  await expect(page).toHaveURL(/\/connexion\?suite=%2Fmon-espace$/);
}

/** The address by which the provider sends this browser back to Maillage, before anything opens it. */
async function returnOf(asking: APIRequestContext, site: string, email: string): Promise<URL> {
  let address = `${site}/connexion/oidc?suite=/annuaire`;
  for (let hop = 0; hop < 8; hop++) {
    const isAsked = address.includes('/interaction/');
    const options = { maxRedirects: 0, form: { adresse: email, verifiee: 'on' } };
    const answer = isAsked
      ? await asking.post(address, options)
      : await asking.get(address, { maxRedirects: 0 });
    address = new URL(answer.headers()['location'] ?? '', address).href;
    if (address.startsWith(`${site}/connexion/oidc/retour?`)) return new URL(address);
  }
  throw new Error(`the provider never sends back: ${address}`);
}

async function anotherBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    const person = javaScriptEnabled ? PEOPLE.enters : PEOPLE.leaves;

    test('signing in by the provider leads back to the page that asked, and out of both', async ({
      page
    }) => {
      await goToProvider(page, '/connexion?suite=/mon-espace/profil');
      await continueAs(page, person.email);
      await expect(page).toHaveURL(/\/mon-espace\/profil$/);
      await expect(page.getByLabel('Prénom et nom')).toHaveValue(person.name);
      // The code of the provider has left the address.
      expect(page.url()).not.toMatch(/code=|state=/);

      await page.goto('/deconnexion');
      await page.getByRole('main').getByRole('button', { name: 'Se déconnecter' }).click();
      await expect(page.getByRole('heading', { name: 'Vous êtes déconnecté·e' })).toBeVisible();
      const farewell = page.getByRole('link', { name: `Fermer ma session ${OPENID_LABEL}` });
      expect(new URL((await farewell.getAttribute('href'))!).pathname).toBe('/session/end');
      if (javaScriptEnabled) await expectAccessible(page);
      await expectVisitor(page);
    });
  });
}

test('whoever refuses at the provider is told that nothing has changed', async ({ page }) => {
  await goToProvider(page);
  await page.getByRole('button', { name: 'Refuser' }).click();
  await expect(page).toHaveURL(/\/connexion\?oidc=cancelled$/);
  await expect(page.getByText('Vous avez renoncé en chemin')).toBeVisible();
  await expectAccessible(page);
  await expectVisitor(page);
});

test('an address that nobody has here, and one that the provider has not verified, open nothing', async ({
  page
}) => {
  await goToProvider(page);
  await continueAs(page, 'personne.inconnue@exemple.test');
  await expect(page.getByText('Aucun compte ici ne correspond')).toBeVisible();
  await expectVisitor(page);

  await page.context().clearCookies();
  await goToProvider(page);
  await page.getByLabel('Adresse vérifiée').uncheck();
  await continueAs(page, PEOPLE.unverified.email);
  await expect(page.getByText('Aucun compte ici ne correspond')).toBeVisible();
  await expectVisitor(page);
});

test.describe('an answer of the provider', () => {
  // One after the other: they are about the same person.
  test.describe.configure({ mode: 'serial' });
  const { email, name } = PEOPLE.attacked;

  const CHANGES: readonly (readonly [string, (address: URL) => void])[] = [
    ['state changed', ({ searchParams }) => searchParams.set('state', 'forge')],
    ['state left out', ({ searchParams }) => searchParams.delete('state')],
    ['code made up', ({ searchParams }) => searchParams.set('code', 'forge')],
    ['code left out', ({ searchParams }) => searchParams.delete('code')]
  ];
  for (const [change, apply] of CHANGES) {
    test(`whose ${change} opens nothing`, async ({ page, baseURL }) => {
      const address = await returnOf(page.request, baseURL!, email);
      apply(address);
      await page.goto(address.href);
      await expect(page.getByText(UNFINISHED)).toBeVisible();
      await expectVisitor(page);
    });
  }

  test('opens nothing in another browser than the one that asked, even one that asked too', async ({
    page,
    browser,
    baseURL
  }) => {
    const address = await returnOf(page.request, baseURL!, email);
    const victim = await anotherBrowser(browser);
    await victim.goto(address.href);
    await expect(victim.getByText(UNFINISHED)).toBeVisible();
    await victim.goto(`${baseURL}/connexion`);
    await victim.getByRole('link', { name: `Se connecter avec ${OPENID_LABEL}` }).click();
    await victim.goto(address.href);
    await expect(victim.getByText(UNFINISHED)).toBeVisible();
    await victim.goto(`${baseURL}/mon-espace`);
    await expect(victim).toHaveURL(/\/connexion\?suite=/);
    await victim.context().close();
  });

  test('opens a session once, in the browser that asked', async ({ page, browser, baseURL }) => {
    const address = await returnOf(page.request, baseURL!, email);
    await page.goto(address.href);
    await expect(page).toHaveURL(`${baseURL}/annuaire`);
    await page.goto('/mon-espace');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    const again = await anotherBrowser(browser);
    await again.goto(address.href);
    await expect(again.getByText(UNFINISHED)).toBeVisible();
    await again.context().close();
  });
});

test.describe('a forged address to come back to', () => {
  for (const forged of [
    '//ailleurs.example/',
    'https://ailleurs.example/',
    '/\\ailleurs.example'
  ]) {
    test(`never leads out of the site: ${forged}`, async ({ page, baseURL }) => {
      const email = 'personne.inconnue@exemple.test';
      await page.goto(`/connexion?suite=${encodeURIComponent(forged)}`);
      const link = page.getByRole('link', { name: `Se connecter avec ${OPENID_LABEL}` });
      expect(await link.getAttribute('href')).toBe('/connexion/oidc?suite=%2Fmon-espace');
      // Straight to the route, as a link received would.
      await page.goto(`/connexion/oidc?suite=${encodeURIComponent(forged)}`);
      await continueAs(page, email);
      await expect(page.getByText('Aucun compte ici ne correspond')).toBeVisible();
      expect(new URL(page.url()).origin).toBe(baseURL);
    });
  }

  test('is not taken from who asks: the provider is told the address of this site', async ({
    request,
    baseURL
  }) => {
    const answer = await request.get('/connexion/oidc', {
      maxRedirects: 0,
      headers: { 'x-forwarded-host': 'ailleurs.example', 'x-forwarded-proto': 'https' }
    });
    const sent = new URL(answer.headers()['location']!).searchParams;
    expect(sent.get('redirect_uri')).toBe(`${baseURL}/connexion/oidc/retour`);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(sent.get(name)).toBeTruthy();
  });
});
