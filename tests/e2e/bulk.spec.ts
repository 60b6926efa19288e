import { expect, test, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

/** A fiche of the demonstration with its own rhythm: each run leaves it as it found it. */
async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Remettre .* comme avant/ }).click();
  await expect(page.getByText(/remises? comme avant/).first()).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the administration filters, ticks, reads the preview, changes, and undoes', async ({
      page
    }) => {
      await signIn(page, PERSON.administrator);
      await page.goto('/gestion/instance/fiches');
      await page.getByLabel('Nom ou sigle').fill('centre de sante de');
      await page.getByRole('button', { name: 'Filtrer' }).click();
      const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
      expect(await rows.count()).toBeGreaterThan(1);
      await rows.getByRole('checkbox').first().check();
      await rows.getByRole('checkbox').nth(1).check();
      await page.getByRole('button', { name: 'Changer les fiches cochées' }).click();
      await expect(page.getByText('2 fiches cochées')).toBeVisible();

      await page.getByLabel('Demander si la fiche est juste').selectOption('24');
      await page.getByRole('button', { name: 'Voir l’aperçu du rythme' }).click();
      await expect(
        page.getByRole('heading', { level: 1, name: 'Confirmation tous les 24 mois' })
      ).toBeVisible();
      await expect(page.getByText('2 fiches changent')).toBeVisible();
      await expect(page.getByText('tous les 24 mois').first()).toBeVisible();

      await page.getByRole('button', { name: 'Changer 2 fiches' }).click();
      await expect(page.getByText('2 fiches changées')).toBeVisible();
      const slug = await page.locator('a[href^="/annuaire/"]').first().getAttribute('href');
      const address = page.url();
      await page.goto(`${slug}/historique`);
      await expect(page.getByText('Fiche modifiée').first()).toBeVisible();

      await page.goto(address);
      await undo(page);
      await page.goto('/gestion/instance/fiches');
      await page.getByText('Derniers changements groupés').click();
      await expect(
        page.getByRole('link', { name: 'Confirmation tous les 24 mois' }).first()
      ).toBeVisible();
    });

    test('an animator changes all the fiches of a filter of her directory, from its page', async ({
      page
    }) => {
      await signIn(page, PERSON.animator);
      await page.goto('/gestion/territoires/trois-confluents/fiches');
      await page.getByRole('link', { name: 'Changer plusieurs fiches à la fois' }).click();
      await page.getByLabel('Nom ou sigle').fill('ccas');
      await page.getByRole('button', { name: 'Filtrer' }).click();
      await page.getByRole('button', { name: /Changer les? .*fiches? de la liste/ }).click();
      await page.getByLabel('Demander si la fiche est juste').selectOption('3');
      await page.getByRole('button', { name: 'Voir l’aperçu du rythme' }).click();
      await page.getByRole('button', { name: /^Changer \d+ fiche/ }).click();
      await expect(page.getByText(/fiches? changées?/).first()).toBeVisible();
      await undo(page);
      const address = new URL(page.url()).pathname;
      const other = await page.goto(address.replace('trois-confluents', 'pays-de-brest'));
      expect(other!.status()).toBe(403);
    });

    test('nothing ticked is said, and nothing changes', async ({ page }) => {
      await signIn(page, PERSON.administrator);
      await page.goto('/gestion/instance/fiches');
      await page.getByRole('button', { name: 'Changer les fiches cochées' }).click();
      await expect(page.getByText('Aucune fiche choisie')).toBeVisible();
    });
  });
}
