import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { openRegistration } from '../support/editions.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;

/** Opens a folded part of the page and answers with it. */
async function unfold(page: Page, title: string) {
  const part = page.locator('details').filter({ has: page.getByText(title, { exact: true }) });
  if ((await part.first().getAttribute('open')) === null)
    await part.first().locator('summary').click();
  return part.first();
}

async function addPoint(page: Page, title: string, body: string): Promise<void> {
  const form = await unfold(page, 'Ajouter un point');
  await form.getByLabel('Titre').fill(title);
  await form.getByLabel('Texte').fill(body);
  await form.getByRole('button', { name: 'Ajouter' }).click();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });
    /** Axe is a script: the same pages are checked where scripts run. */
    const checked = (page: Page) =>
      javaScriptEnabled ? expectAccessible(page) : Promise.resolve();

    test('a compte rendu is written by two, validated, and what it asks is done', async ({
      browser
    }) => {
      // Five people, ten pages read by axe: longer than the others on a machine that does something else.
      test.slow();
      const options = { javaScriptEnabled };
      const [hers, theirs, guest] = [
        await browser.newContext(options),
        await browser.newContext(options),
        await browser.newContext(options)
      ];
      const title = `Compte rendu ${how} ${Date.now().toString(36)}`;
      const slug = await openRegistration(hers.request, origin(), { title });
      const address = `${origin()}/gestion/rencontres/${slug}/compte-rendu`;
      const [page, other] = [await hers.newPage(), await theirs.newPage()];
      await enterAs(page, PERSON.animator, origin());
      await enterAs(other, PERSON.administrator, origin());

      await page.goto(address);
      await checked(page);
      await addPoint(page, 'Sorties', 'Le vendredi.');
      await addPoint(page, 'Répertoire', 'Deux tiers à jour.');

      // Taken off, put back, moved: each by a button.
      await page.getByRole('button', { name: 'Retirer Répertoire' }).click();
      await expect(page.getByRole('heading', { name: 'Répertoire' })).toHaveCount(0);
      await page.getByRole('button', { name: 'Annuler' }).click();
      await page.getByRole('button', { name: 'Monter Répertoire' }).click();
      await expect(page.locator('#point h3').first()).toHaveText('Répertoire');

      // The same point, opened by two: the second reads both texts, and keeps both.
      await other.goto(address);
      const fields = (who: Page) => who.getByRole('article', { name: 'Sorties' });
      for (const who of [page, other]) await fields(who).locator('summary').click();
      await fields(page).getByLabel('Texte').fill('De la première.');
      await fields(page).getByRole('button', { name: 'Enregistrer' }).click();
      await expect(page.getByText('De la première.').first()).toBeVisible();
      await fields(other).getByLabel('Texte').fill('De la seconde.');
      await fields(other).getByRole('button', { name: 'Enregistrer' }).click();
      await expect(other.getByText('pendant que vous écriviez')).toBeVisible();
      await checked(other);
      await other.getByRole('button', { name: 'Garder les deux textes' }).click();
      await expect(
        other.locator('#point .text').filter({ hasText: 'De la première.' })
      ).toContainText('De la seconde.');

      await page.goto(address);
      const giving = await unfold(page, 'Confier quelque chose');
      const task = `Écrire au CLIC ${how}`;
      await giving.getByLabel('À faire').fill(task);
      await giving.getByLabel('Une personne du réseau').selectOption({ label: 'Inès Essai' });
      await giving.getByLabel('Pour quand').fill('2026-01-15');
      await giving.getByRole('button', { name: 'Ajouter' }).click();
      await expect(page.getByText('1 suite est en retard.')).toBeVisible();

      const shown = `${origin()}/rencontres/${slug}/compte-rendu`;
      const visitor = await guest.newPage();
      expect((await visitor.goto(shown))?.status()).toBe(404);
      await page.getByLabel('Tout le monde').check();
      await page.getByRole('button', { name: 'Valider le compte rendu' }).click();
      await expect(page.getByText('Compte rendu validé', { exact: true })).toBeVisible();
      await checked(page);
      expect((await visitor.goto(shown))?.status()).toBe(200);
      await expect(visitor.getByText('De la seconde.')).toBeVisible();
      await expect(visitor.getByText('Inès Essai')).toHaveCount(0);
      await checked(visitor);
      const paper = await guest.request.get(`${shown}.pdf`);
      expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');

      const doing = await visitor.context().browser()!.newContext(options);
      const ines = await doing.newPage();
      await enterAs(ines, PERSON.referent, origin());
      await ines.goto(`${origin()}/mon-espace`);
      const line = ines.locator('#a-faire li').filter({ hasText: task });
      await line.locator('summary').click();
      await line.getByLabel('Ce que cela a donné').fill('Écrit mardi.');
      await line.getByRole('button', { name: 'C’est fait' }).click();
      await expect(line.getByText('Écrit mardi.')).toBeVisible();
      await checked(ines);
      await line.getByRole('button', { name: 'Remettre à faire' }).click();
      await expect(line.locator('summary')).toBeVisible();
      for (const context of [hers, theirs, guest, doing]) await context.close();
    });
  });
}
