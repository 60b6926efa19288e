import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import { Invalid } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import {
  aBatch,
  aLink,
  anEntry,
  anExpected,
  halfDaysOf,
  THAT_MORNING
} from '../../../../../../tests/factories/checkin.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { without } from '../../../../../../tests/support/without.ts';
import type { Gesture, GestureAnswer, WalkIn } from '../../../checkin/model.ts';
import { listPresences } from '../../attendance/queries.ts';
import { registrationLink } from '../../links/queries.ts';
import { listSignatures } from '../../signatures/queries.ts';
import { findCheckinLink } from '../links/queries.ts';
import { getCheckinList } from '../list/queries.ts';
import { checkinCode } from '../queries.ts';
import { receiveBatch } from './commands.ts';

const db = await testDatabase();
let territory: Territory;
let event: EventId;
let morning: string;
let afternoon: string;
let token: string;
let someone: RegistrationId;

beforeAll(async () => {
  territory = await aTerritory(db);
});

beforeEach(() => openDoors(2));

/** @param capacity - of the edition, where somebody is already expected. */
async function openDoors(capacity: number | null): Promise<void> {
  ({ id: event } = await anEvent(db, territory.id, { capacity }));
  [morning, afternoon] = (await halfDaysOf(db, event)).map((id) => `h${id}`) as [string, string];
  ({ token } = await aLink(db, event));
  someone = await anExpected(db, event);
}

async function send(
  gestures: readonly Gesture[],
  { to = db, now = THAT_MORNING, ...rest }: Parameters<typeof aBatch>[1] & { to?: typeof db } = {}
): Promise<GestureAnswer[]> {
  const said = await receiveBatch(to, token, aBatch(gestures, { now, ...rest }), now);
  if (!said.ok) throw new Error(said.reason);
  return [...said.answer.answers];
}

const outcomes = async (...gestures: Gesture[]) =>
  (await send(gestures)).map(({ outcome }) => outcome);
const scans = () =>
  db.selectFrom('scan').selectAll().where('event_id', '=', event).orderBy('received_at').execute();
const aCode = (code: string): Gesture => ({
  ...{ nonce: randomUUID(), type: 'in', means: 'code', entrance: morning, code },
  at: THAT_MORNING.getTime()
});
const walkIn = (traits: Partial<WalkIn> = {}, nonce: string = randomUUID()): Gesture => ({
  ...{ nonce, type: 'walk-in', entrance: morning, at: THAT_MORNING.getTime() },
  person: { firstName: 'Nour', lastName: 'Calque', profession: '', structure: '', ...traits }
});

describe('a gesture', () => {
  test('sent three times is one row, answered three times the same', async () => {
    const entry = anEntry(someone, morning);
    expect(await outcomes(entry)).toEqual(['ok']);
    expect(await outcomes(entry, entry)).toEqual(['ok', 'ok']);
    expect(await scans()).toHaveLength(1);
  });

  test('sent at the same time by ten connections is one row', async () => {
    const entry = anEntry(someone, morning);
    const answers = await Promise.all(Array.from({ length: 10 }, () => outcomes(entry)));
    expect(new Set(answers.flat())).toEqual(new Set(['ok']));
    expect(await scans()).toHaveLength(1);
  });

  test('of a code says whose it is: badge, « ma place », another edition, nobody', async () => {
    const other = await anEvent(db, territory.id);
    const stranger = await anExpected(db, other.id);
    const place = `https://maillage.exemple${registrationLink(someone, 1)}`;
    expect(
      await outcomes(
        aCode(checkinCode(someone, 1)),
        aCode(place),
        aCode(checkinCode(stranger, 1)),
        aCode(checkinCode(someone, 2)),
        aCode('n’importe quoi')
      )
    ).toEqual(['ok', 'already', 'other-event', 'unregistered', 'unregistered']);
    expect(await listPresences(db, event)).toHaveLength(1);
  });

  test('taken back leaves both rows, and nobody there; done again, she is there', async () => {
    const at = (minutes: number) => new Date(THAT_MORNING.getTime() + minutes * 60_000);
    await send([
      anEntry(someone, morning, { at: at(-9) }),
      anEntry(someone, morning, { at: at(-8), type: 'out' })
    ]);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await scans()).toHaveLength(2);
    await send([anEntry(someone, morning, { at: at(-2) })]);
    expect(await listPresences(db, event)).toHaveLength(1);
  });

  test('made within the same instant is ordered as it was sent', async () => {
    await send([anEntry(someone, morning), anEntry(someone, morning, { type: 'out' })]);
    expect(await listPresences(db, event)).toEqual([]);
  });

  test('about somebody of another edition, or an entrance of another day, is refused', async () => {
    const other = await anEvent(db, territory.id);
    const stranger = await anExpected(db, other.id);
    const elsewhere = (await halfDaysOf(db, other.id)).map((id) => `h${id}`);
    expect(
      await outcomes(
        anEntry(stranger, morning),
        anEntry(stranger, morning, { anyway: true }),
        anEntry(someone, elsewhere[0]!),
        anEntry(someone, 'all'),
        { ...anEntry(someone, morning), registration: undefined, door: randomUUID() } as Gesture
      )
    ).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
    expect(await scans()).toEqual([]);
  });

  test('that cannot be read is refused alone; what is no batch at all is thrown back', async () => {
    const wrong = { nonce: randomUUID(), type: 'sign', strokes: '<script>' } as unknown as Gesture;
    const answers = await send([wrong, anEntry(someone, morning)]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['refused', 'ok']);
    await expect(receiveBatch(db, token, { gestures: 3 }, THAT_MORNING)).rejects.toThrow(Invalid);
    const many = aBatch(Array.from({ length: 51 }, () => anEntry(someone, morning)));
    await expect(receiveBatch(db, token, many, THAT_MORNING)).rejects.toThrow(Invalid);
  });

  test('of a telephone whose clock is wrong is dated by ours', async () => {
    const wrong = new Date('2031-01-01T00:00:00Z');
    const entry = anEntry(someone, morning, { at: new Date(wrong.getTime() - 60_000) });
    const batch = { ...aBatch([entry]), sentAt: wrong.getTime() };
    await receiveBatch(db, token, batch, THAT_MORNING);
    expect((await scans())[0]!.scanned_at).toEqual(new Date(THAT_MORNING.getTime() - 60_000));
  });
});

describe('two telephones on one person', () => {
  beforeEach(() => openDoors(null));
  const both = (to = db) =>
    Promise.all(
      [randomUUID(), randomUUID()].map((device) =>
        send([anEntry(someone, morning)], { to, device })
      )
    );

  test('give one entry and two traces: the second is told that she is already in', async () => {
    for (let round = 0; round < 8; round++) {
      someone = await anExpected(db, event);
      const said = (await both()).flat().map(({ outcome }) => outcome);
      expect(said.sort()).toEqual(['already', 'ok']);
    }
    expect(await listPresences(db, event)).toHaveLength(8);
    expect(await scans()).toHaveLength(16);
  });

  test('would both be told « ok » if nobody were held', async () => {
    const { db: unheld, missed } = without(db, 'for no key update');
    const said: string[] = [];
    for (let round = 0; round < 25 && !said.includes('ok,ok'); round++) {
      someone = await anExpected(db, event);
      said.push(
        (await both(unheld))
          .flat()
          .map(({ outcome }) => outcome)
          .sort()
          .join(',')
      );
    }
    missed();
    expect(said).toContain('ok,ok');
  });

  test('tell each other: the second learns what the first did', async () => {
    await send([anEntry(someone, morning)]);
    const later = new Date(THAT_MORNING.getTime() + 60_000);
    const said = await receiveBatch(
      db,
      token,
      aBatch([], { now: later, cursor: THAT_MORNING.getTime() }),
      later
    );
    expect(said.ok && said.answer.seen).toMatchObject([
      { registration: someone, entrance: morning, isIn: true, signed: false }
    ]);
  });
});

describe('somebody not expected', () => {
  test('chose another half-day: not counted, until a volunteer lets her in', async () => {
    await db
      .insertInto('registration_half_day')
      .values({ registration_id: someone, half_day_id: Number(afternoon.slice(1)) })
      .execute();
    expect(await outcomes(anEntry(someone, morning))).toEqual(['other-day']);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await outcomes(anEntry(someone, morning, { anyway: true }))).toEqual(['ok']);
    expect(await listPresences(db, event)).toHaveLength(1);
  });

  test('on the waiting list has no place; let in, she has one beyond the capacity, and the trace says so', async () => {
    await anExpected(db, event);
    const waiting = await anExpected(db, event, { status: 'waitlisted' });
    expect(await outcomes(anEntry(waiting, morning))).toEqual(['unregistered']);
    expect(await outcomes(anEntry(waiting, morning, { anyway: true }))).toEqual(['ok']);
    const row = await db
      .selectFrom('registration')
      .select(['status', 'overruled'])
      .where('id', '=', waiting)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ status: 'confirmed', overruled: true });
    const trace = await db
      .selectFrom('registration_trace')
      .selectAll()
      .where('registration_id', '=', waiting)
      .executeTakeFirstOrThrow();
    expect(trace).toMatchObject({ action: 'overrule', actor_label: 'Accueil, Entrée nord' });
  });

  test('without registration is registered once, however often it is sent, at the same time too', async () => {
    const gesture = walkIn({ profession: 'infirmière' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => send([gesture])));
    const ids = new Set(answers.flat().map(({ registration }) => registration));
    expect(ids.size).toBe(1);
    const rows = await db
      .selectFrom('registration')
      .select(['origin', 'email', 'status', 'overruled', 'profession_code'])
      .where('event_id', '=', event)
      .where('origin', '=', 'door')
      .execute();
    expect(rows).toEqual([
      {
        ...{ origin: 'door', email: null, status: 'confirmed', overruled: false },
        profession_code: expect.stringMatching(/./)
      }
    ]);
    expect(await scans()).toHaveLength(1);
  });

  test('comes in beyond the capacity', async () => {
    await anExpected(db, event);
    const [answer] = await send([walkIn()]);
    const row = await db
      .selectFrom('registration')
      .select('overruled')
      .where('id', '=', answer!.registration)
      .executeTakeFirstOrThrow();
    expect(row.overruled).toBe(true);
  });

  test('is known by the gesture that registered her: taken back and signed without network', async () => {
    const nonce = randomUUID();
    const about = { entrance: morning, at: THAT_MORNING.getTime(), door: nonce };
    const said = await send([
      walkIn({}, nonce),
      { ...about, nonce: randomUUID(), type: 'sign', strokes: 'M1 1L2 2' },
      { ...about, nonce: randomUUID(), type: 'out', means: 'door' }
    ]);
    expect(said.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await listSignatures(db, event)).toMatchObject([{ strokes: 'M1 1L2 2' }]);
  });
});

test('a signature sent twice is one, and signed again the last one counts', async () => {
  const sign = (strokes: string, minutes: number, nonce: string = randomUUID()): Gesture => ({
    ...{ nonce, type: 'sign', strokes, entrance: morning, registration: someone },
    at: THAT_MORNING.getTime() + minutes * 60_000
  });
  const first = sign('M1 1L2 2', -5);
  await send([first, first]);
  await send([sign('M3 3L4 4', -1), first]);
  expect(await listSignatures(db, event)).toMatchObject([{ strokes: 'M3 3L4 4' }]);
});

describe('a link', () => {
  const receive = (now: Date, gestures: Gesture[] = [anEntry(someone, morning, { at: now })]) =>
    receiveBatch(db, token, aBatch(gestures, { now }), now);

  test('revoked, made again, or of an edition that is not held serves nothing', async () => {
    const gone = { ok: false, reason: 'gone' };
    expect(await receiveBatch(db, `${token}x`, aBatch([]), THAT_MORNING)).toEqual(gone);
    for (const change of [
      () => db.updateTable('checkin_link').set({ revoked_at: THAT_MORNING }),
      () => db.updateTable('checkin_link').set({ revoked_at: null, link_version: 2 })
    ]) {
      await change().where('event_id', '=', event).execute();
      expect(await receive(THAT_MORNING)).toEqual(gone);
    }
    ({ token } = await aLink(db, event));
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await receive(THAT_MORNING)).toEqual(gone);
    expect(await scans()).toEqual([]);
  });

  test('the evening before rehearses: nothing is counted, nobody is registered', async () => {
    const eve = new Date('2027-03-17T18:00:00Z');
    const said = await receive(eve, [anEntry(someone, morning, { at: eve }), walkIn()]);
    expect(said.ok && said.answer.answers.map(({ outcome }) => outcome)).toEqual([
      'other-day',
      'refused'
    ]);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await receive(new Date('2027-03-16T18:00:00Z'))).toEqual({ ok: false, reason: 'early' });
  });

  test('the day after takes what a telephone kept, dates it of its day, and tells nothing more', async () => {
    const late = new Date('2027-03-20T09:00:00Z');
    const entry = anEntry(someone, morning, { at: late });
    const said = await receive(late, [entry]);
    expect(said.ok && said.answer).toMatchObject({
      answers: [{ outcome: 'ok' }],
      seen: [],
      version: ''
    });
    expect((await scans())[0]!.scanned_at.getTime()).toBeLessThan(
      Date.parse('2027-03-18T23:00:00Z')
    );
    expect(await receive(new Date('2027-03-22T09:00:00Z'))).toEqual({ ok: false, reason: 'gone' });
  });

  test('remembers its telephones, and what each says it still has to send', async () => {
    const device = randomUUID();
    await send([], { device, pending: 12 });
    await send([anEntry(someone, morning)], { device, pending: 3 });
    const rows = await db
      .selectFrom('checkin_device')
      .selectAll()
      .where('id', '=', device)
      .execute();
    expect(rows).toMatchObject([{ pending: 3 }]);
    expect((await scans())[0]!.device_id).toBe(device);
  });

  test('asked a thousand times a minute is asked to wait', async () => {
    const ask = () => receiveBatch(db, token, aBatch([]), THAT_MORNING);
    expect((await ask()).ok).toBe(true);
    await db
      .updateTable('throttle')
      .set({ count: 600 })
      .where('scope', '=', 'checkin-link')
      .execute();
    expect(await ask()).toEqual({ ok: false, reason: 'too-many' });
  });
});

describe('the list', () => {
  const read = async () =>
    getCheckinList(db, (await findCheckinLink(db, token, THAT_MORNING))!, THAT_MORNING);

  test('holds what lets somebody in, and neither address, telephone, need, answer nor link', async () => {
    const own = await anExpected(db, event, { last: 'Brouillon', email: 'fuite@exemple.test' });
    await db
      .insertInto('registration_need')
      .values({ registration_id: own, meal: 'FUITE-REPAS', access: 'FUITE-ACCES' })
      .execute();
    const question = await db
      .insertInto('registration_question')
      .values({ event_id: event, kind: 'text', label: 'Une attente ?' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('registration_answer')
      .values({ registration_id: own, question_id: question.id, value: 'FUITE-REPONSE' })
      .execute();
    const list = await read();
    const found = list.people.find(({ id }) => id === own)!;
    expect(Object.keys(found).sort()).toEqual([
      ...['category', 'codes', 'first', 'halfDays', 'id', 'last', 'profession', 'sessions'],
      ...['structure', 'waiting']
    ]);
    const text = JSON.stringify(list);
    for (const leak of ['fuite', 'FUITE', '@', checkinCode(own, 1), registrationLink(own, 1)])
      expect(text).not.toContain(leak);
    expect(found.codes.every((code) => code.length === 12)).toBe(true);
  });

  test('leaves out who cancelled, and moves its mark when somebody registers', async () => {
    const before = await read();
    await anExpected(db, event, { status: 'cancelled' });
    expect((await read()).version).toBe(before.version);
    await anExpected(db, event);
    const after = await read();
    expect(after.people).toHaveLength(before.people.length + 1);
    expect(after.version).not.toBe(before.version);
    const said = await receiveBatch(db, token, aBatch([]), THAT_MORNING);
    expect(said.ok && said.answer.version).toBe(after.version);
  });

  test('offers the half-days of its day, or the edition as a whole', async () => {
    expect((await read()).entrances.map(({ key }) => key)).toEqual([morning, afternoon]);
    const { id } = await anEvent(db, territory.id);
    ({ token } = await aLink(db, id));
    expect((await read()).entrances.map(({ key }) => key)).toEqual(['all']);
    ({ token } = await aLink(db, event, { day: '2027-03-19' }));
    const link = await findCheckinLink(db, token, new Date('2027-03-19T08:00:00Z'));
    expect((await getCheckinList(db, link!, THAT_MORNING)).entrances[0]!.key).toBe('all');
  });
});
