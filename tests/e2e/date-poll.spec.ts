import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { PERSON, signIn } from '../support/people.ts';

/** The first half of journey 3: four half-days, the network, twelve answers without account, the best date. */

/** A month far enough ahead, in words and in a number: « les jeudis matin de mars 2027 ». */
const ahead = new Date();
ahead.setMonth(ahead.getMonth() + 4, 1);
const MONTH = ahead.toLocaleDateString('fr-FR', { month: 'long', year: 'numeric' });
const LAST_DAY = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const DATE_FIXED = 'Date fixée';

/** Opens an edition whose date is to be chosen, by its form. */
async function openEdition(page: Page, title: string): Promise<string> {
  await page.goto('/gestion/rencontres/nouvelle');
  await page.getByLabel('Titre').fill(title);
  await page.getByLabel('À choisir ensemble').check();
  await page.getByRole('button', { name: 'Ouvrir la préparation' }).click();
  await expect(page.getByRole('heading', { name: 'Choisir la date ensemble' })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Whom the messages of this poll were written to, and their links. */
async function linksOf(page: Page, guests: readonly string[]): Promise<string[]> {
  const links: string[] = [];
  for (const guest of guests) {
    await page.goto(`/courriels?pour=${encodeURIComponent(guest)}`);
    await page.getByRole('link', { name: 'Quand nous retrouver' }).first().click();
    const link = page.locator('pre a[href*="/sondage/"]').first();
    links.push(new URL((await link.getAttribute('href'))!).pathname);
  }
  return links;
}

async function answer(page: Page, link: string, given: readonly string[]): Promise<void> {
  await page.goto(link);
  const dates = page.locator('fieldset[id^="champ-creneau-"]');
  for (const [at, said] of given.entries())
    await dates.nth(at).getByRole('radio', { name: said, exact: true }).check();
  await page.getByRole('button', { name: 'Envoyer mes disponibilités' }).click();
  await expect(page.getByText('Merci, vos disponibilités sont enregistrées')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    test.setTimeout(180_000);

    test('a date is chosen with twelve people who have no account', async ({ page, request }) => {
      const name = javaScriptEnabled ? 'avec' : 'sans';
      const guests = Array.from({ length: 12 }, (_, at) => `${name}.${at + 1}@exemple.test`);
      await signIn(page, PERSON.animator);
      const poll = await openEdition(page, `Se retrouver ${name}`);

      await page.getByRole('link', { name: 'Proposer des dates' }).click();
      await page.getByLabel('Dites-le comme vous le diriez').fill(`les jeudis matin de ${MONTH}`);
      await page.getByRole('button', { name: 'Voir les dates' }).click();
      const found = page.getByRole('checkbox', { name: /jeudi/i });
      await expect(found.nth(3)).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      for (let at = 0; at < (await found.count()); at += 1) await found.nth(at).setChecked(at < 4);
      await page.getByRole('button', { name: 'Ajouter les dates cochées' }).click();
      await expect(page.getByText('4 dates ajoutées')).toBeVisible();
      await page.getByRole('link', { name: 'Continuer' }).click();

      await page.getByRole('link', { name: 'Choisir à qui demander' }).click();
      await page.getByLabel(/Tous les membres du réseau/).check();
      await page.getByLabel('D’autres personnes').fill(guests.join('\n'));
      await page.getByRole('button', { name: 'Vérifier avant d’ajouter' }).click();
      await expect(page.getByRole('heading', { name: /personnes à interroger/ })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: /Ajouter \d+ personnes/ }).click();
      await expect(page.getByText(/\d+ personnes ajoutées/)).toBeVisible();
      // No address is shown, even to who pasted it.
      expect(await page.locator('main').innerText()).not.toContain(guests[0]);
      await page.getByRole('link', { name: 'Continuer' }).click();

      await page.getByLabel('Dernier jour pour répondre').fill(LAST_DAY);
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: /Ouvrir le sondage et écrire/ }).click();
      await expect(page.getByText(/messages sont partis/)).toBeVisible();
      await page.context().clearCookies();

      // Twelve people, on a phone: a scanner goes first, and answers nothing.
      await page.setViewportSize({ width: 390, height: 844 });
      const links = await linksOf(page, guests);
      for (const method of ['HEAD', 'GET'])
        expect((await request.fetch(links[0]!, { method })).status()).toBe(200);
      await page.goto(links[0]!);
      await expect(page.getByRole('button', { name: 'Envoyer mes disponibilités' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: 'Envoyer mes disponibilités' }).click();
      await expect(page.getByText('4 points sont à corriger')).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      for (const [at, link] of links.entries()) {
        const third = at === 0 ? 'Si nécessaire' : 'Oui';
        await answer(page, link, [at % 2 ? 'Oui' : 'Non', 'Non', third, 'Si nécessaire']);
      }
      expect(await page.locator('main').innerText()).not.toContain('exemple.test');
      await page.goto(links[1]!);
      await page
        .locator('fieldset')
        .nth(1)
        .getByRole('radio', { name: 'Oui', exact: true })
        .check();
      await page.getByRole('button', { name: 'Changer ma réponse' }).click();
      await expect(page.getByText('Merci, vos disponibilités sont enregistrées')).toBeVisible();

      await page.context().clearCookies();
      await signIn(page, PERSON.animator);
      for (const size of [
        { width: 390, height: 844 },
        { width: 1280, height: 900 }
      ]) {
        await page.setViewportSize(size);
        await page.goto(poll);
        await expect(page.getByText(/12 réponses sur/)).toBeVisible();
        if (javaScriptEnabled) await expectAccessible(page);
      }
      const best = page.locator('ol.plain > li').first();
      await expect(best).toContainText('11 oui, 1 si nécessaire, 0 non');
      await best.getByRole('link', { name: 'Retenir' }).click();
      await expect(page.getByRole('heading', { name: 'Retenir cette date ?' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
      await page.getByRole('button', { name: 'Retenir la date et prévenir tout le monde' }).click();
      await expect(page.getByRole('heading', { name: 'La date est choisie' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);

      await page.context().clearCookies();
      await page.goto(links[2]!);
      await expect(page.getByText('La date est fixée')).toBeVisible();
      const calendar = await request.get(`${links[2]!}/calendrier.ics`);
      expect(calendar.headers()['content-type']).toContain('text/calendar');
      expect(await calendar.text()).toContain(`SUMMARY:Se retrouver ${name}`);
      await page.goto(`/courriels?pour=${encodeURIComponent(guests[2]!)}`);
      await expect(page.getByRole('link', { name: DATE_FIXED })).toHaveCount(1);
    });
  });
}
