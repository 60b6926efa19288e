import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, SCREENS } from '../support/accessible.ts';

/** pages.spec.ts looks at every page that exists; this one does not. */
for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, ...viewport } of SCREENS) {
    test.describe(`${colorScheme}, ${name}`, () => {
      test.use({ colorScheme, viewport });

      test('the page that says there is nothing here is accessible', async ({ page }) => {
        expect((await page.goto('/nulle-part'))?.status()).toBe(404);
        await expectAccessible(page);
      });
    });
  }
}

test.describe('combobox', () => {
  test('arrows move in the list, Enter chooses, the code goes with the name', async ({ page }) => {
    const field = await openCombobox(page, 'saint ren');
    const first = page.locator('.options').getByRole('option').first();
    await expect(field).toHaveAttribute('aria-expanded', 'true');
    await field.press('ArrowDown');
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await expect(field).toHaveAttribute(
      'aria-activedescendant',
      (await first.getAttribute('id')) ?? ''
    );
    await field.press('End');
    await expect(page.locator('.options').getByRole('option').last()).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await field.press('Home');
    await field.press('Enter');
    await expect(field).toHaveValue('Saint-Renan');
    await expect(page.locator('input[name=code]')).toHaveValue('29260');
    await expect(field).toHaveAttribute('aria-expanded', 'false');
  });

  test('what was chosen is forgotten as soon as the text changes', async ({ page }) => {
    const field = await openCombobox(page, 'saint ren');
    await page.locator('.options').getByRole('option', { name: 'Saint-Renan' }).click();
    await expect(page.locator('input[name=code]')).toHaveValue('29260');
    await field.press('Backspace');
    await expect(page.locator('input[name=code]')).toHaveValue('');
  });

  test('Escape closes the list and keeps the words; the count is said aloud', async ({ page }) => {
    const field = await openCombobox(page, 'brest');
    await expect(page.locator('#combobox [role=status]').first()).toContainText('proposition');
    await field.press('Escape');
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await expect(field).toHaveValue('brest');
  });

  test('says so when there is nothing', async ({ page }) => {
    await openCombobox(page, 'zzzzqq', false);
    await expect(page.locator('#combobox .nothing').first()).toBeVisible();
  });
});

test.describe('dialog', () => {
  test('keeps the focus, closes with Escape, gives the focus back', async ({ page }) => {
    await page.goto('/gestion/composants');
    const opener = page.locator('a[href="#supprimer"]');
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /Supprimer/ });
    await expect(dialog).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });
});

test.describe('menu', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('opens by keyboard, shows where one is, closes with Escape', async ({ page }) => {
    await page.goto('/connexion');
    const button = page.locator('summary', { hasText: 'Menu' });
    await button.focus();
    await page.keyboard.press('Enter');
    const current = page.getByRole('link', { name: 'Se connecter', exact: true });
    await expect(current).toHaveAttribute('aria-current', 'page');
    await page.keyboard.press('Tab');
    await expect(page.locator('#recherche-menu')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(current).toBeHidden();
    await expect(button).toBeFocused();
  });
});

test('« / » goes to the search, but not while writing', async ({ page }) => {
  await page.goto('/gestion/composants');
  await page.keyboard.press('/');
  await expect(page.locator('#recherche')).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(page.locator('#recherche')).toHaveValue('a/b');
});

test('the first Tab skips to the content', async ({ page }) => {
  await page.goto('/connexion');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#contenu$/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the theme is kept, and one comes back to the page', async ({ page }) => {
    await page.goto('/connexion');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'auto');
    await page.getByRole('button', { name: 'Sombre' }).click();
    await expect(page).toHaveURL(/\/connexion$/);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('button', { name: 'Automatique' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'auto');
  });

  test('a dialog is a part of the page, the menu opens', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/gestion/composants');
    await page.locator('a[href="#supprimer"]').click();
    await expect(page.getByRole('heading', { name: /Supprimer/ })).toBeVisible();
    await page.locator('summary', { hasText: 'Menu' }).click();
    await expect(page.getByRole('link', { name: 'Annuaire' }).first()).toBeVisible();
  });
});

/** The first combobox of the page, with these words typed in. */
async function openCombobox(page: Page, words: string, found = true) {
  await page.goto('/gestion/composants');
  const field = page.locator('#champ-commune');
  await field.fill(words);
  if (found) await expect(page.locator('.options').getByRole('option').first()).toBeVisible();
  return field;
}
