import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import {
  anEntry,
  anExpected,
  anOpenDoor,
  aWalkIn,
  THAT_MORNING,
  type OpenDoor
} from '../../../../../../tests/factories/checkin.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { listPresences } from '../../attendance/queries.ts';
import { listSignatures } from '../../signatures/queries.ts';

const db = await testDatabase();
let territory: Territory;
let event: OpenDoor['event'];
let morning: OpenDoor['morning'];
let afternoon: OpenDoor['afternoon'];
let someone: OpenDoor['someone'];
let send: OpenDoor['send'];
let outcomes: OpenDoor['outcomes'];
let scans: OpenDoor['scans'];

beforeAll(async () => {
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ event, morning, afternoon, someone, send, outcomes, scans } = await anOpenDoor(
    db,
    territory.id,
    2
  ));
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
    const gesture = aWalkIn(morning, { profession: 'infirmière' });
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
    const [answer] = await send([aWalkIn(morning)]);
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
      aWalkIn(morning, {}, nonce),
      { ...about, nonce: randomUUID(), type: 'sign', strokes: 'M1 1L2 2' },
      { ...about, nonce: randomUUID(), type: 'out', means: 'door' }
    ]);
    expect(said.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await listSignatures(db, event)).toMatchObject([{ strokes: 'M1 1L2 2' }]);
  });
});
