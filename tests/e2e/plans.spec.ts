import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../support/accessible.ts';
import { readPdf } from '../support/pdf.ts';
import { enterAs, PERSON } from '../support/people.ts';

const origin = () => new URL(test.info().project.use.baseURL!).origin;
const PLAN = '/plans/cls-des-trois-confluents';

/** What an indicator of a sheet is worth this last year, as the page of the sheet says it. */
async function readFigure(page: Page, label: string): Promise<string> {
  const block = page.locator('article, li, div').filter({
    has: page.getByRole('link', { name: label, exact: true })
  });
  return (await block.last().innerText()).replaceAll('\u00a0', ' ');
}

test('a pilot sees what is late and what lacks, settles both, and prints the sheet of the Journée', async ({
  page
}) => {
  await enterAs(page, PERSON.departement, origin());
  await page.goto('/mon-espace');
  await page.getByRole('link', { name: 'Voir mes fiches' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mes fiches action' })).toBeVisible();
  const card = page.locator('article').filter({ hasText: 'Adapter les logements plus vite' });
  await expect(card).toContainText('1 étape en retard');
  await expect(card).toContainText('Logements adaptés');
  await expectAccessible(page);

  await card.getByRole('button', { name: /C’est fait.*Recruter/ }).click();
  await expect(card).not.toContainText('étape en retard');

  await card.getByRole('link', { name: 'Saisir' }).click();
  const last = new Date().getFullYear() - 1;
  await page.getByRole('link', { name: 'Logements adaptés', exact: true }).first().click();
  await page.goto(`${new URL(page.url()).pathname}/valeurs/${last}`);
  await page.getByLabel(/^Valeur/).fill('douze');
  await page.getByRole('button', { name: /Enregistrer/ }).click();
  await expect(page.getByLabel(/^Valeur/)).toHaveValue('douze');
  await expectAccessible(page);
  await page.getByLabel(/^Valeur/).fill('12');
  await page.getByRole('button', { name: /Enregistrer/ }).click();
  await page.goto('/mon-espace/plans');
  await expect(card).not.toContainText('Logements adaptés');

  await page.goto(`${PLAN}/fiches/1`);
  const link = page.getByRole('link', { name: 'PDF' });
  const pdf = await page.request.get((await link.getAttribute('href'))!);
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  const printed = readPdf(await pdf.body());
  expect(printed.pages).toBeLessThanOrEqual(2);
  for (const words of ['Réunir chaque année tous les', 'Personnes présentes', 'Choisir la date'])
    expect(printed.text.replaceAll(/\s+/g, ' ')).toContain(words);
});

test('the sheet of the Journée has this year’s figures, those of its edition, and says where from', async ({
  page
}) => {
  const year = new Date().getFullYear();
  await enterAs(page, PERSON.animator, origin());
  await page.goto('/gestion/rencontres');
  const editions = await page.request.get('/api/v1/rencontres?territory=trois-confluents');
  const { items } = (await editions.json()) as { items: { slug: string; starts_at: string }[] };
  const held = items
    .filter(({ slug }) => slug.startsWith('journee-departementale-'))
    .filter(({ starts_at: at }) => new Date(at) < new Date())
    .sort((a, b) => b.starts_at.localeCompare(a.starts_at))[0];
  const slug = held?.slug ?? `journee-departementale-${year}`;
  const csv = await page.request.get(`/gestion/rencontres/${slug}/bilan`);
  const text = await csv.text();
  await page.goto(`${PLAN}/fiches/1`);
  for (const label of ['Personnes présentes', 'Structures représentées']) {
    const figure = await readFigure(page, label);
    const [, value] = /(\d+)\s*(?:personnes|structures) en \d{4}/.exec(figure) ?? [];
    expect(value, figure).toBeDefined();
    expect(text).toContain(value!);
  }
  await page.getByText('D’où vient ce chiffre').first().click();
  await expect(page.locator('main')).toContainText(/Journée départementale \d{4}/);
  await expectAccessible(page);
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test.describe(how, () => {
    test.use({ javaScriptEnabled });

    test('a plan is opened, a real sheet is understood from its text, corrected and read', async ({
      page
    }) => {
      await enterAs(page, PERSON.animator, origin());
      const name = `Plan d’essai ${how}`;
      await page.goto('/gestion/plans/nouveau');
      await page.getByLabel('Titre').fill(name);
      await page.getByLabel(/Nom court/).fill(`Essai ${javaScriptEnabled ? 'a' : 'b'}`);
      await page.getByRole('button', { name: 'Ouvrir le plan' }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

      await page.goto(`${new URL(page.url()).pathname}/import`);
      await page.getByLabel('Ou un texte collé').fill('Une liste de courses : pain, lait.');
      await page.getByRole('button', { name: 'Lire ce texte' }).click();
      await expect(page.locator('main')).toContainText('Aucune fiche n’a été reconnue');
      await expect(page.getByLabel('Ou un texte collé')).toHaveValue(/liste de courses/);
      await page.getByLabel('Ou un texte collé').fill(TEXT);
      await page.getByRole('button', { name: 'Lire ce texte' }).click();
      await page
        .getByRole('list', { name: 'Ce qui a été compris' })
        .getByRole('link')
        .first()
        .click();
      await expect(page.locator('main')).toContainText('Chaque mot du texte est dans la fiche');
      await expect(page.getByLabel('Reste à placer')).toHaveValue(/proposés/);
      if (javaScriptEnabled) await expectAccessible(page);
      await page
        .getByRole('textbox', { name: 'Titre (facultatif)' })
        .fill('Réunir tous les métiers, une fois l’an');
      await page.getByRole('button', { name: 'Enregistrer cette partie' }).click();
      await page.getByRole('button', { name: 'Importer cette fiche' }).click();
      const own = new RegExp(`/plans/essai-${javaScriptEnabled ? 'a' : 'b'}/fiches/12$`);
      await page
        .locator('main a')
        .filter({ hasText: /Réunir tous les métiers/ })
        .first()
        .click();
      await expect(page).toHaveURL(own);
      for (const words of ['4.1.2', 'Les métiers ne se connaissent pas', 'un lieu central'])
        await expect(page.locator('main')).toContainText(words);
      if (javaScriptEnabled) await expectAccessible(page);
    });
  });
}

const TEXT = `Réunir les métiers une fois l’an
Fiche 12
Action
4.1.2
Axe 4 : Se connaître
Objectif 4.1 : Se rencontrer
DIAGNOSTIC\tLes métiers ne se connaissent pas
Enjeux\tSe connaître
Pilote(s) : Maison de l’autonomie
Leviers/freins\tFrein : le temps Leviers : un lieu central
Indicateurs du suivi et évaluation proposés\tNombre de participants
`;
