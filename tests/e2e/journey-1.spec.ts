import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';

/** Journey 1 of the product: a nurse at Moissac looks for help for a person of great age, on her phone. */
test.use({ viewport: { width: 390, height: 844 } });

test.describe('a nurse looks for help at Moissac, on a phone', () => {
  test('with JavaScript: commune, public, need, and the front door is there to call', async ({
    page
  }) => {
    await page.goto('/');
    const commune = page.getByRole('combobox', { name: 'Commune' });
    await commune.fill('moiss');
    await page
      .getByRole('option', { name: /Moissac/ })
      .first()
      .click();
    await page.getByLabel('Pour qui').selectOption('personnes-agees');
    await page.getByLabel('Besoin').selectOption('maintien-a-domicile');
    await page.getByRole('button', { name: 'Trouver' }).click();
    await expectTheAnswer(page);
    await expectAccessible(page);
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('the same question gets the same answer', async ({ page }) => {
      await page.goto('/');
      await page.getByLabel('Commune', { exact: true }).fill('moissac');
      await page.getByLabel('Pour qui').selectOption('personnes-agees');
      await page.getByLabel('Besoin').selectOption('maintien-a-domicile');
      await page.getByRole('button', { name: 'Trouver' }).click();
      await expectTheAnswer(page);
    });

    test('homonyms are told apart by their département, and what was asked is kept', async ({
      page
    }) => {
      await page.goto('/qui-couvre?commune=saint-denis&public=personnes-agees');
      const choices = page.getByRole('link', { name: /Saint-Denis/ });
      expect(await choices.count()).toBeGreaterThan(1);
      await page
        .getByRole('link', { name: /Saint-Denis.*(La Réunion|97)/ })
        .first()
        .click();
      await expect(page).toHaveURL(/commune=97411&public=personnes-agees/);
    });

    test('a commune nobody knows loses nothing of the question', async ({ page }) => {
      await page.goto('/qui-couvre?commune=zzzzzz&besoin=addictions');
      await expect(page.getByText('Aucune commune ne s’appelle « zzzzzz »')).toBeVisible();
      await expect(page.getByLabel('Commune', { exact: true })).toHaveValue('zzzzzz');
      await expect(page.getByLabel('Besoin')).toHaveValue('addictions');
    });
  });
});

test('the address of an answer can be shared, and prints with its telephone numbers', async ({
  page
}) => {
  await page.goto('/qui-couvre?commune=82112&public=personnes-agees&besoin=maintien-a-domicile');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('05 36 49 15 18').first()).toBeVisible();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByText('Modifier la recherche')).toBeHidden();
});

async function expectTheAnswer(page: import('@playwright/test').Page): Promise<void> {
  await expect(page).toHaveURL(/commune=82112&public=personnes-agees&besoin=maintien-a-domicile$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /structures à appeler à Moissac/
  );
  const first = page.getByRole('article').first();
  await expect(first.getByText('Porte d’entrée')).toBeVisible();
  await expect(first.getByRole('heading')).toHaveText('CLIC de la Belle-Écluse');
  await expect(first.getByText('couvre tout Terres des Confluences')).toBeVisible();
  await expect(first.getByText(/^(Ouvert jusqu’à|Fermé, ouvre)/)).toBeVisible();
  await expect(first.getByText('À préparer')).toBeVisible();
  const call = first.getByRole('link', { name: /Appeler/ });
  await expect(call).toHaveAttribute('href', 'tel:0536491518');
  const bounds = await call.boundingBox();
  expect(bounds!.height).toBeGreaterThanOrEqual(44);
  // Those that bring actors together are folded below; unknown perimeters are said apart.
  await expect(page.getByText(/À associer/)).toBeVisible();
  await expect(page.getByRole('link', { name: /Contrat local de santé/ })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Périmètre non renseigné' })).toBeVisible();
}
