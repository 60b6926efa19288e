import { beforeEach, expect, test } from 'vitest';
import { refuseMail } from '#server/mail/refusals.ts';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructures } from '#domain/directory/server/commands.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { listMetSince } from '#domain/network/server/waves/meeting/queries.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { PersonId, StructureId, TerritoryId, WaveId, WaveStructureId } from '#shared/ids.ts';
import { anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listPairsOf } from './links/queries.ts';
import { drawRound } from './commands.ts';
import { sayOutcome } from './feedback/commands.ts';
import { askFeedback, drawRounds } from './jobs.ts';
import { joinPairing, leavePairing, pausePairing } from './members/commands.ts';
import { getPairingBoard, listOwnPlaces } from './queries.ts';

const db = await testDatabase();
await loadDefaultVocabulary(db);
const DAY_MS = 86_400_000;
/** The first Tuesday of November 2026. */
const NOVEMBER = new Date('2026-11-03T07:20:00Z');
const DECEMBER = new Date('2026-12-01T07:20:00Z');

let here: TerritoryId;
let place: Parameters<typeof drawRound>[1];
let count = 0;

beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  await db.deleteFrom('pairing_round').execute();
  await db.deleteFrom('pairing_member').execute();
  here = (await aTerritory(db, `binomes-${count++}`)).id;
  place = { id: here, nameWithDe: 'd’Essai', departement: null };
});

async function members(...names: string[]): Promise<PersonActor[]> {
  const found = [];
  for (const name of names) {
    const roles = [{ territory: here, role: 'member' }] as const;
    const email = `${name.toLowerCase()}-${count}@reseau.internal`;
    const one = await person(db, { name, email, roles });
    await joinPairing(db, one, here);
    found.push(one);
  }
  return found;
}

const mails = () =>
  db.selectFrom('mail_message').selectAll().orderBy('recipient_name').orderBy('id').execute();
const pairsOf = async ({ id }: PersonActor) => listPairsOf(db, id);
const tokenOf = async (one: PersonActor) => (await pairsOf(one))[0]!.link.split('/').at(-1)!;

test('a month is drawn once, even by two jobs at the same instant; both are written to, once', async () => {
  await members('Ana', 'Bob', 'Cid', 'Dina');
  const rounds = await Promise.all([1, 2, 3].map(() => drawRound(db, place, NOVEMBER)));
  expect(rounds.filter((one) => one !== null)).toEqual([{ pairs: 2, alone: 0 }]);
  expect((await mails()).map(({ recipient_name }) => recipient_name)).toEqual([
    ...['Ana', 'Bob', 'Cid', 'Dina']
  ]);
});

test('the message presents the other with three things in common and two dates, and shows nobody’s address', async () => {
  const [ana, bob] = await members('Ana', 'Bob');
  await drawRound(db, place, NOVEMBER);
  const [mail] = await mails();
  expect(mail!.subject).toContain('Bob');
  expect(mail!.text_body!.match(/^–/gm)).toHaveLength(5);
  expect(mail!.text_body).toContain('jeudi 12 novembre 2026 à 9');
  expect(mail!.text_body).toContain(`/ecrire/${bob!.id}`.replaceAll('/', '%2F'));
  expect(mail!.text_body! + mail!.html_body! + mail!.reply_to).not.toContain(`bob-${count}`);
  expect(mail!.unsubscribe_url).toContain('/desabonnement/');
  expect((await pairsOf(ana!))[0]).toMatchObject({ other: { name: 'Bob' }, mine: null });
});

test('of three, one is told kindly that she waits, and is paired the next month', async () => {
  const all = await members('Ana', 'Bob', 'Cid');
  expect(await drawRound(db, place, NOVEMBER)).toEqual({ pairs: 1, alone: 1 });
  const lonely = (await mails()).find(({ subject }) => subject.includes('Pas de binôme'))!;
  expect(lonely.text_body).toContain('Vous passerez avant les autres');
  await drawRound(db, place, DECEMBER);
  const waited = all.find(({ name }) => name === lonely.recipient_name)!;
  expect(await pairsOf(waited)).toHaveLength(1);
});

test('nobody is presented twice to the same within a year, and may be after it', async () => {
  const [ana] = await members('Ana', 'Bob');
  await drawRound(db, place, NOVEMBER);
  expect(await drawRound(db, place, DECEMBER)).toEqual({ pairs: 0, alone: 2 });
  expect(await drawRound(db, place, new Date('2027-11-02T07:20:00Z'))).toEqual({
    pairs: 0,
    alone: 2
  });
  expect(await drawRound(db, place, new Date('2027-12-07T07:20:00Z'))).toEqual({
    pairs: 1,
    alone: 0
  });
  expect(await pairsOf(ana!)).toHaveLength(2);
});

test('who is paused, has left, left the network, refuses these messages or is suspended is not drawn', async () => {
  const [ana, bob, cid, dina, eli, fay] = await members('Ana', 'Bob', 'Cid', 'Dina', 'Eli', 'Fay');
  await pausePairing(db, ana!, here, { until: '2026-11-03', now: NOVEMBER });
  await leavePairing(db, bob!, here);
  await db
    .updateTable('membership')
    .set({ status: 'left' })
    .where('person_id', '=', cid!.id)
    .execute();
  await refuseMail(db, `dina-${count}@reseau.internal`, 'pairing', '');
  await db
    .updateTable('person')
    .set({ suspended_at: NOVEMBER })
    .where('id', '=', eli!.id)
    .execute();
  expect(await drawRound(db, place, NOVEMBER)).toBeNull();
  const [gus] = await members('Gus');
  expect(await drawRound(db, place, NOVEMBER)).toEqual({ pairs: 1, alone: 0 });
  expect((await pairsOf(gus!))[0]!.other.id).toBe(fay!.id);
  for (const one of [ana, bob, cid, dina, eli]) expect(await pairsOf(one!)).toEqual([]);
});

test('the job draws from the first Tuesday on, and asks once, three weeks later, those who have not said', async () => {
  const [ana, bob] = await members('Ana', 'Bob');
  expect(await drawRounds(db, new Date('2026-11-02T07:20:00Z'))).toBe(0);
  expect(await drawRounds(db, NOVEMBER)).toBe(1);
  expect(await drawRounds(db, new Date('2026-11-04T07:20:00Z'))).toBe(0);
  await sayOutcome(db, await tokenOf(ana!), 'met', NOVEMBER);
  await db.deleteFrom('mail_message').execute();
  const after = (days: number) => new Date(NOVEMBER.getTime() + days * DAY_MS);
  expect(await askFeedback(db, after(20))).toBe(0);
  expect(await askFeedback(db, after(21))).toBe(1);
  expect(await askFeedback(db, after(22))).toBe(0);
  expect((await mails()).map(({ recipient_name }) => recipient_name)).toEqual(['Bob']);
  expect((await pairsOf(bob!))[0]!.mine).toBeNull();
});

test('nobody is asked once one of the two has left the network', async () => {
  const [, bob] = await members('Ana', 'Bob');
  await drawRound(db, place, NOVEMBER);
  await db
    .updateTable('membership')
    .set({ status: 'left' })
    .where('person_id', '=', bob!.id)
    .execute();
  await db.deleteFrom('mail_message').execute();
  expect(await askFeedback(db, new Date(NOVEMBER.getTime() + 21 * DAY_MS))).toBe(0);
  expect(await mails()).toEqual([]);
});

test('two who have talked make their structures introduced; one who says no undoes what would be said', async () => {
  const [ana, bob] = await members('Ana', 'Bob');
  const [one, two] = [await structureOf(ana!), await structureOf(bob!)];
  await drawRound(db, place, NOVEMBER);
  const made = () =>
    db
      .selectFrom('introduction')
      .select(['a_id', 'b_id', 'status'])
      .where('territory_id', '=', here)
      .execute();
  await sayOutcome(db, await tokenOf(bob!), 'not-yet', NOVEMBER);
  await sayOutcome(db, await tokenOf(ana!), 'met', NOVEMBER);
  expect(await made()).toEqual([]);
  await sayOutcome(db, await tokenOf(bob!), 'met', NOVEMBER);
  const [a_id, b_id] = [one, two].sort((x, y) => x - y);
  expect(await made()).toEqual([{ a_id, b_id, status: 'made' }]);

  // The next wave proposes to each that they have talked.
  const wave = await anAskedWave(db, here, [one, two], [], { status: 'open' });
  for (const [from, about] of [
    [one, two],
    [two, one]
  ] as const) {
    const asked = { ...(await askedOf(wave, from)), wave };
    expect([...(await listMetSince(db, asked))]).toEqual([about]);
  }
});

test('the link of one says nothing for the other, and a moved link serves no more', async () => {
  const [ana, bob] = await members('Ana', 'Bob');
  await drawRound(db, place, NOVEMBER);
  const token = await tokenOf(ana!);
  await sayOutcome(db, token, 'planned', NOVEMBER);
  expect((await pairsOf(bob!))[0]!.mine).toBeNull();
  await db.updateTable('pairing').set({ link_version: 2 }).execute();
  await expect(sayOutcome(db, token, 'met', NOVEMBER)).rejects.toThrow(NotFound);
  await expect(sayOutcome(db, 'inconnu', 'met', NOVEMBER)).rejects.toThrow(NotFound);
});

test('animators read totals, without a name; others are refused', async () => {
  const [ana] = await members('Ana', 'Bob', 'Cid', 'Dina');
  await drawRound(db, place, NOVEMBER);
  await sayOutcome(db, await tokenOf(ana!), 'no', NOVEMBER);
  const animator = await person(db, { roles: [{ territory: here, role: 'animator' }] });
  const board = await getPairingBoard(db, animator, here, NOVEMBER);
  expect(board).toEqual({
    ...{ members: 4, paused: 0 },
    // Of two pairs, everybody would know who has not met.
    months: [{ month: '2026-11-01', pairs: 2, met: null, planned: null }]
  });
  for (const actor of [VISITOR, ana!])
    await expect(getPairingBoard(db, actor, here, NOVEMBER)).rejects.toThrow(Forbidden);
});

test('one joins for oneself, in one’s own network, and pauses for a year at most', async () => {
  const stranger = await person(db, {});
  const welcome = await person(db, { roles: [{ territory: here, role: 'reception' }] });
  for (const actor of [VISITOR, stranger, welcome])
    await expect(joinPairing(db, actor, here)).rejects.toThrow(Forbidden);
  const [ana] = await members('Ana');
  for (const until of ['2026-11-02', '2028-01-01', 'demain'])
    await expect(pausePairing(db, ana!, here, { until, now: NOVEMBER })).rejects.toThrow(Invalid);
  await pausePairing(db, ana!, here, { until: '2026-12-24', now: NOVEMBER });
  expect(await ownPlace(ana!.id)).toMatchObject({ joined: true, pausedUntil: '2026-12-24' });
  await joinPairing(db, ana!, here);
  expect(await ownPlace(ana!.id)).toMatchObject({ joined: true, pausedUntil: null });
  await leavePairing(db, ana!, here);
  expect(await ownPlace(ana!.id)).toMatchObject({ joined: false });
});

const ownPlace = async (id: PersonId) => (await listOwnPlaces(db, id, NOVEMBER))[0];

async function askedOf(wave: WaveId, structure: StructureId) {
  const { id } = await db
    .selectFrom('wave_structure')
    .select('id')
    .where('wave_id', '=', wave)
    .where('structure_id', '=', structure)
    .executeTakeFirstOrThrow();
  return { id: id as WaveStructureId, structure };
}

async function structureOf({ id, name }: PersonActor): Promise<StructureId> {
  const input = aStructure({ name: `MSP ${name} ${count}`, territories: [`binomes-${count - 1}`] });
  await createStructures(db, operator('test'), [input]);
  const row = await db
    .selectFrom('structure')
    .select('id')
    .where('name', '=', input.name)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('affiliation')
    .values({ structure_id: row.id, person_id: id, referent: true })
    .execute();
  return row.id as StructureId;
}
