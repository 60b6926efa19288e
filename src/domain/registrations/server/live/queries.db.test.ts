import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { readLiveRoom } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2027-03-18T10:00:00Z');
let territory: Territory;
let reception: PersonActor;

beforeAll(async () => {
  territory = await aTerritory(db);
  reception = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });
});

async function register(event: EventId, name: string, more: Record<string, unknown> = {}) {
  const row = await db
    .insertInto('registration')
    .values({
      ...{ event_id: event, email: `${randomUUID()}@exemple.test`, last_name: name },
      ...{ status: 'confirmed', profession_label: 'Infirmière', structure_label: 'Cabinet' },
      ...more
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

function scan(event: EventId, registration: number, more: Record<string, unknown> = {}) {
  return db
    .insertInto('scan')
    .values({
      ...{ nonce: randomUUID(), event_id: event, registration_id: registration, means: 'code' },
      ...{ outcome: 'ok', scanned_at: NOW, ...more }
    })
    .execute();
}

describe('the room in direct', () => {
  test('tells who is there and who is awaited, from the gestures at the door', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    const come = await register(id, 'Arrivée');
    await register(id, 'Attendue');
    await register(id, 'Annulée', { status: 'cancelled' });
    await scan(id, come);
    const { live } = await readLiveRoom(db, reception, slug, NOW);
    expect(live).toMatchObject({
      ...{ day: '2027-03-18', here: 1, awaited: 2 },
      professions: [{ label: 'Infirmière', here: 1, awaited: 2 }],
      structures: [{ label: 'Cabinet', here: 1, awaited: 2 }],
      missing: [{ name: 'Attendue' }]
    });
    await scan(id, come, { kind: 'out', scanned_at: new Date(NOW.getTime() + 1000) });
    expect((await readLiveRoom(db, reception, slug, NOW)).live?.here).toBe(0);
  });

  test('another day is another room: who came yesterday is not there today', async () => {
    const { id, slug } = await anEvent(db, territory.id, { endsAt: '2027-03-19T16:00:00Z' });
    await scan(id, await register(id, 'Hier'));
    const tomorrow = new Date('2027-03-19T10:00:00Z');
    expect((await readLiveRoom(db, reception, slug, tomorrow)).live).toMatchObject({
      ...{ day: '2027-03-19', here: 0, awaited: 1 }
    });
  });

  test('sessions fill, what has just changed is named, old changes are left out', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    const session = await aSession(db, id, { title: 'Sorties', capacity: 4 });
    const one = await register(id, 'Une');
    await db
      .insertInto('session_choice')
      .values({ registration_id: one, session_id: session, status: 'confirmed' })
      .execute();
    await scan(id, one, { session_id: session });
    const trace = { event_id: id, registration_id: one, actor_label: 'x' };
    const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
    await db
      .insertInto('registration_trace')
      .values([
        { ...trace, action: 'cancel', at: hoursAgo(1), detail: JSON.stringify({ session }) },
        { ...trace, action: 'register', at: hoursAgo(13) }
      ])
      .execute();
    const { live } = await readLiveRoom(db, reception, slug, NOW);
    expect(live?.sessions).toMatchObject([
      { title: 'Sorties', chosen: 1, capacity: 4, here: 1, waiting: 0 }
    ]);
    expect(live?.changes).toMatchObject([{ name: 'Une', action: 'cancel', session: 'Sorties' }]);
  });

  test('is for those who welcome, and says no address', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    await register(id, 'Attendue', { email: 'secrete@exemple.test' });
    const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
    for (const actor of [VISITOR, member])
      await expect(readLiveRoom(db, actor, slug, NOW)).rejects.toThrow(Forbidden);
    const { live } = await readLiveRoom(db, reception, slug, NOW);
    expect(JSON.stringify(live)).not.toContain('secrete@');
  });

  test('takes as many statements for three people as for one', async () => {
    const { id, slug } = await anEvent(db, territory.id);
    await register(id, 'Une');
    const read = () =>
      countingStatements(db, (counted) => readLiveRoom(counted, reception, slug, NOW));
    const before = await read();
    await register(id, 'Deux');
    await scan(id, await register(id, 'Trois'));
    expect(await read()).toBe(before);
  });
});
