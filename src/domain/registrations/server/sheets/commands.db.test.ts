import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { anAttendee } from '../../../../../tests/factories/interviews.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readPdf } from '../../../../../tests/support/pdf.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { getEvent } from '#domain/events/server/queries.ts';
import { MOST_SHEET_BYTES, readSheetChoice, sheetPages } from '../../sheets.ts';
import { listBadges } from '../badges/queries.ts';
import { markPresence } from '../attendance/commands.ts';
import { listPresent } from '../attendance/queries.ts';
import { DAY_PURGES } from '../retention/day/commands.ts';
import { recordPrinting } from '../badges/commands.ts';
import { EVERY_BADGE } from '../../badges.ts';
import { attachSheet, deleteSheet } from './commands.ts';
import { composeSheets } from './documents.ts';
import { getAttachedSheet, listAttachedSheets, listSheets } from './queries.ts';

const db = await testDatabase();
const bytes = (text: string) => new TextEncoder().encode(text);
const PAPER = { key: 'all', name: 'Émargement matin.pdf', file: bytes('%PDF-1.7\n…\n%%EOF\n') };
let territory: Territory;
let animator: PersonActor;
let reception: PersonActor;
let stranger: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, {
    name: 'Ada Animatrice',
    roles: [{ territory: territory.id, role: 'animator' }]
  });
  reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
  stranger = await person(db, {});
});

async function anEdition() {
  const { id, slug } = await anEvent(db, territory.id);
  return { id, read: () => getEvent(db, animator, slug) };
}

async function aHalfDay(event: EventId, label: string): Promise<number> {
  const span = { starts_at: '2027-03-18T08:00:00Z', ends_at: '2027-03-18T11:00:00Z' };
  const { id } = await db
    .insertInto('event_half_day')
    .values({ event_id: event, label, ...span })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const choice = (query: string) => readSheetChoice(new URLSearchParams(query));

describe('who signs', () => {
  test('is who is expected at that session, and who came without being', async () => {
    const { id, read } = await anEdition();
    const session = await aSession(db, id, { title: 'Chutes' });
    const [iris, luc] = [await anAttendee(db, id, 'Iris'), await anAttendee(db, id, 'Luc')];
    await anAttendee(db, id, 'Zoé');
    await db
      .insertInto('session_choice')
      .values({ registration_id: luc.id, session_id: session, status: 'confirmed' })
      .execute();
    await comesIn(db, id, iris.id, { session });
    const [sheet] = await listSheets(db, await read(), choice(`pour=s${session}`));
    expect(sheet?.entrance.label).toBe('Chutes');
    expect(sheet?.rows.map(({ name }) => name)).toEqual(['Essai Iris', 'Essai Luc']);
  });

  test('is asked half-day by half-day, with the signature drawn on a screen', async () => {
    const { id, read } = await anEdition();
    const morning = await aHalfDay(id, 'Matin');
    await aHalfDay(id, 'Après-midi');
    const iris = await anAttendee(db, id, 'Iris');
    await anAttendee(db, id, 'Luc');
    const strokes = 'M10 20L30 40';
    await db
      .insertInto('attendance_signature')
      .values({
        ...{ registration_id: iris.id, half_day_id: morning, strokes, nonce: randomUUID() },
        signed_at: new Date()
      })
      .execute();
    const sheets = await listSheets(db, await read(), choice(''));
    expect(sheets.map(({ entrance }) => entrance.label)).toEqual(['Matin', 'Après-midi']);
    expect(sheets[0]!.rows.map((one) => one.strokes)).toEqual([strokes, '']);
    expect(sheets[1]!.rows.map((one) => one.strokes)).toEqual(['', '']);
  });

  test('is read in as many statements for three as for one', async () => {
    const { id, read } = await anEdition();
    await anAttendee(db, id, 'Iris');
    const event = await read();
    const counted = () => countingStatements(db, (one) => listSheets(one, event, choice('')));
    const badges = () => countingStatements(db, (one) => listBadges(one, event, EVERY_BADGE));
    const before = [await counted(), await badges()];
    await anAttendee(db, id, 'Luc');
    await anAttendee(db, id, 'Zoé');
    expect([await counted(), await badges()]).toEqual(before);
  });
});

test('the sheet repeats its header, counts its pages, holds long names and says whose each signature is', async () => {
  const { id, read } = await anEdition();
  const iris = await anAttendee(db, id, 'Iris');
  await db
    .insertInto('attendance_signature')
    .values({
      ...{ registration_id: iris.id, strokes: 'M10 20L30 40L90 10', nonce: randomUUID() },
      signed_at: new Date()
    })
    .execute();
  const people = Array.from({ length: 60 }, (_, at) => ({
    ...{ event_id: id, status: 'confirmed', first_name: 'Camille', last_name: `Nom ${at}` },
    ...{ structure_label: 'Structure', email: `nom-${id}-${at}@exemple.test` }
  }));
  await db.insertInto('registration').values(people).execute();
  const long = {
    last_name: 'Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
    ...{ first_name: 'ليلى', email: `longue-${id}@exemple.test` }
  };
  await db
    .insertInto('registration')
    .values({ ...people[0]!, ...long })
    .execute();
  const event = await read();
  const sheets = await listSheets(db, event, choice(''));
  const { text, pages, outline } = readPdf(await composeSheets(event, sheets, 10));
  expect(pages).toBe(sheetPages(62, 10));
  const said = text.replaceAll(/[\s\u200b]+/g, '');
  expect(said.split('Signature')).toHaveLength(pages + 1);
  for (const { last_name: name } of people)
    expect(said).toContain(`${name} Camille`.replaceAll(' ', ''));
  expect(said).toContain(long.last_name);
  expect(outline).toContain('pdfuaid:part>1<');
  expect(outline).toMatch(/\/S\s*\/TH/);
  expect(outline).toMatch(/\/Alt/);
});

describe('a sheet signed on paper', () => {
  test('is attached by who welcomes, listed with who and when, and read by the team alone', async () => {
    const { id } = await anEdition();
    expect(await attachSheet(db, reception, id, PAPER)).toEqual({ ok: true });
    expect(await attachSheet(db, animator, id, PAPER)).toEqual({ ok: true });
    const [last, first] = await listAttachedSheets(db, id);
    expect(last).toMatchObject({
      ...{ name: PAPER.name, key: 'all', type: 'application/pdf', addedBy: 'Ada Animatrice' },
      bytes: PAPER.file.length
    });
    const { file } = await getAttachedSheet(db, reception, id, first!.id);
    expect(Buffer.from(file).equals(Buffer.from(PAPER.file))).toBe(true);
    await expect(getAttachedSheet(db, stranger, id, first!.id)).rejects.toThrow(Forbidden);
    await expect(attachSheet(db, stranger, id, PAPER)).rejects.toThrow(Forbidden);
  });

  test('is not read through another edition, and is taken away by who organises', async () => {
    const [one, other] = [await anEdition(), await anEdition()];
    await attachSheet(db, animator, one.id, PAPER);
    const [sheet] = await listAttachedSheets(db, one.id);
    await expect(getAttachedSheet(db, animator, other.id, sheet!.id)).rejects.toThrow(NotFound);
    await deleteSheet(db, animator, other.id, sheet!.id);
    await expect(deleteSheet(db, reception, one.id, sheet!.id)).rejects.toThrow(Forbidden);
    expect(await listAttachedSheets(db, one.id)).toHaveLength(1);
    await deleteSheet(db, animator, one.id, sheet!.id);
    expect(await listAttachedSheets(db, one.id)).toEqual([]);
  });

  test.each([
    ['empty', new Uint8Array()],
    ['not-a-sheet', bytes('<script>alert(1)</script>')],
    ['not-a-sheet', bytes('%PDF-1.7 cut short')],
    ['not-a-sheet', bytes('\u0089PNG')],
    ['too-heavy', new Uint8Array(MOST_SHEET_BYTES + 1)]
  ])('is refused when it is %s', async (reason, file) => {
    const { id } = await anEdition();
    expect(await attachSheet(db, animator, id, { ...PAPER, file })).toEqual({ ok: false, reason });
  });

  test('is of an entrance of that edition', async () => {
    const [one, other] = [await anEdition(), await anEdition()];
    const key = `s${await aSession(db, other.id)}`;
    const refused = { ok: false, reason: 'entrance' };
    expect(await attachSheet(db, animator, one.id, { ...PAPER, key })).toEqual(refused);
    expect(await attachSheet(db, animator, other.id, { ...PAPER, key })).toEqual({ ok: true });
  });
});

test('badges printed are remembered, and only who came or changed since is late', async () => {
  const { id, read } = await anEdition();
  await anAttendee(db, id, 'Iris');
  const event = await read();
  const late = async () =>
    (await listBadges(db, event, { ...EVERY_BADGE, late: true })).map((one) => one.firstName);
  expect(await late()).toEqual(['Iris']);
  await recordPrinting(db, reception, id, 'badges', { count: 1, partial: true });
  expect(await late()).toEqual(['Iris']);
  await recordPrinting(db, reception, id, 'badges', { count: 1, partial: false });
  expect(await late()).toEqual([]);
  await anAttendee(db, id, 'Luc');
  expect(await late()).toEqual(['Luc']);
  await expect(recordPrinting(db, stranger, id, 'badges', { count: 1 })).rejects.toThrow(Forbidden);
});

describe('one line that is wrong', () => {
  const SIGNED_AT = new Date('2027-03-18T08:10:00Z');
  const LATER = new Date('2027-03-18T15:00:00Z');

  async function aSignedLine(came = true) {
    const { id, read } = await anEdition();
    const { id: registration } = await anAttendee(db, id, 'Zoé');
    if (came) await comesIn(db, id, registration, { at: '2027-03-18T08:05:00Z' });
    await db
      .insertInto('attendance_signature')
      .values({
        ...{ registration_id: registration, strokes: 'M1 1L2 2', nonce: randomUUID() },
        signed_at: SIGNED_AT
      })
      .execute();
    const event = await read();
    let minutes = 0;
    const mark = (kind: 'in' | 'out', actor = reception) => {
      const at = new Date(LATER.getTime() + ++minutes * 60_000);
      return markPresence(db, actor, id, { registration, entrance: 'all', kind }, at);
    };
    const strokes = async () =>
      (await listSheets(db, event, choice('')))[0]!.rows.map((row) => row.strokes);
    const present = async () => (await listPresent(db, id)).size;
    return { id, registration, mark, strokes, present };
  }

  test('is taken off with its signature, under the name of who did it, and put back as it was', async () => {
    const { id, mark, strokes, present } = await aSignedLine();
    expect(await strokes()).toEqual(['M1 1L2 2']);
    await mark('out');
    expect([await strokes(), await present()]).toEqual([[''], 0]);
    await mark('in');
    expect([await strokes(), await present()]).toEqual([['M1 1L2 2'], 1]);
    const scans = await db
      .selectFrom('scan')
      .select(['kind', 'actor_label'])
      .where('event_id', '=', id)
      .where('actor_label', '<>', '')
      .orderBy('received_at')
      .orderBy('kind', 'desc')
      .execute();
    expect(scans.map(({ kind }) => kind).toSorted()).toEqual(['in', 'out']);
    await expect(mark('out', stranger)).rejects.toThrow(Forbidden);
  });

  test('signed without anybody having noted an entry, it is taken off too', async () => {
    const { mark, strokes } = await aSignedLine(false);
    await mark('out');
    expect(await strokes()).toEqual(['']);
  });

  test('forgetting the gestures of the day does not bring back what was taken off', async () => {
    const kept = await aSignedLine();
    const removed = await aSignedLine();
    await removed.mark('out');
    await db
      .transaction()
      .execute((tx) => DAY_PURGES.presence(tx, new Date('2027-06-01T00:00:00Z')));
    expect(await removed.strokes()).toEqual(['']);
    expect(await kept.strokes()).toEqual(['M1 1L2 2']);
  });
});
