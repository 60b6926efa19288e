import { expect, test, type Page } from '@playwright/test';
import { findFaults, measureSeating } from '../../src/domain/seating/checking.ts';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;
const PEOPLE = 17;
const ROUNDS = 4;

/** Seventeen people of as many structures, added by the organiser. */
async function register(page: Page, slug: string, last = PEOPLE, first = 1): Promise<void> {
  for (let at = first; at <= last; at++) {
    const answer = await page.request.post(`/gestion/rencontres/${slug}/inscriptions/ajouter`, {
      form: {
        prenom: 'Camille',
        nom: `Essai ${at}`,
        courriel: `tables-${slug}-${at}@exemple.test`,
        profession: 'Infirmier',
        structure: `Cabinet ${at}`
      },
      headers: { origin: origin(), accept: 'text/html' },
      maxRedirects: 0
    });
    expect(answer.status(), await answer.text()).toBe(303);
  }
}

/** The names at each table of each round, as the page shows them. */
async function readTables(page: Page, address: string): Promise<string[][][]> {
  const rounds: string[][][] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    await page.goto(`${address}?tour=${round}`);
    const tables = await page.locator('article.table').all();
    rounds.push(
      await Promise.all(
        tables.map(async (table) =>
          (await table.locator('.person').allTextContents()).map((name) => name.trim())
        )
      )
    );
  }
  return rounds;
}

/** Each name by its rank. */
function numbered(rounds: readonly string[][][]): number[][][] {
  const names = [...new Set(rounds[0]!.flat())];
  return rounds.map((tables) => tables.map((table) => table.map((name) => names.indexOf(name))));
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });
    /** Axe is a script: the same pages are checked where scripts run. */
    const checked = (page: Page) =>
      javaScriptEnabled ? expectAccessible(page) : Promise.resolve();

    test('the tables of four rounds are composed, checked, changed by hand and published', async ({
      page
    }) => {
      test.slow();
      const title = `Tables ${how} ${Date.now().toString(36)}`;
      await enterAs(page, PERSON.animator, origin());
      const slug = await openRegistration(page.request, origin(), { title });
      await register(page, slug);
      const address = `/gestion/rencontres/${slug}/tables`;

      await page.goto(address);
      await page.getByRole('link', { name: 'Préparer les tables' }).click();
      await page.getByLabel('Personnes par table, au plus').fill('5');
      await page.getByLabel('Nombre de tours').fill(String(ROUNDS));
      await page.getByLabel('Début du premier tour').fill('14:00');
      await checked(page);
      await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
      await expect(page.getByText('Les réglages sont enregistrés')).toBeVisible();

      await page.getByLabel('Durée de la recherche, au plus').selectOption('5');
      await page.getByRole('button', { name: 'Composer les tables' }).click();
      await expect(page.getByRole('heading', { name: 'Ce que ce plan permet' })).toBeVisible({
        timeout: 20_000
      });
      await checked(page);

      const seating = numbered(await readTables(page, address));
      const problem = { guests: PEOPLE, rounds: Array(ROUNDS).fill([5, 4, 4, 4]) as number[][] };
      const sorted = seating.map((tables) => tables.toSorted((a, b) => b.length - a.length));
      expect(findFaults(problem, sorted)).toEqual([]);
      // 24 + 3 × 6 pairs less would be fewer: four rounds of 28 meetings, without a repeat if it can be.
      expect(measureSeating(problem, sorted).met).toBeGreaterThan(100);

      await page.goto(`${address}?tour=2`);
      const first = page.locator('article.table').first().locator('li').first();
      const moved = (await first.locator('.person').textContent())!.trim();
      await first.getByRole('link', { name: `Déplacer ${moved}` }).click();
      await expect(page.getByRole('heading', { name: 'Ce qui coûte le moins' })).toBeVisible();
      await checked(page);
      await page
        .getByRole('link', { name: /^Échanger avec/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Confirmer et épingler' }).click();
      await expect(page.getByText('C’est déplacé, et épinglé')).toBeVisible();
      await expect(page.getByText('2 places épinglées')).toBeVisible();
      await page.getByRole('link', { name: 'Remettre comme avant' }).click();
      await expect(page.getByRole('heading', { name: /^Échanger avec/ })).toBeVisible();
      await page.getByRole('button', { name: 'Confirmer et épingler' }).click();
      await expect(page.locator('article.table').first()).toContainText(moved);

      await register(page, slug, PEOPLE + 1, PEOPLE + 1);
      await page.goto(address);
      await expect(page.getByText('1 personne n’est pas encore placée')).toBeVisible();
      await page.getByRole('button', { name: /^Les placer/ }).click();
      await expect(page.getByText('Chacun a sa place dans les tours à venir')).toBeVisible();
      expect((await readTables(page, address)).map((tables) => tables.flat().length)).toEqual(
        Array(ROUNDS).fill(PEOPLE + 1)
      );

      await page.getByRole('link', { name: 'Par personne' }).click();
      await expect(page.getByText('sans place')).toHaveCount(0);
      await checked(page);
      await page.getByRole('button', { name: 'Publier le plan' }).click();
      await expect(page.getByText('Le plan est publié')).toBeVisible();
    });
  });
}

test('a contradiction is said with the names; a plan that is not published is of its team alone', async ({
  page,
  browser
}) => {
  await enterAs(page, PERSON.animator, origin());
  const slug = await openRegistration(page.request, origin(), {
    title: `Règles ${Date.now().toString(36)}`
  });
  await register(page, slug, 8);
  const address = `/gestion/rencontres/${slug}/tables`;
  await page.goto(`${address}/reglages`);
  await page.getByRole('button', { name: 'Enregistrer les réglages' }).click();
  for (const rule of ['Ensemble', 'Séparées']) {
    await page.goto(`${address}/regles`);
    await page.getByLabel(rule, { exact: true }).check();
    await page.locator('#champ-personne').fill('Camille Essai 1');
    await page.locator('#champ-autre').fill('Camille Essai 2');
    await page.getByRole('button', { name: 'Ajouter la règle' }).click();
    await expect(page.getByText('La règle est ajoutée')).toBeVisible();
  }
  await expectAccessible(page);
  await page.goto(address);
  await page.getByRole('button', { name: 'Composer les tables' }).click();
  await expect(
    page.getByText('Camille Essai 1 et Camille Essai 2 doivent être à la fois ensemble et séparés')
  ).toBeVisible();

  const member = await browser.newContext();
  const other = await member.newPage();
  await enterAs(other, PERSON.member, origin());
  for (const path of ['', '/regles', '/reglages', '/personnes?q=Camille', '/deplacer'])
    expect((await other.request.get(`${origin()}${address}${path}`)).status()).toBe(403);
  await member.close();
});
