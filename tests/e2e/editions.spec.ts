import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

/** Journey 4 of the experience: a new edition from another. Without JavaScript: forms and links alone. */
test.use({ javaScriptEnabled: false });

async function openMeeting(page: Page, title: string, day: string): Promise<string> {
  await page.goto('/gestion/rencontres/nouvelle');
  await page.getByLabel('Titre').fill(title);
  await page.getByLabel('Jour', { exact: true }).fill(day);
  await page.getByLabel('De', { exact: true }).fill('09:00');
  await page.getByLabel('À', { exact: true }).fill('12:30');
  await page.getByRole('button', { name: 'Ouvrir la préparation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  return new URL(page.url()).pathname;
}

async function sayWhere(page: Page, root: string): Promise<void> {
  await page.goto(`${root}/reglages`);
  await page.getByLabel('Lieu', { exact: false }).first().fill('Salle des essais');
  await page.getByLabel('Commune').fill('Montauban');
  await page.getByRole('button', { name: 'Enregistrer la présentation' }).click();
  await expect(page.getByText('La présentation est enregistrée')).toBeVisible();
}

test('from an idea to a published page, then the same again a year later', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  const root = await openMeeting(page, 'Matinée d’essai 2027', '2027-02-04');
  await expect(page.getByText('Un lieu, ou une adresse en ligne')).toBeVisible();
  await sayWhere(page, root);
  await page.goto(root);
  await page.getByRole('button', { name: 'Reprendre la liste habituelle' }).click();
  await page.getByRole('button', { name: 'Cocher : Réserver le lieu' }).click();
  await expect(page.getByText('1 tâche faite sur 10')).toBeVisible();
  await page.getByRole('button', { name: 'Publier la rencontre' }).click();
  await expect(page.getByText('Publiée', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Voir la page' }).click();
  await expect(page.getByText('Jeudi 4 février 2027, 9 h – 12 h 30')).toBeVisible();
  await expect(page.getByText('Salle des essais')).toBeVisible();

  await page.goto(`/gestion/rencontres/nouvelle?depuis=${root.split('/').at(-1)}`);
  await expect(page.getByLabel('Titre')).toHaveValue('Matinée d’essai 2028');
  await expect(page.getByLabel('Jour', { exact: true })).toHaveValue('2028-02-03');
  await page.getByRole('button', { name: 'Ouvrir la nouvelle édition' }).click();
  await expect(page.getByText('Tout est repris de l’édition précédente')).toBeVisible();
  await expect(page.getByText('Brouillon', { exact: true })).toBeVisible();
  await expect(page.getByText('0 tâche faite sur 10')).toBeVisible();
});

test('a day that is gone is refused, with what was typed, and kept for memory when one says so', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  await page.goto('/gestion/rencontres/nouvelle');
  await page.getByLabel('Titre').fill('Déjà tenue');
  await page.getByLabel('Jour', { exact: true }).fill('2024-02-01');
  await page.getByRole('button', { name: 'Ouvrir la préparation' }).click();
  await expect(page.getByRole('alert')).toContainText('ce jour est passé');
  await expect(page.getByLabel('Titre')).toHaveValue('Déjà tenue');
  await page.getByLabel('Cette rencontre a déjà eu lieu').check();
  await page.getByRole('button', { name: 'Ouvrir la préparation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Déjà tenue' })).toBeVisible();
});

test('of two tabs that save the same page, the second is told and loses nothing', async ({
  page,
  context,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  const root = await openMeeting(page, 'À deux', '2027-02-11');
  const other = await context.newPage();
  for (const tab of [page, other]) await tab.goto(`${root}/reglages`);
  await page.getByLabel('En une phrase').fill('La première phrase.');
  await page.getByRole('button', { name: 'Enregistrer la présentation' }).click();
  await other.getByLabel('Pour qui').fill('Les infirmières');
  await other.getByRole('button', { name: 'Enregistrer la présentation' }).click();
  await expect(other.getByText('Quelqu’un d’autre vient d’enregistrer cette page')).toBeVisible();
  await expect(other.getByText('La première phrase.')).toBeVisible();
  await expect(other.getByLabel('Pour qui')).toHaveValue('Les infirmières');
  await other.getByLabel('En une phrase').fill('La première phrase.');
  await other.getByRole('button', { name: 'Enregistrer la présentation' }).click();
  await expect(other.getByText('La présentation est enregistrée')).toBeVisible();
  await expect(other.getByLabel('En une phrase')).toHaveValue('La première phrase.');
});

test('somebody who welcomes sees that edition, and changes nothing of it', async ({
  page,
  baseURL
}) => {
  await enterAs(page, PERSON.animator, baseURL!);
  const root = await openMeeting(page, 'Avec un accueil', '2027-02-18');
  await page.goto(`${root}/equipe`);
  await page.getByLabel('Adresse e-mail').fill('tom.brouillon@exemple.test');
  await page.getByLabel('Accueil', { exact: true }).check();
  await page.getByRole('button', { name: 'Ajouter à l’équipe' }).click();
  await expect(page.getByText('Un message le lui dit')).toBeVisible();
  await page.context().clearCookies();
  await enterAs(page, 'tom.brouillon@exemple.test', baseURL!);
  await page.goto(root);
  await expect(page.getByText('Vous accueillez le jour même')).toBeVisible();
  expect((await page.goto(`${root}/reglages`))?.status()).toBe(403);
});

test.describe('with JavaScript', () => {
  test.use({ javaScriptEnabled: true });

  test('the agenda and a page fit a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const address of ['/rencontres', '/rencontres/matinee-des-coordinations-2024']) {
      await page.goto(address);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  });
});
