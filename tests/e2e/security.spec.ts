import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { ROLES } from '../support/doors.ts';

/** What somebody who means harm would try, on the built server. */

const ELSEWHERE = 'https://ailleurs.example';

async function signIn(asking: APIRequestContext, email: string, origin: string): Promise<void> {
  const answer = await asking.post('/connexion?/demonstration', {
    form: { personne: email },
    headers: { origin, accept: 'text/html' },
    maxRedirects: 0
  });
  expect(answer.status()).toBe(303);
}

test.describe('a form sent from another site', () => {
  for (const origin of [ELSEWHERE, 'null']) {
    const headers = { origin, accept: 'text/html' };
    test(`is refused, whoever the person is: ${origin}`, async ({ page, baseURL }) => {
      await signIn(page.request, ROLES.administrator, baseURL!);
      for (const address of [
        '/connexion?/demonstration',
        '/deconnexion',
        '/theme',
        '/gestion/import',
        '/gestion/portes-d-entree/trois-confluents?/enregistrer',
        '/territoires/trois-confluents/couverture?/publish'
      ]) {
        const answer = await page.request.post(address, { form: {}, headers, maxRedirects: 0 });
        expect([address, answer.status()]).toEqual([address, 403]);
      }
    });
  }
});

test('what is shown to a person is kept by nobody else', async ({ page, baseURL }) => {
  await signIn(page.request, ROLES.member, baseURL!);
  for (const address of ['/mon-espace', '/annuaire', '/']) {
    const headers = (await page.request.get(address)).headers();
    expect([address, headers['cache-control']]).toEqual([address, 'private, no-store']);
  }
});

test.describe('an address to go back to', () => {
  const FORGED = [
    'https://ailleurs.example/',
    '//ailleurs.example/',
    '/\\ailleurs.example/',
    '\\\\ailleurs.example',
    '/%09/ailleurs.example',
    'javascript:alert(1)',
    '/\t/ailleurs.example',
    '/.//ailleurs.example'
  ];
  for (const forged of FORGED) {
    test(`never leads out of the site: ${JSON.stringify(forged)}`, async ({ request, baseURL }) => {
      const headers = { origin: baseURL!, accept: 'text/html' };
      for (const [address, form] of [
        ['/connexion?/demonstration', { personne: ROLES.member, suite: forged }],
        ['/theme', { theme: 'dark', retour: forged }]
      ] as const) {
        const answer = await request.post(address, { form, headers, maxRedirects: 0 });
        expect(answer.status()).toBe(303);
        const target = new URL(answer.headers()['location'] ?? '', baseURL);
        expect([address, target.origin]).toEqual([address, baseURL]);
      }
    });
  }
});

/** Breaks out of an attribute, a text, a script element and JSON-LD, in one string. */
const PAYLOAD = `"'><b data-injected>x</b></script></style></title></textarea><img src=x onerror="window.injected=1">`;

const INJECTED = {
  slug: 'essai-d-injection',
  name: `Essai d’injection ${PAYLOAD}`,
  acronym: `"><b data-injected>`,
  type: 'ASSOCIATION',
  leadBody: PAYLOAD,
  summary: PAYLOAD,
  description: PAYLOAD,
  limits: PAYLOAD,
  handsOverTo: PAYLOAD,
  toPrepare: PAYLOAD,
  address: PAYLOAD,
  addressExtra: PAYLOAD,
  note: PAYLOAD,
  sources: [PAYLOAD, 'javascript:alert(1)'],
  fictional: true,
  confirmedBy: PAYLOAD,
  services: [
    {
      name: PAYLOAD,
      description: PAYLOAD,
      delay: PAYLOAD,
      feesDetail: PAYLOAD,
      conditions: PAYLOAD,
      toPrepare: PAYLOAD,
      limits: PAYLOAD
    }
  ],
  contacts: [
    {
      name: PAYLOAD,
      role: PAYLOAD,
      visibility: 'public',
      consentAt: '2026-01-01'
    }
  ]
};

async function importInjected(page: Page): Promise<void> {
  const file = { format: 'maillage-structures', version: 1, structures: [INJECTED] };
  await page.goto('/gestion/import');
  await page.getByLabel('Fichier', { exact: true }).setInputFiles({
    name: `fiche ${PAYLOAD.replaceAll('/', '')}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file))
  });
  await page.getByRole('button', { name: 'Contrôler le fichier' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('fiche');
  await expectInert(page);
  await page.getByRole('button', { name: 'Importer dans l’annuaire' }).click();
  await expect(page.getByText('L’import est fait')).toBeVisible();
}

/** Nothing of the payload became an element, ran, or is a link that runs. */
async function expectInert(page: Page): Promise<void> {
  await expect(page.locator('[data-injected]')).toHaveCount(0);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  await expect(page.locator('a[href^="javascript:" i]')).toHaveCount(0);
  expect(await page.evaluate(() => 'injected' in window)).toBe(false);
}

test('scripts written in every field of a fiche are shown as text, on every page that shows them', async ({
  page,
  baseURL
}) => {
  test.slow();
  await signIn(page.request, ROLES.administrator, baseURL!);
  await importInjected(page);
  for (const address of [
    '/annuaire/essai-d-injection',
    '/annuaire?q=injection',
    '/annuaire/essai-d-injection/modifier',
    '/annuaire/essai-d-injection/historique',
    '/annuaire/essai-d-injection/signaler',
    '/annuaire/essai-d-injection/ecrire',
    '/gestion/import'
  ]) {
    const answer = await page.goto(address);
    expect([address, answer?.status()]).toEqual([address, 200]);
    await expectInert(page);
  }
  const card = await (await page.request.get('/api/v1/structures/essai-d-injection.vcf')).text();
  expect(card).toContain('BEGIN:VCARD');
});

test.describe('a file that is not what it says', () => {
  const DISGUISED = [
    ['image.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['page.xlsx', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['archive.json', Buffer.from('504b0304140000000800', 'hex')],
    ['programme.csv', Buffer.from('7f454c4602010100000000000000', 'hex')],
    ['vide.csv', Buffer.alloc(0)]
  ] as const;
  for (const [name, buffer] of DISGUISED) {
    test(`is refused in words, and nothing changes: ${name}`, async ({ page, baseURL }) => {
      await signIn(page.request, ROLES.administrator, baseURL!);
      await page.goto('/gestion/import');
      await page
        .getByLabel('Fichier', { exact: true })
        .setInputFiles({ name, mimeType: 'text/csv', buffer });
      await page.getByRole('button', { name: 'Contrôler le fichier' }).click();
      await expect(page.getByText('L’annuaire n’a pas changé.').first()).toBeVisible();
    });
  }
});
