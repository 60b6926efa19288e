import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { PERSON, signIn } from '../support/people.ts';

/** Two people at one fiche, and a network that goes: nothing that anybody typed is lost. */
const FICHE = '/annuaire/cpts-val-mirabelle';
const EDITOR = `${FICHE}/modifier`;

test.describe.configure({ mode: 'serial' });

async function open(browser: Browser, person: string, part = 'lieu'): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, person);
  await page.goto(`${EDITOR}?partie=${part}`);
  const discard = page.getByRole('button', { name: 'Jeter ce brouillon' });
  if (await discard.isVisible()) {
    await discard.click();
    await page.goto(`${EDITOR}?partie=${part}`);
  }
  return page;
}

const save = (page: Page) => page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
const extra = (page: Page) => page.getByLabel('Complément d’adresse');

async function closeAll(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.context().close();
}

test('different fields: both are kept, and nobody is asked anything', async ({ browser }) => {
  const [one, two] = [
    await open(browser, PERSON.animator),
    await open(browser, PERSON.administrator)
  ];
  await extra(one).fill('Bâtiment des Essais');
  await two.getByLabel('Téléphone').fill('05 36 49 18 81');
  await save(one);
  await expect(one.getByText('Fiche enregistrée')).toBeVisible();
  await save(two);
  await expect(two.getByText('Fiche enregistrée')).toBeVisible();
  await expect(two.getByText('Bâtiment des Essais').first()).toBeVisible();
  await expect(two.getByRole('link', { name: /05.36.49.18.81/ }).first()).toBeVisible();
  await closeAll(one, two);
});

test('the same field: both versions are shown, one is chosen, the rest is kept', async ({
  browser
}) => {
  const [one, two] = [
    await open(browser, PERSON.animator),
    await open(browser, PERSON.administrator)
  ];
  await extra(one).fill('Escalier A');
  await extra(two).fill('Escalier B');
  await two.getByLabel('Code postal').fill('82290');
  await save(one);
  await expect(one.getByText('Fiche enregistrée')).toBeVisible();
  await save(two);
  await expect(two.getByText('Vous avez tous deux changé la même chose')).toBeVisible();
  const choice = two.getByRole('group', { name: 'Complément d’adresse' });
  await expect(choice.getByText('Au départ : Bâtiment des Essais')).toBeVisible();
  await expect(choice.getByLabel('Celle de Salomé Essai')).toHaveCount(1);
  await expectAccessible(two);
  // The negative control: without a choice, nothing is written over.
  const before = await one.goto(FICHE);
  expect(before?.ok()).toBe(true);
  await expect(one.getByText('Escalier A').first()).toBeVisible();
  await choice.getByLabel(/Votre version/).check();
  await two.getByRole('button', { name: 'Enregistrer la fiche avec ces choix' }).click();
  await expect(two.getByText('Fiche enregistrée')).toBeVisible();
  await expect(two.getByText('Escalier B').first()).toBeVisible();
  await expect(two.getByText('82290').first()).toBeVisible();
  await closeAll(one, two);
});

test('the network goes: the page says so and stays; it comes back, and what was typed is a draft', async ({
  browser
}) => {
  const page = await open(browser, PERSON.animator);
  await page.context().setOffline(true);
  await extra(page).fill('Typé sans réseau');
  const warning = page.getByRole('alert').filter({ hasText: 'Le réseau ne répond pas' });
  await expect(warning).toBeVisible({ timeout: 15_000 });
  // Saving would leave for the browser's own error page, and lose it all.
  await save(page);
  await expect(extra(page)).toHaveValue('Typé sans réseau');
  await expect(warning).toBeInViewport();

  // The negative control: nothing has reached the server yet.
  const elsewhere = await page.context().browser()!.newContext();
  const second = await elsewhere.newPage();
  await signIn(second, PERSON.animator);
  await second.goto(`${EDITOR}?partie=lieu`);
  await expect(extra(second)).not.toHaveValue('Typé sans réseau');

  await page.context().setOffline(false);
  await expect(page.getByText(/Brouillon enregistré à/)).toBeVisible({ timeout: 15_000 });
  await expect(warning).toBeHidden();
  await second.reload();
  await expect(extra(second)).toHaveValue('Typé sans réseau');
  await second.getByRole('button', { name: 'Jeter ce brouillon' }).click();
  await closeAll(page, second);
});
