import { expect, test, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

const LIST = '/gestion/instance/vocabulaires?liste=besoins';

/** Each run has its own words: the two widths of the suite share a database. */
const unique = () =>
  Math.random()
    .toString(36)
    .replace(/[^a-z]/g, '')
    .slice(0, 8);

async function add(page: Page, name: string, phrase: string): Promise<void> {
  await page.goto(LIST);
  await page.getByRole('link', { name: 'Ajouter un besoin' }).click();
  await page.getByLabel('Nom', { exact: true }).fill(name);
  await page.getByLabel('Dans la phrase').fill(phrase);
  await page.getByRole('button', { name: 'Ajouter ce besoin' }).click();
  await expect(page.getByText('est ajouté')).toBeVisible();
}

// One list for all: in turn, so that what moves in it is moved by one test at a time.
test.describe.configure({ mode: 'default' });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a need is added, moved, changed, merged into another, and its address still answers', async ({
      page
    }) => {
      const word = unique();
      await signIn(page, PERSON.administrator);
      await add(page, `Besoin ${word}`, `essayer ${word}`);

      const line = page.locator(`#mot-besoin-${word}`);
      // What was just before is now just after.
      const before = await line.locator('xpath=preceding-sibling::li[1]').getAttribute('id');
      await line.getByRole('button', { name: /Monter/ }).click();
      await expect(line.locator('xpath=following-sibling::li[1]')).toHaveAttribute('id', before!);

      await line.getByRole('link').first().click();
      await page.getByLabel('Dans la phrase').fill(`changer ${word}`);
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Voir l’aperçu' }).click();
      await expect(page.getByText(`qui a besoin de changer ${word}`)).toBeVisible();
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(page.getByText('Enregistré', { exact: true })).toBeVisible();

      await page.getByRole('link', { name: 'Réunir avec un autre mot' }).click();
      await page.getByLabel('Le mot qui reste').selectOption('lien-social');
      await page.getByRole('button', { name: 'Voir ce qui changera' }).click();
      await expect(page.getByText('Aucun service ne change')).toBeVisible();
      await page.getByRole('button', { name: /Réunir en/ }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Lien social' })).toBeVisible();

      await page.goto(`/annuaire?besoin=besoin-${word}`);
      await expect(
        page.getByRole('link', { name: /Retirer le filtre.*Lien social/ })
      ).toBeVisible();
      const answer = await page.request.get(`/api/v1/structures?theme=besoin-${word}`);
      expect(answer.status()).toBe(200);
      expect(((await answer.json()) as { total: number }).total).toBeGreaterThan(0);
    });

    test('a word that is used is not deleted; one that is not, is', async ({ page }) => {
      const word = unique();
      await signIn(page, PERSON.administrator);
      await page.goto('/gestion/instance/vocabulaires/types/CLIC');
      await expect(page.getByRole('button', { name: /Supprimer/ })).toHaveCount(0);
      await add(page, `Inutile ${word}`, `ne rien faire ${word}`);
      await page.goto(`/gestion/instance/vocabulaires/besoins/inutile-${word}`);
      await page.getByRole('button', { name: 'Supprimer ce besoin' }).click();
      await expect(page.getByText('est supprimé')).toBeVisible();
    });

    test('what somebody else changed meanwhile is told, and what was typed is kept', async ({
      page,
      context
    }) => {
      const word = unique();
      await signIn(page, PERSON.administrator);
      await add(page, `Partagé ${word}`, `partager ${word}`);
      const address = `/gestion/instance/vocabulaires/besoins/partage-${word}`;
      await page.goto(address);
      const other = await context.newPage();
      await other.goto(address);
      await other.getByLabel('Dans la phrase').fill(`partager autrement ${word}`);
      await other.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(other.getByText('Enregistré', { exact: true })).toBeVisible();

      await page.getByLabel('Dans la phrase').fill(`partager encore ${word}`);
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await expect(page.getByText('Quelqu’un a changé ce mot entre-temps')).toBeVisible();
      await expect(page.getByText(`partager autrement ${word}`)).toBeVisible();
      await expect(page.getByLabel('Dans la phrase')).toHaveValue(`partager encore ${word}`);
      await page.getByRole('button', { name: 'Enregistrer ma version par-dessus' }).click();
      await expect(page.getByText('Enregistré', { exact: true })).toBeVisible();
    });
  });
}

test('a form refused comes back filled, its message beside the field', async ({ page }) => {
  await signIn(page, PERSON.administrator);
  await page.goto('/gestion/instance/vocabulaires/nouveau?liste=besoins');
  await page.getByLabel('Nom', { exact: true }).fill('Addictions');
  await page.getByLabel('Dans la phrase').fill('s’en sortir');
  await page.getByRole('button', { name: 'Ajouter ce besoin' }).click();
  await expect(page.getByRole('alert')).toContainText('Code');
  await expect(page.getByLabel('Dans la phrase')).toHaveValue('s’en sortir');
});
