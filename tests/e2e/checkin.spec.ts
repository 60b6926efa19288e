import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import {
  anEditionToday,
  aTelephone,
  cut,
  enterByName,
  memoryOf,
  placeOf,
  restore
} from '../support/welcome.ts';

/** Journey 6: two telephones, and a network that is cut for real. */

let turn = 0;
const guest = (first: string, last: string) => ({
  ...{ first, last },
  email: `${last}.${Date.now().toString(36)}${++turn}@exemple.test`.toLowerCase()
});

const verdict = (page: Page) => page.getByRole('region', { name: 'Dernier geste' });
const originOf = () => new URL(test.info().project.use.baseURL!).origin;

test('two volunteers welcome the same people without network; it comes back, and each is counted once', async ({
  browser
}) => {
  test.slow();
  const [zoe, noe, lou] = [
    guest('Zoé', 'Esquissonnier'),
    guest('Noé', 'Brouillonnet'),
    guest('Lou', 'Calquedor')
  ];
  const guests = [zoe, noe, lou];
  const organiser = await anEditionToday(browser, originOf(), { title: 'Journée coupée', guests });
  const place = await placeOf(browser, lou.email);
  const left = await aTelephone(browser, organiser.link, 'Gauche');
  const right = await aTelephone(browser, organiser.link, 'Droite');

  await test.step('the network is cut on both', async () => {
    await cut(left.phone);
    await cut(right.phone);
  });

  await test.step('both let the same person in, by name, without accents', async () => {
    for (const { page } of [left, right]) {
      await enterByName(page, 'zoe esq', 'Zoé Esquissonnier');
      await expect(verdict(page)).toContainText('Entrée');
      await expect(page.getByText('Hors ligne, 1 geste à envoyer')).toBeVisible();
    }
    await expectAccessible(left.page);
  });

  await test.step('one reads a link « ma place », registers somebody at the door, makes a mistake', async () => {
    const { page } = left;
    await page.getByLabel('Nom ou prénom').fill(place);
    await expect(verdict(page)).toContainText('Lou Calquedor');
    await page.getByRole('button', { name: 'Sans inscription' }).click();
    await page.getByLabel('Prénom').fill('Ana');
    await page.getByLabel('Nom', { exact: true }).fill('Surplace');
    await page.getByLabel('Structure').fill('Maison des internes');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Inscrire et faire entrer' }).click();
    await expect(verdict(page)).toContainText('Ana Surplace');
    await enterByName(page, 'brouil', 'Noé Brouillonnet');
    await verdict(page).getByRole('button', { name: 'Annuler' }).click();
    await expect(verdict(page)).toContainText('Annulé');
    await expect(page.getByText('Hors ligne, 5 gestes à envoyer')).toBeVisible();
    await expect(page.getByText('3 entrées')).toBeVisible();
  });

  await test.step('the page is opened again, still without network: nothing is lost, nobody is named in clear', async () => {
    const { page } = left;
    await page.reload();
    await expect(page.getByText('Hors ligne, 5 gestes à envoyer')).toBeVisible();
    await expect(page.getByText('3 entrées')).toBeVisible();
    await enterByName(page, 'surpl', 'Ana Surplace');
    await expect(verdict(page)).toContainText('Déjà entré·e');
    const memory = await memoryOf(page);
    expect(memory).toContain('lists: 1 rows');
    expect(memory).toContain('gestures: 6 rows');
    for (const { first, last, email } of [...guests, { first: 'Ana', last: 'Surplace', email: '' }])
      for (const word of [first, last, email].filter((one) => one.length > 3))
        expect(memory, word).not.toContain(word);
    expect(memory).not.toContain(organiser.link.split('/').at(-1)!);
    expect(memory).not.toContain('Maison des internes');
  });

  await test.step('somebody signs with a finger', async () => {
    const { page } = left;
    await verdict(page).getByRole('button', { name: 'Faire signer' }).click();
    const pad = page.getByRole('img', { name: 'Cadre où signer' });
    const box = (await pad.boundingBox())!;
    await page.getByRole('button', { name: 'Enregistrer la signature' }).click();
    await expect(page.getByText('Rien n’est encore signé.')).toBeVisible();
    await page.mouse.move(box.x + 20, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 20, { steps: 5 });
    await page.mouse.move(box.x + 180, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Enregistrer la signature' }).click();
    await expect(verdict(page)).toContainText('Signé');
  });

  await test.step('the network comes back: all is sent, once', async () => {
    for (const { phone, page } of [left, right]) {
      await restore(phone);
      await expect(page.getByText('En ligne, tout est envoyé')).toBeVisible();
    }
    // Each learns what the other did.
    await expect(right.page.getByText('3 entrées')).toBeVisible();
  });

  await test.step('the organiser reads who is there, with both traces', async () => {
    const page = await organiser.context.newPage();
    await page.goto(`${organiser.root}/accueil`);
    await expect(page.getByText('3 personnes entrées')).toBeVisible();
    await expect(page.getByText('Gauche', { exact: true })).toBeVisible();
    const line = (name: string) => page.getByRole('listitem').filter({ hasText: name }).first();
    await line('Zoé Esquissonnier').getByText('2 gestes').click();
    await expect(line('Zoé Esquissonnier')).toContainText('Entrée nord, Gauche');
    await expect(line('Zoé Esquissonnier')).toContainText('Entrée nord, Droite');
    await expect(line('Zoé Esquissonnier')).toContainText('déjà entré·e');
    await expect(line('Ana Surplace')).toContainText('Signé');
    await expect(line('Ana Surplace').getByText('2 gestes')).toBeVisible();
    await line('Noé Brouillonnet').getByRole('button', { name: 'Noter la présence' }).click();
    await expect(page.getByText('4 personnes entrées')).toBeVisible();
    await expectAccessible(page);
    await page.close();
  });

  await test.step('the link is revoked: the list leaves the telephones', async () => {
    const page = await organiser.context.newPage();
    await page.goto(`${organiser.root}/accueil`);
    await page.getByText('Retirer ce lien').click();
    await page.getByRole('button', { name: 'Retirer le lien' }).click();
    await expect(page.getByText('Le lien est retiré')).toBeVisible();
    for (const telephone of [left, right]) {
      await expect(
        telephone.page.getByRole('heading', { name: 'Ce lien ne sert plus' })
      ).toBeVisible({ timeout: 30_000 });
      expect(await memoryOf(telephone.page)).toMatch(
        /gestures: 0 rows\nlists: 0 rows\nscopes: 0 rows/
      );
    }
    await cut(left.phone);
    await left.page.reload();
    await expect(left.page.getByText('Zoé')).toHaveCount(0);
  });
});

test('the day after, the list is gone at the first opening, even without network', async ({
  browser
}) => {
  const guests = [guest('Éva', 'Lendemain')];
  const organiser = await anEditionToday(browser, originOf(), { title: 'Journée finie', guests });
  const { phone, page } = await aTelephone(browser, organiser.link, 'Oubliée');
  await cut(phone);
  await enterByName(page, 'lend', 'Éva Lendemain');
  await expect(page.getByText('Hors ligne, 1 geste à envoyer')).toBeVisible();
  await phone.clock.setFixedTime(Date.now() + 26 * 3_600_000);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'La journée est finie' })).toBeVisible();
  await expect(page.getByText('Il reste 1 geste à envoyer')).toBeVisible();
  const memory = await memoryOf(page);
  expect(memory).toContain('lists: 0 rows');
  expect(memory).toContain('gestures: 1 rows');
  // Far later, what was never sent goes too, whatever link is opened.
  await phone.clock.setFixedTime(Date.now() + 6 * 86_400_000);
  await page.goto('/pointage/autre');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await memoryOf(page)).toContain('gestures: 0 rows');
});

test('without camera one searches by name; a false link says so and keeps nothing', async ({
  browser
}) => {
  const organiser = await anEditionToday(browser, originOf(), {
    ...{ title: 'Journée sans caméra', guests: [guest('Max', 'Sanscode')] }
  });
  const { page } = await aTelephone(browser, organiser.link, '');
  await page.getByRole('button', { name: 'Lire un code' }).click();
  await expect(page.getByText('Aucune caméra ne répond')).toBeVisible();
  await page.getByRole('button', { name: 'Chercher par le nom' }).click();
  await expect(page.getByLabel('Nom ou prénom')).toBeFocused();
  await page.goto('/pointage/inconnu');
  await expect(page.getByRole('heading', { name: 'Ce lien ne sert plus' })).toBeVisible();
  const headers = (await page.request.get('/pointage/inconnu')).headers();
  expect(headers['permissions-policy']).toContain('camera=(self)');
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect((await page.request.get('/')).headers()['permissions-policy']).toContain('camera=()');
});
