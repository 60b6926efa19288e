import { expect, test } from '@playwright/test';
import { enterAs, PERSON } from '../support/people.ts';

test('« / », some letters, the arrows: one goes to a page that was offered', async ({ page }) => {
  await page.goto('/annuaire');
  await page.keyboard.press('/');
  await page.keyboard.type('jounée départementale');
  const offered = page.locator('#recherche-options');
  await expect(offered.getByRole('option').first()).toBeVisible();
  const event = offered.getByRole('option', { name: /^Journée départementale \d{4}/ }).first();
  await expect(event).toBeVisible();
  while ((await event.getAttribute('aria-selected')) !== 'true')
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/rencontres\/journee-departementale-\d{4}/);
});

test('Enter without choosing shows all the results, by kind', async ({ page }) => {
  await page.goto('/');
  await page.locator('#recherche').fill('aidants');
  await page.locator('#recherche').press('Enter');
  await expect(page).toHaveURL(/\/recherche\?q=aidants$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('aidants');
  await expect(page.getByRole('heading', { level: 2, name: /^Structures/ })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: /^Fiches action/ })).toBeVisible();
  await page.getByRole('link', { name: /^Voir tout : structures/ }).click();
  await expect(page).toHaveURL(/\/annuaire\?q=aidants$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('aidants');
});

test('members find each other, visitors do not', async ({ page }) => {
  await page.goto('/recherche?q=Lucie+Esquisse');
  await expect(page.getByText('Infirmière libérale')).toHaveCount(0);
  await enterAs(page, PERSON.member, new URL(page.url()).origin);
  await page.goto('/recherche?q=Lucie+Esquisse');
  await page.getByRole('link', { name: 'Lucie Esquisse' }).click();
  await expect(page).toHaveURL(/\/territoires\/trois-confluents\/membres\?q=Lucie/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the field of the header searches everything', async ({ page }) => {
    await page.goto('/annuaire');
    await page.locator('#recherche').fill('répit');
    await page.locator('#recherche').press('Enter');
    await expect(page).toHaveURL(/\/recherche\?q=/);
    await expect(page.getByRole('link', { name: 'Donner du répit aux aidants' })).toBeVisible();
  });
});
