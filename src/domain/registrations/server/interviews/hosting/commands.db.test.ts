import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { CategoryId, EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aHost, anAttendee, openInterviews } from '../../../../../../tests/factories/interviews.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { bookInterview } from '../commands.ts';
import {
  nameHost,
  offerSlotsFor,
  removeHost,
  removeSlotFor,
  saveInterviewRules
} from '../organiser/commands.ts';
import { findInterviews, getInterviewBoard, getInterviewRules } from '../queries.ts';
import { offerOwnSlots, removeOwnSlot, saveHosting, stopHosting } from './commands.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const NOW = { now };
const DAY = '2027-03-18';
const CARD = { place: 'Hall, table 4', description: 'Six mois, logement possible.' };
let territory: Territory;
let animator: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

async function anEdition(rules: Parameters<typeof openInterviews>[2] = {}): Promise<EventId> {
  const { id } = await anEvent(db, territory.id);
  await openInterviews(db, id, rules);
  return id;
}

const doctor = (event: EventId, name = 'Ada') =>
  anAttendee(db, event, name, { profession: 'R356-90' });
const range = (from: string, until: string) => ({ day: DAY, from, until });
const host = (token: string, hours: ReturnType<typeof range> | null = range('10:00', '11:00')) =>
  saveHosting(db, token, { card: CARD, range: hours }, { reread: false, now });
const ownOf = async (token: string) => (await findInterviews(db, token, now))!.own;

async function toldOf(recipient: string): Promise<string[]> {
  const rows = await db
    .selectFrom('mail_message')
    .select('kind')
    .where('recipient', '=', recipient)
    .orderBy('id')
    .execute();
  return rows.map(({ kind }) => kind);
}

describe('giving moments', () => {
  test('cuts the hours in quarters; the same hours given again add nothing', async () => {
    const { token } = await doctor(await anEdition());
    expect(await host(token)).toEqual({ ok: true, added: 4, known: 0 });
    expect(await ownOf(token)).toMatchObject({ name: 'Ada Essai', ...CARD });
    expect(await offerOwnSlots(db, token, range('10:30', '11:30'), NOW)).toEqual({
      ...{ ok: true, added: 2, known: 2 }
    });
    expect(await offerOwnSlots(db, token, range('10:00', '11:00'), NOW)).toEqual({
      ...{ ok: false, reason: 'busy' }
    });
    expect((await ownOf(token))!.slots).toHaveLength(6);
  });

  test('sent twice at once, it is given once', async () => {
    const { token } = await doctor(await anEdition());
    const outcomes = await Promise.all([host(token), host(token), host(token)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await ownOf(token))!.slots).toHaveLength(4);
  });

  test('is refused outside the edition, and nothing is kept of it', async () => {
    const { token } = await doctor(await anEdition());
    expect(await host(token, range('07:00', '08:00'))).toEqual({ ok: false, reason: 'outside' });
    expect(await ownOf(token)).toBeNull();
    expect(await offerOwnSlots(db, token, range('10:00', '11:00'), NOW)).toEqual({
      ...{ ok: false, reason: 'no-host' }
    });
  });

  test('is not for internes, nor for who is not named when the organiser names them', async () => {
    const id = await anEdition();
    expect(await host((await anAttendee(db, id, 'Luc')).token)).toMatchObject({
      reason: 'trainee'
    });
    const named = await anEdition({ hosts: 'named' });
    expect(await host((await doctor(named)).token)).toMatchObject({ reason: 'named' });
    const shut = await anEdition({ open: false });
    expect(await host((await doctor(shut)).token)).toMatchObject({ reason: 'closed' });
  });

  test('waits for a second reading when a text may tell who somebody is', async () => {
    const { token } = await doctor(await anEdition());
    const card = { place: 'Hall', description: 'NIR 2 42 03 82 112 005 71' };
    const save = (reread: boolean) =>
      saveHosting(db, token, { card, range: null }, { reread, now });
    expect(await save(false)).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await save(true)).toMatchObject({ ok: true });
  });
});

describe('a moment is taken back', () => {
  test('when it is free; when somebody has booked it meanwhile, only if that is meant', async () => {
    const id = await anEdition();
    const { token } = await doctor(id);
    await host(token);
    const luc = await anAttendee(db, id, 'Luc');
    const [first, second] = (await ownOf(token))!.slots;
    const remove = (slot: typeof first, evenTaken = false) =>
      removeOwnSlot(db, token, { slot: slot!.id, evenTaken }, NOW);
    expect(await remove(second)).toEqual({ ok: true, wasTaken: false });
    expect(await remove(second)).toEqual({ ok: false, reason: 'gone' });
    await bookInterview(db, luc.token, first!.id, NOW);
    expect(await remove(first)).toEqual({ ok: false, reason: 'taken' });
    expect(await remove(first, true)).toEqual({ ok: true, wasTaken: true });
    expect(await toldOf(luc.email)).toEqual(['interview-booked', 'interview-cancelled']);
    expect((await ownOf(token))!.slots).toHaveLength(2);
  });

  test('by nobody else: not the moment of another host', async () => {
    const id = await anEdition();
    const [ada, bob] = [await doctor(id), await doctor(id, 'Bob')];
    await host(ada.token);
    await host(bob.token);
    const slot = (await ownOf(bob.token))!.slots[0]!.id;
    expect(await removeOwnSlot(db, ada.token, { slot, evenTaken: true }, NOW)).toEqual({
      ...{ ok: false, reason: 'gone' }
    });
  });

  test('all of them, when she gives nothing any more: who had booked is told', async () => {
    const id = await anEdition();
    const { token } = await doctor(id);
    await host(token);
    const luc = await anAttendee(db, id, 'Luc');
    await bookInterview(db, luc.token, (await ownOf(token))!.slots[0]!.id, NOW);
    await stopHosting(db, token, NOW);
    await stopHosting(db, token, NOW);
    expect(await ownOf(token)).toBeNull();
    expect(await toldOf(luc.email)).toEqual(['interview-booked', 'interview-cancelled']);
  });
});

describe('the organiser', () => {
  const NAMED = { name: 'Dr Bob', profession: '', structure: 'Cabinet', ...CARD };

  test('opens and closes, and every gesture is traced', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    const rules = { open: true, hosts: 'named', category: null, most: 1 } as const;
    expect(await saveInterviewRules(db, animator, id, rules)).toEqual({ ok: true });
    expect(await getInterviewRules(db, id)).toEqual(rules);
    const none = { ...rules, category: 999_999 as CategoryId };
    expect(await saveInterviewRules(db, animator, id, none)).toMatchObject({ ok: false });
    const named = { ...NAMED, email: 'bob@exemple.test' };
    const made = await nameHost(db, animator, id, named, { reread: false });
    if (!made.ok) throw new Error(made.reason);
    const asked = { host: made.host, range: range('10:00', '10:30') };
    expect(await offerSlotsFor(db, animator, id, asked, NOW)).toMatchObject({ ok: true, added: 2 });
    const board = await getInterviewBoard(db, animator, slug);
    expect(board.hosts).toMatchObject([
      { name: 'Dr Bob', structure: 'Cabinet', registration: null }
    ]);
    const slot = board.hosts[0]!.slots[0]!.id;
    const taken = { host: made.host, slot, evenTaken: false };
    expect(await removeSlotFor(db, animator, id, taken, NOW)).toMatchObject({ ok: true });
    await removeHost(db, animator, id, made.host, NOW);
    expect((await getInterviewBoard(db, animator, slug)).hosts).toEqual([]);
    const traces = await db
      .selectFrom('audit_entry')
      .select('action')
      .where('action', 'like', 'interview.%')
      .orderBy('id')
      .execute();
    expect(traces.map(({ action }) => action)).toEqual([
      ...['interview.open', 'interview.name', 'interview.offer', 'interview.remove'],
      'interview.withdraw'
    ]);
  });

  test('names somebody once; who is registered there keeps her slots herself', async () => {
    const id = await anEdition({ hosts: 'named' });
    const ada = await doctor(id);
    const name = (email: string) =>
      nameHost(db, animator, id, { ...NAMED, email }, { reread: false });
    expect(await name(ada.email)).toMatchObject({ ok: true, registered: true });
    expect(await name(ada.email)).toEqual({ ok: false, reason: 'already' });
    expect(await toldOf(ada.email)).toEqual(['interview-named']);
    expect(await offerOwnSlots(db, ada.token, range('10:00', '10:30'), NOW)).toMatchObject({
      ...{ ok: true, added: 2 }
    });
    expect(await name('hors@exemple.test')).toMatchObject({ ok: true, registered: false });
    expect(await toldOf('hors@exemple.test')).toEqual(['interview-named']);
  });

  test('touches the hosts of her own edition only', async () => {
    const [id, other] = [await anEdition(), await anEdition()];
    const { host: theirs, slots } = await aHost(db, other, 1);
    const asked = { host: theirs, range: range('14:00', '15:00') };
    expect(await offerSlotsFor(db, animator, id, asked, NOW)).toEqual({
      ok: false,
      reason: 'gone'
    });
    const taken = { host: theirs, slot: slots[0]!, evenTaken: true };
    expect(await removeSlotFor(db, animator, id, taken, NOW)).toMatchObject({ reason: 'gone' });
    await removeHost(db, animator, id, theirs, NOW);
    const left = await db
      .selectFrom('interview_host')
      .select('id')
      .where('id', '=', theirs)
      .execute();
    expect(left).toHaveLength(1);
  });

  test('is the only one: a member is refused', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    await expect(getInterviewBoard(db, member, slug)).rejects.toThrow(Forbidden);
    const named = { ...NAMED, email: 'bob@exemple.test' };
    await expect(nameHost(db, member, id, named, { reread: false })).rejects.toThrow(Forbidden);
  });
});
