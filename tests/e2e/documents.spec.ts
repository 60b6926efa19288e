import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { enterAs } from '../support/people.ts';

const DOCUMENTS = '/gestion/rencontres/journee-departementale-2026/documents';
const PAPER = {
  name: 'matin.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\n%%EOF')
};

test('what the day needs on paper is chosen, seen, opened; a signed sheet comes back', async ({
  page,
  baseURL
}) => {
  await enterAs(page, 'salome.essai@exemple.test', baseURL!);
  await page.goto(DOCUMENTS);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Badges', exact: true }).click();
  const picture = page.getByRole('img', { name: 'La première page de badges' });
  await expect
    .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
    .toBeGreaterThan(0);
  const pages = await page.locator('#ce-qui-s-imprime').innerText();
  // Answers as one chooses.
  await page.getByText('Un par page (A6').click();
  await expect(page.locator('#ce-qui-s-imprime')).not.toHaveText(pages);
  await expect(page).toHaveURL(/format=a6/);
  await expectAccessible(page);
  const badges = await page.request.post(`${DOCUMENTS}/badges/badges.pdf`, {
    form: { format: '8' },
    headers: { origin: new URL(page.url()).origin }
  });
  expect(badges.headers()['content-type']).toBe('application/pdf');
  expect((await badges.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await page.reload();
  await expect(page.getByText('Dernière impression :')).toBeVisible();

  await page.goto(`${DOCUMENTS}/emargement`);
  const file = page.locator('input[type=file]');
  await file.setInputFiles({ ...PAPER, buffer: Buffer.from('rien') });
  await page.getByRole('button', { name: 'Joindre cette feuille' }).click();
  await expect(page.getByText('n’est pas un PDF').first()).toBeVisible();
  await file.setInputFiles(PAPER);
  await page.getByRole('button', { name: 'Joindre cette feuille' }).click();
  await expect(page.getByText('Feuille jointe')).toBeVisible();
  const kept = page.getByRole('link', { name: PAPER.name });
  const answer = await page.request.get((await kept.getAttribute('href'))!);
  expect((await answer.body()).equals(PAPER.buffer)).toBe(true);
  await expectAccessible(page);
  await page.getByRole('button', { name: `Retirer ${PAPER.name}` }).click();
  await expect(page.getByText('Feuille retirée')).toBeVisible();
});

test('a code that no certificate bears says so, whatever way it is typed', async ({ page }) => {
  await page.goto('/attestation');
  await page.getByLabel('Code de l’attestation').fill('k7qm 2xrt 9fhd');
  await page.getByRole('button', { name: 'Vérifier' }).click();
  await expect(page).toHaveURL(/K7QM-2XRT-9FHD$/);
  await expect(page.getByText('Aucune attestation ne porte ce code')).toBeVisible();
  await expectAccessible(page);
});
