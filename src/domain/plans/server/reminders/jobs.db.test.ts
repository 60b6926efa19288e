import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { listOwnWaiting } from '../piloting/queries.ts';
import { remindPilots } from './jobs.ts';

const url = await testDatabaseUrl();
const db = connect(url);
/** Another server of the same instance. */
const other = connect(url);
afterAll(() => Promise.all([db.destroy(), other.destroy()]));

const NOW = new Date('2027-02-10T07:40:00Z');
const CLOCK = { now: NOW, today: '2027-02-10' };
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const territory = (await aTerritory(db, 'ici')).id;
await saveVocabulary(db, operator('test'), defaultVocabulary());
const clic = await createStructure(
  db,
  operator('test'),
  aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
);
let plan: PlanId;
let pilot: PersonActor;

beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('plan').execute();
  await db.deleteFrom('affiliation').execute();
  ({ plan } = await aPlan(db, { territory, slug: 'cls' }));
  pilot = await person(db, { name: 'Inès Pilote', roles: [{ territory, role: 'member' }] });
});

const aStep = (sheet: ActionSheetId, title: string, dueOn: string | null, status = 'todo') =>
  db
    .insertInto('action_sheet_step')
    .values({ sheet_id: sheet, position: 1, title, due_on: dueOn, status })
    .execute();
const anIndicator = (sheet: ActionSheetId, label: string, years: readonly number[] = []) =>
  db
    .insertInto('indicator')
    .values({ plan_id: plan, sheet_id: sheet, label })
    .returning('id')
    .executeTakeFirstOrThrow()
    .then(({ id }) =>
      Promise.all(
        years.map((year) =>
          db
            .insertInto('indicator_value')
            .values({ indicator_id: id, year, origin: 'manual', value: 1 })
            .execute()
        )
      )
    );
const messages = async ({ id }: PersonActor) =>
  db
    .selectFrom('mail_message')
    .select(['subject', 'text_body as text', 'unsubscribe_url'])
    .where('kind', '=', 'plan-reminder')
    .where('recipient', '=', `${id}@exemple.test`)
    .orderBy('id')
    .execute();

describe('the reminder of pilots', () => {
  test('says in one message what is late and what lacks, once in thirty days, even by two servers', async () => {
    const sheet = await aSheet(db, { plan, title: 'La journée', pilots: [{ person: pilot.id }] });
    await aStep(sheet, 'Réserver la salle', '2027-02-01');
    await aStep(sheet, 'Envoyer les invitations', '2027-03-01');
    await aStep(sheet, 'Choisir le thème', '2026-01-01', 'done');
    await anIndicator(sheet, 'Participants');
    await anIndicator(sheet, 'Ateliers tenus', [2026]);
    await Promise.all([remindPilots(db, NOW), remindPilots(other, NOW)]);
    const [first, ...rest] = await messages(pilot);
    expect(rest).toEqual([]);
    expect(first?.subject).toBe('Vos fiches action : 1 étape en retard et 1 valeur manquante');
    expect(first?.text).toContain('Réserver la salle, prévue le 1er février 2027');
    expect(first?.text).toContain('« Participants »\u00a0: 2026 à saisir');
    expect(first?.text).not.toMatch(/invitations|thème|Ateliers/);
    expect(first?.unsubscribe_url).toContain('/desabonnement/');
    await remindPilots(db, later(29));
    expect(await messages(pilot)).toHaveLength(1);
    await remindPilots(db, later(30));
    expect(await messages(pilot)).toHaveLength(2);
  });

  test('goes to the référents of a structure that pilots, and to nobody twice', async () => {
    const referent = await person(db, { referentOf: [clic] });
    const sheet = await aSheet(db, {
      ...{ plan, pilots: [{ structure: clic }, { person: referent.id }] }
    });
    await aStep(sheet, 'Réserver', '2027-01-01');
    expect(await remindPilots(db, NOW)).toBe(1);
    expect(await messages(referent)).toHaveLength(1);
  });

  test('mentions each only what she pilots, and the proposals that wait there', async () => {
    const friend = await person(db, { roles: [{ territory, role: 'member' }] });
    const hers = await aSheet(db, { plan, number: '1', pilots: [{ person: pilot.id }] });
    const theirs = await aSheet(db, { plan, number: '2', pilots: [{ person: friend.id }] });
    await aStep(hers, 'À elle', '2027-01-01');
    await aStep(theirs, 'À lui', '2027-01-01');
    await db
      .insertInto('action_sheet_note')
      .values({ sheet_id: hers, kind: 'proposal', heading: 'stakes', proposed: '["x"]' })
      .execute();
    expect(await remindPilots(db, NOW)).toBe(2);
    const [mail] = await messages(pilot);
    expect(mail?.text).toContain('À elle');
    expect(mail?.text).toContain('1 proposition attend votre réponse');
    expect(mail?.text).not.toContain('À lui');
  });

  test('is silent for what is paused, dropped, removed, of a draft or of a closed plan, and when nothing waits', async () => {
    const titles = ['paused', 'dropped'] as const;
    for (const [at, status] of titles.entries()) {
      const rest = { plan, number: `${at}`, status, pilots: [{ person: pilot.id }] };
      await aStep(await aSheet(db, rest), 'Tard', '2027-01-01');
    }
    const gone = await aSheet(db, { plan, number: '8', pilots: [{ person: pilot.id }] });
    await aStep(gone, 'Tard', '2027-01-01');
    await db.updateTable('action_sheet').set({ removed_at: NOW }).where('id', '=', gone).execute();
    for (const status of ['draft', 'closed'] as const) {
      const elsewhere = (await aPlan(db, { territory, status })).plan;
      const sheet = await aSheet(db, { plan: elsewhere, pilots: [{ person: pilot.id }] });
      await aStep(sheet, 'Tard', '2027-01-01');
    }
    await aStep(
      await aSheet(db, { plan, number: '9', pilots: [{ person: pilot.id }] }),
      'Plus tard',
      '2027-06-01'
    );
    expect(await remindPilots(db, NOW)).toBe(0);
  });

  test('leaves a suspended person alone', async () => {
    const sheet = await aSheet(db, { plan, pilots: [{ person: pilot.id }] });
    await aStep(sheet, 'Tard', '2027-01-01');
    await db.updateTable('person').set({ suspended_at: NOW }).where('id', '=', pilot.id).execute();
    expect(await remindPilots(db, NOW)).toBe(0);
  });
});

describe('the sheets of a pilot', () => {
  test('are hers, by name or for her structure, those of a draft too', async () => {
    const referent = await person(db, { referentOf: [clic] });
    await aSheet(db, { plan, number: '1', pilots: [{ structure: clic }] });
    await aSheet(db, { plan, number: '2', pilots: [{ person: pilot.id }] });
    const draft = (await aPlan(db, { territory, status: 'draft' })).plan;
    await aSheet(db, { plan: draft, number: '3', pilots: [{ person: pilot.id }] });
    const numbers = async (actor: PersonActor) =>
      (await listOwnWaiting(db, actor, CLOCK)).map(({ sheet }) => sheet.number);
    expect(await numbers(referent)).toEqual(['1']);
    expect(await numbers(pilot)).toEqual(['2', '3']);
    expect(await numbers(await person(db))).toEqual([]);
  });

  test('one or three, of one plan or of three, are read in as many statements', async () => {
    const count = () => countingStatements(db, (counted) => listOwnWaiting(counted, pilot, CLOCK));
    const another = async (number: string) =>
      anIndicator(await aSheet(db, { plan, number, pilots: [{ person: pilot.id }] }), number);
    await another('1');
    const one = await count();
    await another('2');
    await another('3');
    expect(await count()).toBe(one);
    for (const number of ['4', '5']) {
      plan = (await aPlan(db, { territory })).plan;
      await another(number);
    }
    expect(await count()).toBe(one);
    const missing = (await listOwnWaiting(db, pilot, CLOCK)).map((waiting) =>
      waiting.missing.map(({ label, year }) => `${label} ${year}`)
    );
    expect(missing).toEqual(['1', '2', '3', '4', '5'].map((label) => [`${label} 2026`]));
  });
});
