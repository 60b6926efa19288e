import type { Page } from '@playwright/test';
import { EVENT_SCENES } from './event-scenes.ts';
import type { Scene } from './scene.ts';

const REFERENT = 'ines.essai@exemple.test';
const ANIMATOR = 'salome.essai@exemple.test';
const DEPARTEMENT = 'helene.croquis@exemple.test';
const MEMBER = 'lucie.esquisse@exemple.test';
const ADMINISTRATOR = 'aline.calque@exemple.test';
const MANAGE = '/gestion/territoires/trois-confluents';

/** In the order they are taken, in one data folder: what one scene does, the following ones show. */
export const SCENES: readonly Scene[] = [
  { name: 'connexion', address: '/connexion', phone: true },
  { name: 'mon-espace', address: '/mon-espace', as: REFERENT },
  { name: 'bienvenue', address: '/bienvenue/trois-confluents', as: MEMBER },
  { name: 'mes-donnees', address: '/mon-espace/donnees', as: MEMBER },
  { name: 'modifier', address: '/annuaire/cpts-montvermeil/modifier', as: REFERENT },
  {
    name: 'perimetre',
    address: '/annuaire/cpts-montvermeil/modifier/perimetre',
    as: REFERENT,
    before: async (page) => {
      await page.getByRole('combobox', { name: 'Ajouter ou retirer' }).fill('Moissac');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Ajouter' }).first().click();
      await page.getByText('27 communes').first().waitFor();
    }
  },
  { name: 'plan', address: '/plans/cls-des-trois-confluents' },
  { name: 'fiche-action', address: '/plans/cls-des-trois-confluents/fiches/1' },
  { name: 'mes-fiches-action', address: '/mon-espace/plans', as: DEPARTEMENT },
  { name: 'quoi-de-neuf', address: '/partage', as: MEMBER },
  {
    name: 'projet',
    address: '/partage/projets/loger-et-accueillir-les-internes-a-plusieurs-maisons-de-sante',
    as: MEMBER
  },
  { name: 'binomes', address: '/mon-espace/binomes', as: MEMBER },
  { name: 'membres', address: `${MANAGE}/membres`, as: ANIMATOR },
  { name: 'invitations', address: `${MANAGE}/invitations`, as: ANIMATOR },
  {
    name: 'fiches',
    address: `${MANAGE}/fiches`,
    as: ANIMATOR,
    before: async (page) => {
      await ask(page);
      await page.goto(`${MANAGE}/fiches`);
    }
  },
  {
    name: 'toujours-juste',
    address: '/courriels',
    phone: true,
    before: async (page) => {
      await page
        .getByRole('link', { name: /toujours juste/ })
        .first()
        .click();
      await page.waitForLoadState();
      const link = await page.locator('a[href*="/fiche-a-jour/"]').first().getAttribute('href');
      await page.goto(new URL(link ?? '', page.url()).pathname);
    }
  },
  { name: 'suggestions', address: `${MANAGE}/suggestions`, as: ANIMATOR, before: report },
  { name: 'gestion', address: MANAGE, as: ANIMATOR },
  {
    name: 'historique',
    address: '/annuaire/cpts-montvermeil/modifier/perimetre',
    as: REFERENT,
    before: async (page) => {
      await page.getByRole('button', { name: 'Enregistrer la fiche' }).click();
      await page.waitForLoadState();
      await page.goto('/annuaire/cpts-montvermeil/historique');
    }
  },
  { name: 'personnes', address: '/gestion/instance/personnes', as: ADMINISTRATOR },
  { name: 'courriels', address: '/gestion/instance/courriels', as: ADMINISTRATOR },
  { name: 'conservation', address: '/gestion/instance/conservation', as: ADMINISTRATOR },
  ...EVENT_SCENES
];

/** The animator asks four fiches whether they are still right. */
async function ask(page: Page): Promise<void> {
  for (const at of [0, 1, 2, 3]) await page.locator('tbody input[type=checkbox]').nth(at).check();
  await page.getByRole('button', { name: 'Demander aux fiches cochées' }).click();
  await page.getByRole('button', { name: /^Envoyer/ }).click();
  await page.waitForLoadState();
}

/** A visitor reports an error in a fiche that nobody answers for: it comes to the animator. */
async function report(page: Page): Promise<void> {
  const visitor = await page
    .context()
    .browser()!
    .newContext({ baseURL: new URL(page.url()).origin });
  const form = await visitor.newPage();
  await form.goto('/annuaire/msp-la-sauge-et-la-luciole/signaler');
  await form.getByLabel('Ce qui ne va pas').selectOption({ index: 1 });
  await form.getByLabel('Ce qui est juste').fill('05 36 49 23 48');
  const send = form.getByRole('button', { name: 'Envoyer le signalement' });
  // What is sent faster than one can write is refused.
  await form.waitForTimeout(5000);
  await send.click();
  await send.waitFor({ state: 'hidden' });
  await visitor.close();
  await page.reload();
}
