import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import {
  aBatch,
  aLink,
  anEntry,
  anExpected,
  DAY,
  halfDaysOf,
  THAT_MORNING
} from '../../../../../tests/factories/checkin.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { receiveBatch } from '../checkin/gestures/commands.ts';
import { openCheckinLink, renewCheckinLink, revokeCheckinLink } from '../checkin/links/commands.ts';
import { findCheckinLink, listCheckinLinks } from '../checkin/links/queries.ts';
import { markPresence } from './commands.ts';
import { listAtEntrance, listEntrances } from './listing/queries.ts';
import { getWelcomedEvent, listPresences } from './queries.ts';

const db = await testDatabase();
let territory: Territory;
let animator: Actor;
let reception: Actor;
let member: Actor;
let event: EventId;
let morning: string;
let someone: RegistrationId;

beforeAll(async () => {
  territory = await aTerritory(db);
  const roles = (role: 'animator' | 'reception' | 'member') => ({
    roles: [{ territory: territory.id, role }]
  });
  animator = await person(db, { name: 'Salomé Essai', ...roles('animator') });
  reception = await person(db, { name: 'Tom Brouillon', ...roles('reception') });
  member = await person(db, roles('member'));
});

beforeEach(async () => {
  ({ id: event } = await anEvent(db, territory.id));
  morning = `h${(await halfDaysOf(db, event))[0]}`;
  someone = await anExpected(db, event);
});

const mark = (actor: Actor, kind: 'in' | 'out', now = THAT_MORNING, registration = someone) =>
  markPresence(db, actor, event, { registration, entrance: morning, kind }, now);
const scans = () => db.selectFrom('scan').selectAll().where('event_id', '=', event).execute();

describe('presence by hand', () => {
  test('is noted and taken back by who welcomes, with who did it; pressed twice, it is one', async () => {
    expect(await mark(reception, 'in')).toEqual({ ok: true });
    expect(await mark(reception, 'in')).toEqual({ ok: true });
    expect(await scans()).toMatchObject([{ means: 'hand', actor_label: 'Tom Brouillon' }]);
    expect(await mark(animator, 'out', new Date(THAT_MORNING.getTime() + 1))).toEqual({ ok: true });
    expect(await listPresences(db, event)).toEqual([]);
    expect(await scans()).toHaveLength(2);
  });

  test('noted the week after is of that half-day', async () => {
    await mark(animator, 'in', new Date('2027-03-25T09:00:00Z'));
    expect((await listPresences(db, event))[0]!.arrivedAt).toEqual(
      new Date('2027-03-18T11:00:00Z')
    );
  });

  test('is refused before the day, without a place, of another edition, and to who does not welcome', async () => {
    const early = new Date('2027-03-17T09:00:00Z');
    expect(await mark(animator, 'in', early)).toEqual({ ok: false, reason: 'not-begun' });
    const waiting = await anExpected(db, event, { status: 'waitlisted' });
    expect(await mark(animator, 'in', THAT_MORNING, waiting)).toEqual({
      ...{ ok: false, reason: 'no-place' }
    });
    const stranger = await anExpected(db, (await anEvent(db, territory.id)).id);
    await expect(mark(animator, 'in', THAT_MORNING, stranger)).rejects.toThrow(NotFound);
    for (const actor of [member, VISITOR])
      await expect(mark(actor, 'in')).rejects.toThrow(Forbidden);
    expect(await scans()).toEqual([]);
  });
});

test('who welcomes reads who is there, who is missing, and both traces of two telephones', async () => {
  const { token } = await aLink(db, event);
  await anExpected(db, event, { last: 'Croquis' });
  for (const name of ['Gauche', 'Droite']) {
    const batch = aBatch([anEntry(someone, morning)]);
    await receiveBatch(db, token, { ...batch, device: { ...batch.device, name } }, THAT_MORNING);
  }
  const ask = { entrance: morning, q: '', state: '' as const, page: 1 };
  const all = await listAtEntrance(db, event, ask);
  expect(all).toMatchObject({ total: 2, here: 1, expected: 2 });
  const found = await listAtEntrance(db, event, { ...ask, state: 'here' });
  expect(found.people[0]!.gestures.map(({ by, outcome }) => [by, outcome]).sort()).toEqual([
    ['Entrée nord, Droite', 'already'],
    ['Entrée nord, Gauche', 'ok']
  ]);
  expect((await listAtEntrance(db, event, { ...ask, state: 'missing' })).total).toBe(1);
  expect((await listAtEntrance(db, event, { ...ask, q: 'croq' })).total).toBe(1);
  const whole = await getWelcomedEvent(db, reception, event);
  expect((await listEntrances(db, whole)).map(({ label }) => label)).toEqual([
    'Matin',
    'Après-midi'
  ]);
});

describe('a link for volunteers', () => {
  test('is made for a day of the edition, revoked, then made again at another address', async () => {
    expect(await openCheckinLink(db, animator, event, { day: '2027-03-19', label: '' })).toEqual({
      ...{ ok: false, reason: 'other-day' }
    });
    const made = await openCheckinLink(db, animator, event, { day: DAY, label: ' Entrée sud ' });
    if (!made.ok) throw new Error(made.reason);
    const edition = await getWelcomedEvent(db, animator, event);
    const read = async () => (await listCheckinLinks(db, edition, THAT_MORNING))[0]!;
    const { token, label } = await read();
    expect(label).toBe('Entrée sud');
    expect((await findCheckinLink(db, token, THAT_MORNING))!.state).toBe('open');
    await revokeCheckinLink(db, animator, event, made.link, THAT_MORNING);
    expect((await findCheckinLink(db, token, THAT_MORNING))!.state).toBe('over');
    await renewCheckinLink(db, animator, event, made.link);
    expect(await findCheckinLink(db, token, THAT_MORNING)).toBeNull();
    expect((await findCheckinLink(db, (await read()).token, THAT_MORNING))!.state).toBe('open');
  });

  test('is refused to who only welcomes, and for a link of another edition', async () => {
    const { id } = await aLink(db, (await anEvent(db, territory.id)).id);
    for (const actor of [reception, member, VISITOR])
      await expect(openCheckinLink(db, actor, event, { day: DAY, label: '' })).rejects.toThrow(
        Forbidden
      );
    await expect(revokeCheckinLink(db, animator, event, id, THAT_MORNING)).rejects.toThrow(
      NotFound
    );
    await expect(renewCheckinLink(db, animator, event, id)).rejects.toThrow(NotFound);
  });

  test('keeps nothing that opens it', async () => {
    await openCheckinLink(db, animator, event, { day: DAY, label: '' });
    const [link] = await listCheckinLinks(
      db,
      await getWelcomedEvent(db, animator, event),
      THAT_MORNING
    );
    const secret = link!.token.split('-').slice(1).join('-');
    for (const table of ['checkin_link', 'audit_entry'] as const)
      expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(
        secret
      );
  });
});
