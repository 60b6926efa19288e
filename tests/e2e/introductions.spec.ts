import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

const LIST = '/gestion/territoires/trois-confluents/a-presenter';

test('an animator plans an introduction at the next edition, takes it back, and writes to both', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  await page.goto(`${LIST}?type=GEM`);
  await expect(page.getByText('Aucune paire ne répond à ces filtres.')).toBeVisible();
  await page.goto(`${LIST}?type=CLIC`);
  const pairs = page.locator('li[id^="paire-"]');
  await expect(pairs.first()).toContainText(/communes.* en commun, /);
  const planned = await pairs.first().getAttribute('id');
  await pairs
    .first()
    .getByRole('button', { name: /^Prévoir à la rencontre/ })
    .click();
  await expect(page.getByText('La mise en relation est prévue')).toBeVisible();
  await expect(page.locator(`#${planned}`)).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  await page.getByRole('link', { name: /^Prévues/ }).click();
  // Other tests open editions of their own: the next one may be theirs.
  await expect(page.locator(`#${planned}`).getByText('Prévue à')).toContainText(/\d{4}/);
  await page
    .locator(`#${planned}`)
    .getByRole('button', { name: /^Ne plus prévoir/ })
    .click();
  await expect(page.getByText('La décision est annulée')).toBeVisible();

  await page.goto(`${LIST}/50-52`);
  await expect(page.getByText('1 destinataire').first()).toBeVisible();
  await page.getByLabel(/^Votre mot/).fill('Vous suivez les mêmes communes : un café ?');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Envoyer aux deux' }).click();
  await expect(page.getByText('Le message part aux deux structures')).toBeVisible();
});

test('a référent reads whom to meet, and nothing of what was answered', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.referent, baseURL!);
  await page.goto('/mon-espace');
  const block = page.getByRole('region', { name: 'À rencontrer' });
  await expect(block.getByRole('listitem').first()).toContainText('en commun');
  await expect(block).not.toContainText('jamais rencontrés');
  await expectAccessible(page);
  await page.goto(LIST);
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('À présenter');
});

test('the figures of an edition say who knew whom before and after it, and not why', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  await page.goto('/rencontres?passees');
  await page.getByRole('link', { name: /^Rencontre des coordinations, printemps/ }).click();
  const slug = new URL(page.url()).pathname.split('/').at(-1)!;
  await page.goto(`/gestion/rencontres/${slug}/bilan`);
  const table = page.getByRole('table', { name: /Paires de structures qui se connaissent/ });
  await expect(table.getByRole('row', { name: /17 structures présentes/ })).toContainText('75');
  await expect(
    page.getByText('On ne peut pas dire que la rencontre en est la cause')
  ).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
});
