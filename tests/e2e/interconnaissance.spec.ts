import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/**
 * A wave, from its draft to its end: prepared and opened by who animates, answered on a telephone without account, with and
 * without JavaScript.
 */
const PHONE = { width: 390, height: 844 };
const ROOT = '/gestion/territoires/trois-confluents/interconnaissance';

/** Closes the wave that is open, if there is one: the demonstration may hold it. */
async function closeOpen(page: Page): Promise<void> {
  await page.goto(ROOT);
  const open = page.locator('li', { hasText: 'Ouverte' }).getByRole('heading').getByRole('link');
  if ((await open.count()) === 0) return;
  await open.first().click();
  await page.getByText('Clore maintenant').click();
  await page.getByRole('button', { name: 'Clore la vague' }).click();
  await expect(page.getByText('La vague est close')).toBeVisible();
}

/** Chooses a level for the structure of a line, with a thumb. */
async function choose(page: Page, line: number, name: string): Promise<void> {
  await page.locator('[data-wave-line]').nth(line).getByRole('radio', { name }).click();
}

test.describe.configure({ mode: 'serial' });

let link = '';

test('an animator prepares a wave, opens it, and hands a link over', async ({ page, baseURL }) => {
  test.setTimeout(180_000);
  await enterAs(page, PERSON.animator, new URL(baseURL!).origin);
  await closeOpen(page);
  await page.goto(`${ROOT}/nouvelle`);
  await expectAccessible(page);
  await page.getByLabel('Titre').fill('Vague d’essai');
  await page.getByLabel('Mots d’accueil').fill('Pour composer les tables.');
  await page.getByRole('button', { name: 'Préparer la vague' }).click();
  await expect(page.getByRole('heading', { name: 'Qui sera interrogé' })).toBeVisible();
  await expect(page.getByText('sans personne référente')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Ouvrir la vague et envoyer les liens' }).click();
  await expect(page.getByText('La vague est ouverte')).toBeVisible();
  await expect(page.getByText(/\d+ messages sont partis/)).toBeVisible();
  await expectAccessible(page);
  const row = page.getByRole('row').filter({ hasText: 'CPTS Montvermeil' });
  await row.getByRole('link', { name: /le lien de/ }).click();
  await expect(page.getByRole('img', { name: /Code à lire/ })).toBeVisible();
  await expectAccessible(page);
  const address = page.locator('.address a');
  link = new URL((await address.getAttribute('href'))!).pathname;
});

test('without JavaScript, pages of ten are kept one after the other', async ({
  browser,
  baseURL
}) => {
  const context = await browser.newContext({
    ...{ baseURL: baseURL!, viewport: PHONE, javaScriptEnabled: false }
  });
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Qui connaissez-vous/);
  await expect(page.getByText(/^0 sur/)).toBeVisible();
  await choose(page, 0, 'A déjà échangé');
  await choose(page, 1, 'Ne connaît pas');
  await page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  // Those that the demonstration said last time are confirmed with them.
  await expect(page.getByText(/^([2-9]|10) sur/)).toBeVisible();
  await expect(page.getByText('Page 2 sur')).toBeVisible();
  await page.getByRole('link', { name: 'Relire et terminer' }).click();
  await expect(page.getByText('jamais comptée comme inconnue')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await context.close();
});

test('with JavaScript each choice is kept at once, and a colleague who answers too is told', async ({
  browser,
  baseURL
}) => {
  const context = await browser.newContext({ baseURL: baseURL!, viewport: PHONE });
  const [page, colleague] = [await context.newPage(), await context.newPage()];
  await page.goto(`${link}?page=1`);
  await expectAccessible(page);
  await colleague.goto(`${link}?page=1`);
  const note = (one: Page, line: number) =>
    one.locator('[data-wave-line]').nth(line).locator('[data-wave-note]');
  await choose(page, 2, 'Travaille régulièrement avec');
  await expect(note(page, 2)).toHaveText('Enregistré');
  await choose(colleague, 2, 'Connaît de nom');
  await expect(note(colleague, 2)).toContainText('à la place de ce que quelqu’un');
  // The keyboard chooses too.
  await page.locator('[data-wave-line]').nth(3).getByRole('radio').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(note(page, 3)).toHaveText('Enregistré');
  await page.goto(`${link}?page=fin`);
  await page.getByRole('button', { name: 'J’ai terminé' }).click();
  await expect(page.getByText('Merci, c’est noté')).toBeVisible();
  await expectAccessible(page);
  await context.close();
});

test('once it is closed, the link is kind; the next wave begins with what was said', async ({
  page,
  baseURL
}) => {
  test.setTimeout(180_000);
  await enterAs(page, PERSON.animator, new URL(baseURL!).origin);
  await closeOpen(page);
  await page.goto(link);
  await expect(page.getByText('Cette vague est close')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${ROOT}/nouvelle`);
  await page.getByLabel('Titre').fill('Vague suivante');
  await page.getByRole('button', { name: 'Préparer la vague' }).click();
  await page.getByRole('button', { name: 'Ouvrir la vague et envoyer les liens' }).click();
  await expect(page.getByText('La vague est ouverte')).toBeVisible();
  await page.setViewportSize(PHONE);
  await enterAs(page, PERSON.referent, new URL(baseURL!).origin);
  await page.goto('/mon-espace');
  await page.getByRole('link', { name: /^Situer\b.*CPTS Montvermeil/ }).click();
  await expect(page.getByText('Réponse de la dernière fois, à confirmer').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Tout comme la dernière fois' }).click();
  await expect(page.getByText(/réponses? reprises?/)).toBeVisible();
  await expectNoSidewaysScroll(page);
});
