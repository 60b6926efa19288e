import { expect, test, type Page } from '@playwright/test';
import {
  expectAccessible,
  expectContrast,
  expectNoSidewaysScroll,
  SCREENS
} from '../support/accessible.ts';
import { enterAs, PERSON } from '../support/people.ts';

const DAY = '2027-05-20';

/** Opens the preparation of a rencontre of the fictional territory; answers with the address of its programme. */
async function openEdition(page: Page, origin: string, title: string): Promise<string> {
  await enterAs(page, PERSON.animator, origin);
  await page.goto('/gestion/rencontres/nouvelle');
  await page.getByLabel('Titre').fill(title);
  await page.getByRole('radio', { name: 'Rencontre', exact: true }).check();
  await page.getByRole('radio', { name: 'Je connais la date' }).check();
  await page.getByLabel('Jour', { exact: true }).fill(DAY);
  await page.getByLabel('De', { exact: true }).fill('09:00');
  await page.getByLabel('À', { exact: true }).fill('17:00');
  await page.getByRole('button', { name: 'Ouvrir la préparation' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
  return `${new URL(page.url()).pathname.replace(/\/$/, '')}/programme`;
}

interface Moment {
  kind: string;
  title: string;
  from: string;
  until: string;
  room?: string;
  /** Somebody new. */
  guest?: string;
  chosen?: boolean;
}

async function addSession(page: Page, programme: string, moment: Moment): Promise<void> {
  await page.goto(`${programme}/nouvelle`);
  await page.getByLabel('De quoi s’agit-il').selectOption({ label: moment.kind });
  await page.getByLabel('Titre').fill(moment.title);
  const [start, end] = [
    page.getByRole('group', { name: 'Début' }),
    page.getByRole('group', { name: 'Fin' })
  ];
  await start.getByLabel('Heure').fill(moment.from);
  await end.getByLabel('Heure').fill(moment.until);
  if (moment.room)
    await page
      .getByLabel('Salle')
      .selectOption(
        (await page.getByLabel('Salle').getByText(moment.room).getAttribute('value')) ?? ''
      );
  if (moment.chosen) await page.getByLabel('On la choisit en s’inscrivant').check();
  if (moment.guest) {
    const guest = page.locator('details').filter({ hasText: 'Quelqu’un qui n’est pas' });
    if ((await guest.getAttribute('open')) === null) await guest.locator('summary').click();
    await guest.getByLabel('Nom').fill(moment.guest);
  }
  await page.getByRole('button', { name: 'Ajouter au programme' }).click();
  await expect(page.getByText('La séance est au programme')).toBeVisible();
}

async function addRoom(page: Page, programme: string, name: string): Promise<void> {
  await page.goto(`${programme}/salles`);
  const form = page.locator('form').filter({ hasText: 'Ajouter une salle' });
  await form.getByLabel('Nom de la salle').fill(name);
  await form.getByLabel('Places assises').fill('30');
  await form.getByRole('button', { name: 'Ajouter la salle' }).click();
  await expect(page.getByText('La salle est ajoutée')).toBeVisible();
}

const cell = (page: Page, title: string) => page.getByRole('article', { name: title });

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a programme is built by keyboard, what collides is said in place, and nothing deleted is lost', async ({
    page,
    baseURL
  }) => {
    const programme = await openEdition(page, baseURL!, 'Rencontre au clavier');
    await page.goto(programme);
    await expect(page.getByText('Le programme est vide')).toBeVisible();
    await addRoom(page, programme, 'Salle du Confluent');
    const workshop = { kind: 'Atelier', from: '10:00', until: '11:00', chosen: true };
    await addSession(page, programme, {
      ...workshop,
      title: 'Chutes',
      room: 'Salle du Confluent',
      guest: 'Awa Exemple'
    });
    await addSession(page, programme, {
      ...workshop,
      title: 'Mémoire',
      room: 'Salle du Confluent'
    });

    await expect(page.getByText('1 point à vérifier')).toBeVisible();
    await expect(cell(page, 'Chutes')).toContainText('En même temps que «\u00a0Mémoire\u00a0»');
    await expect(cell(page, 'Mémoire')).toContainText('En même temps que «\u00a0Chutes\u00a0»');

    // The gestures of what was just added are unfolded. One key, pressed again and again: it is still under the finger on the page that comes back.
    for (const hour of ['10 h 15', '10 h 30', '10 h 45', '11 h'].map((one) =>
      one.replaceAll(' ', '\u00a0')
    )) {
      const later = cell(page, 'Mémoire').getByRole('button', { name: 'Reculer de 15 min' });
      await later.press('Enter');
      await expect(cell(page, 'Mémoire')).toContainText(`${hour}\u00a0–`);
      await expect(later).toBeFocused();
    }
    await expect(page.getByText('point à vérifier')).toHaveCount(0);

    await cell(page, 'Chutes').locator('summary').press('Enter');
    await cell(page, 'Chutes').getByRole('button', { name: 'Copier en parallèle' }).press('Enter');
    await expect(cell(page, 'Chutes (copie)')).toBeVisible();
    await cell(page, 'Chutes (copie)')
      .getByLabel('Salle')
      .selectOption({ label: 'Salle du Confluent' });
    await cell(page, 'Chutes (copie)')
      .getByRole('button', { name: 'Changer de salle' })
      .press('Enter');
    await expect(cell(page, 'Chutes (copie)')).toContainText('dans la même salle');

    await cell(page, 'Chutes (copie)')
      .getByRole('button', { name: /^Supprimer/ })
      .press('Enter');
    await expect(page.getByRole('status')).toContainText('n’est plus au programme');
    await expect(cell(page, 'Chutes (copie)')).toHaveCount(0);
    await page.getByRole('button', { name: 'Annuler la suppression' }).press('Enter');
    await expect(cell(page, 'Chutes (copie)')).toContainText('Salle du Confluent');
  });

  test('a session refused comes back filled, its message beside the field', async ({
    page,
    baseURL
  }) => {
    const programme = await openEdition(page, baseURL!, 'Rencontre refusée');
    await page.goto(`${programme}/nouvelle`);
    await page.getByLabel('Titre').fill('À l’envers');
    await page.getByRole('group', { name: 'Fin' }).getByLabel('Heure').fill('08:00');
    await page.getByLabel('Places').fill('12');
    await page.getByRole('button', { name: 'Ajouter au programme' }).click();
    await expect(page.getByRole('alert')).toContainText('2 points sont à corriger');
    await expect(page.getByLabel('Titre')).toHaveValue('À l’envers');
    await expect(page.getByLabel('Places')).toHaveValue('12');
    await expect(page.getByRole('group', { name: 'Fin' })).toContainText(
      'finir après avoir commencé'
    );
  });

  test('two windows: the second is told, and what it typed is kept', async ({
    page,
    context,
    baseURL
  }) => {
    const programme = await openEdition(page, baseURL!, 'Rencontre à deux');
    await addSession(page, programme, {
      kind: 'Plénière',
      title: 'Ouverture',
      from: '09:00',
      until: '10:00'
    });
    const other = await context.newPage();
    await other.goto(programme);
    await other.getByRole('link', { name: 'Ouverture' }).click();
    await cell(page, 'Ouverture')
      .getByRole('button', { name: 'Allonger de 15 min' })
      .press('Enter');
    await expect(cell(page, 'Ouverture')).toContainText('10\u00a0h\u00a015');
    await other.getByLabel('Titre').fill('Grande ouverture');
    await other.getByRole('button', { name: 'Enregistrer la séance' }).click();
    await expect(other.getByRole('alert')).toContainText('modifiée entre-temps');
    await expect(other.getByLabel('Titre')).toHaveValue('Grande ouverture');
    await other.getByRole('button', { name: 'Enregistrer la séance' }).click();
    await expect(cell(other, 'Grande ouverture')).toBeVisible();
  });
});

test('with JavaScript the programme answers in place, the focus staying on the key', async ({
  page,
  baseURL
}) => {
  const programme = await openEdition(page, baseURL!, 'Rencontre sur place');
  await addSession(page, programme, {
    kind: 'Plénière',
    title: 'Ouverture',
    from: '09:00',
    until: '10:00'
  });
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  const later = cell(page, 'Ouverture').getByRole('button', { name: 'Reculer de 15 min' });
  await later.press('Enter');
  await expect(cell(page, 'Ouverture')).toContainText('9\u00a0h\u00a015\u00a0–');
  await expect(later).toBeFocused();
  await later.press('Enter');
  await expect(cell(page, 'Ouverture')).toContainText('9\u00a0h\u00a030\u00a0–');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('its pages and its booklet are accessible, on a phone too', async ({ page, baseURL }) => {
  const programme = await openEdition(page, baseURL!, 'Rencontre accessible');
  await addRoom(page, programme, 'Amphithéâtre');
  const workshop = {
    kind: 'Atelier',
    from: '10:00',
    until: '11:00',
    chosen: true,
    guest: 'Awa Exemple'
  };
  await addSession(page, programme, { ...workshop, title: 'Chutes', room: 'Amphithéâtre' });
  await addSession(page, programme, { ...workshop, title: 'Mémoire', room: 'Amphithéâtre' });
  const edit = await page.getByRole('link', { name: 'Chutes', exact: true }).getAttribute('href');
  const shown = programme.replace('/gestion', '').replace('/programme', '');
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    for (const address of [
      programme,
      edit!,
      `${programme}/nouvelle`,
      `${programme}/salles`,
      `${programme}/intervenants`,
      shown
    ]) {
      await page.goto(address);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
  }
  await page.goto(`${programme}?fait=later&seance=${edit!.split('/').at(-1)}`);
  await expectContrast(page);
  const booklet = await page.request.get(`${shown}/programme.pdf`);
  expect(booklet.headers()['content-type']).toBe('application/pdf');
  expect((await booklet.body()).subarray(0, 5).toString()).toBe('%PDF-');
});
