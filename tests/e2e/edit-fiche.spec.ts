import { expect, test, type Page } from '@playwright/test';
import { PERSON, signIn } from '../support/people.ts';

/** The end of journey 2: the référente of a CPTS changes its perimeter, in a minute, on her phone. */
const FICHE = '/annuaire/cpts-montvermeil';
const EDITOR = `${FICHE}/modifier`;

test.describe.configure({ mode: 'serial' });
test.use({ viewport: { width: 390, height: 844 } });

/** As the demonstration has it: another test may have left a draft. */
async function start(page: Page): Promise<void> {
  await signIn(page, PERSON.referent);
  await page.goto(`${EDITOR}?partie=essentiel`);
  const discard = page.getByRole('button', { name: 'Jeter ce brouillon' });
  if (await discard.isVisible()) await discard.click();
  await page.goto(FICHE);
  await page.getByRole('link', { name: 'Modifier la fiche' }).click();
  await page
    .getByRole('navigation', { name: 'Parties de la fiche' })
    .getByRole('link', { name: 'Périmètre' })
    .click();
  await expect(effect(page)).toContainText('26 communes');
}

const effect = (page: Page) => page.getByRole('region', { name: 'Ce que cela donne' });

async function saveAndUndo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
  await expect(page.getByText('Fiche enregistrée')).toBeVisible();
  await expect(page.getByText('43 communes,', { exact: false }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Historique' }).click();
  const last = page.getByRole('listitem').filter({ hasText: 'Inès Essai' }).first();
  await expect(last).toContainText('26 communes');
  await expect(last).toContainText('43 communes');
  await last.getByRole('button', { name: 'Annuler ce changement' }).click();
  await expect(page.getByText('Changement annulé').first()).toBeVisible();
  await page.goto(FICHE);
  await expect(page.getByText('26 communes,', { exact: false }).first()).toBeVisible();
}

test('she adds an EPCI, takes two communes out on the plan, sees the effect, saves, undoes', async ({
  page
}) => {
  await start(page);
  await page.getByRole('combobox', { name: 'Ajouter ou retirer' }).fill('quercy caus');
  await page.getByRole('option', { name: 'Quercy Caussadais' }).click();
  await expect(effect(page)).toContainText('45 communes');
  await expect(effect(page)).toContainText('19 communes ajoutées');
  await page.getByText('Plan schématique', { exact: true }).click();
  await page.locator('svg.narrow a[data-code="82037"]').click();
  await expect(effect(page)).toContainText('44 communes');
  await page.locator('svg.narrow a[data-code="82119"]').click();
  await expect(effect(page)).toContainText('43 communes');
  await saveAndUndo(page);
});

test('what she types is kept as a draft while she types, and offered when she comes back', async ({
  page
}) => {
  await start(page);
  await page.goto(`${EDITOR}?partie=essentiel`);
  await page.getByLabel('Portée par').fill('Association inventée');
  await expect(page.getByText(/Brouillon enregistré à/)).toBeVisible({ timeout: 15_000 });
  await page.goto(EDITOR);
  await expect(page.getByRole('heading', { name: 'Reprendre où vous en étiez' })).toBeVisible();
  await page.getByRole('link', { name: 'Reprendre le brouillon' }).click();
  await expect(page.getByLabel('Portée par')).toHaveValue('Association inventée');
  await page.getByRole('button', { name: 'Jeter ce brouillon' }).click();
  await expect(page).toHaveURL(new RegExp(`${FICHE}$`));
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the same by buttons and boxes', async ({ page }) => {
    await start(page);
    await page.getByRole('textbox', { name: 'Ajouter ou retirer' }).fill('Quercy Caussadais');
    await page.getByRole('button', { name: 'Ajouter', exact: true }).click();
    await expect(effect(page)).toContainText('45 communes');
    await page.getByText('Commune par commune', { exact: true }).click();
    const group = page.locator('details[id^="epci-"]', { has: page.locator('#commune-82037') });
    await group.locator('summary').click();
    await page.locator('#commune-82037').uncheck();
    await page.locator('#commune-82119').uncheck();
    await group.getByRole('button', { name: 'Voir l’effet' }).click();
    await expect(effect(page)).toContainText('43 communes');
    await saveAndUndo(page);
  });

  test('a refused fiche says where, and keeps all that was typed', async ({ page }) => {
    await start(page);
    await page.goto(`${EDITOR}?partie=lieu`);
    await page.getByLabel('Téléphone').fill('demain');
    await page.getByLabel('Complément d’adresse').fill('Bâtiment B');
    await page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
    await expect(page.getByRole('alert').first()).toContainText('numéro de téléphone non reconnu');
    await expect(page.getByLabel('Téléphone')).toHaveValue('demain');
    await expect(page.getByLabel('Complément d’adresse')).toHaveValue('Bâtiment B');
    await page.getByRole('button', { name: 'Jeter ce brouillon' }).click();
  });
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'who she is' : 'who she is, without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('« C’est moi » binds the contact to her account, and lets it go', async ({ page }) => {
      await start(page);
      await page.goto(`${EDITOR}?partie=contacts`);
      const me = page.getByRole('checkbox', { name: 'C’est moi' }).first();
      const goOn = page.getByRole('button', { name: /^Continuer/ });
      const wasMe = await me.isChecked();
      await me.setChecked(!wasMe);
      await goOn.click();
      await expect(page.getByRole('heading', { level: 1, name: /Sources/ })).toBeVisible();
      await page.goto(`${EDITOR}?partie=contacts`);
      await expect(me).toBeChecked({ checked: !wasMe });
      await me.setChecked(wasMe);
      await goOn.click();
      await expect(page.getByRole('heading', { level: 1, name: /Sources/ })).toBeVisible();
      await page.goto(`${EDITOR}?partie=contacts`);
      await expect(me).toBeChecked({ checked: wasMe });
      await page.getByRole('button', { name: 'Jeter ce brouillon' }).click();
    });

    test('the structure it belongs to is found by its name, and an unknown name is refused', async ({
      page
    }) => {
      await start(page);
      await page.goto(`${EDITOR}?partie=essentiel`);
      const parent = page.locator('#champ-parent');
      if (javaScriptEnabled) {
        await parent.fill('ccas montver');
        await page.getByRole('option', { name: /CCAS Montvermeil/ }).click();
      } else await parent.fill('CCAS Montvermeil');
      await page.getByRole('button', { name: /^Continuer/ }).click();
      await page.goto(`${EDITOR}?partie=essentiel`);
      await expect(parent).toHaveValue('CCAS Montvermeil');

      await parent.fill('Structure que personne ne connaît');
      await page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
      await expect(page.getByRole('alert').first()).toContainText(/structure|annuaire/i);
      await expect(parent).toHaveValue('Structure que personne ne connaît');
      await page.getByRole('button', { name: 'Jeter ce brouillon' }).click();
    });
  });
}
