import type { Page } from '@playwright/test';
import type { Scene } from './scene.ts';

const ANIMATOR = 'salome.essai@exemple.test';
const MANAGE = '/gestion/rencontres';
/** To be dated by a poll. */
const MEETING = `${MANAGE}/rencontre-des-coordinations`;
/** Open to registration, with two editions before it. */
const DAY = `${MANAGE}/journee-departementale-2027`;
/** Held, with a workshop. */
const PAST = `${MANAGE}/journee-departementale-2026`;
const PUBLIC = '/rencontres/journee-departementale-2027';
/** A person does not fill a form faster. */
const A_MOMENT = 2_100;

/** How an edition is prepared, then how somebody comes to it. */
export const EVENT_SCENES: readonly Scene[] = [
  { name: 'rencontre-preparer', address: MEETING, as: ANIMATOR },
  { name: 'rencontre-sondage', address: `${MEETING}/sondage`, as: ANIMATOR, before: toBestDates },
  { name: 'rencontre-programme', address: `${DAY}/programme`, as: ANIMATOR, before: toTimetable },
  { name: 'rencontre-places', address: `${DAY}/places`, as: ANIMATOR },
  { name: 'rencontre-relais', address: `${DAY}/relais`, as: ANIMATOR },
  {
    name: 'rencontre-invitations',
    address: `${DAY}/invitations?source=members`,
    as: ANIMATOR,
    before: async (page) => {
      await page.getByRole('button', { name: 'Voir qui serait invité' }).click();
      await page
        .getByText(/à inviter/)
        .first()
        .scrollIntoViewIfNeeded();
    }
  },
  { name: 'rencontre-page', address: PUBLIC, phone: true },
  { name: 'rencontre-inscription', address: `${PUBLIC}/inscription`, phone: true },
  { name: 'rencontre-ma-place', address: `${PUBLIC}/inscription`, phone: true, before: register },
  { name: 'rencontre-inscriptions', address: `${DAY}/inscriptions`, as: ANIMATOR },
  { name: 'rencontre-annulation', address: `${DAY}/inscriptions/annulation`, as: ANIMATOR },
  { name: 'rencontre-atelier', address: `${PAST}/perimetres`, as: ANIMATOR, before: toRoomScreen },
  { name: 'rencontre-series', address: `${MANAGE}/series/journee-departementale`, as: ANIMATOR }
];

async function toBestDates(page: Page): Promise<void> {
  await page.getByRole('heading', { name: /dates/i }).first().scrollIntoViewIfNeeded();
}

async function toTimetable(page: Page): Promise<void> {
  await page.locator('main table, main [role=table]').first().scrollIntoViewIfNeeded();
}

async function toRoomScreen(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Ouvrir l’écran de la salle' }).click();
  await page.getByRole('heading', { name: 'Blancs' }).waitFor();
}

/** Somebody registers, and reads where she stands. */
async function register(page: Page): Promise<void> {
  await page.getByLabel('Prénom').fill('Camille');
  await page.getByLabel('Nom', { exact: true }).fill('Essai');
  await page.getByLabel('Courriel', { exact: true }).fill('camille.essai@exemple.test');
  await page.locator('#champ-profession').fill('Infirmière');
  await page.keyboard.press('Tab');
  await page.getByRole('radio', { name: /^Professionnels de santé/ }).check();
  await page.waitForTimeout(A_MOMENT);
  await page.locator('form.registration button.call').click();
  await page.waitForURL(/\/ma-place\//);
}
