import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

test('the figures of a day say where they come from, stand beside the other editions, and are taken away', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  await page.goto('/gestion/rencontres/series/journee-departementale');
  const declared = page.getByRole('row').filter({ hasText: 'Journée départementale 2024' });
  await expect(declared).toContainText('Déclaré, non compté ici');
  await page.getByRole('link', { name: 'Bilan de Journée départementale 2026' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Le bilan' })).toBeVisible();
  await expect(page.getByText('Entrées notées à l’accueil')).toBeVisible();
  await expect(page.getByText(/personnes venues sur 72 inscrites avant le jour/)).toBeVisible();
  await expect(page.getByText(/44 réponses pour/).first()).toBeVisible();
  const table = page.getByRole('table', { name: 'Tous les chiffres' });
  await expect(table.getByRole('row', { name: /Personnes présentes/ })).toContainText('61');
  await expect(table.getByRole('row', { name: /Taux de présence/ })).toContainText('non connu');
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  const file = await page.request.get(
    '/gestion/rencontres/journee-departementale-2026/bilan/export.csv'
  );
  expect(file.headers()['content-disposition']).toContain('bilan-journee-departementale-2026.csv');
  const text = await file.text();
  expect(text).toContain('Personnes présentes');
  expect(text).not.toContain('@exemple.test');
});

test('of an edition that nothing is known of, nothing is shown as nought', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  await page.goto('/gestion/rencontres/journee-departementale-2024/bilan');
  await expect(page.getByText('Déclaré, non compté ici').first()).toBeVisible();
  await expect(page.getByText('Pas connus')).toBeVisible();
  await expect(page.getByText('Aucune inscription n’a été prise dans Maillage.')).toBeVisible();
});
