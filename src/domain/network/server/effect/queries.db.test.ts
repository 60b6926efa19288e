import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Level } from '#domain/network/model.ts';
import type { EventId, RegistrationId, StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { getEventEffect } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T09:00:00Z');
const HELD = { startsAt: '2026-05-12T12:00:00Z', endsAt: '2026-05-12T15:30:00Z' };

let territory: TerritoryId;
let ids: StructureId[];
let event: EventId;
let places: RegistrationId[];

/** All six say the same of each other. */
const all = (level: Level, among: readonly number[] = [0, 1, 2, 3, 4, 5]) =>
  among.flatMap((from) =>
    among.filter((about) => about !== from).map((about) => [from, about, level] as const)
  );

beforeAll(async () => {
  ({ territory, ids } = await aNeighbourhood(db, ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six']));
  event = (await anEvent(db, territory, HELD)).id;
  const rows = await db
    .insertInto('registration')
    .values(
      ids.slice(0, 4).map((structure_id, at) => ({
        ...{ event_id: event, last_name: `Essai ${at}`, origin: 'organiser', structure_id },
        status: at === 3 ? 'cancelled' : 'confirmed'
      }))
    )
    .returning('id')
    .execute();
  places = rows.map(({ id }) => id as RegistrationId);
});

beforeEach(async () => {
  await db.deleteFrom('wave').execute();
  await db.deleteFrom('scan').execute();
});

test('an edition that is to come, or without any wave, has nothing to tell', async () => {
  expect(await getEventEffect(db, event, NOW)).toBeNull();
  const next = await anEvent(db, territory);
  await anAskedWave(db, territory, ids, all(1));
  expect(await getEventEffect(db, next.id, NOW)).toBeNull();
});

test('one wave alone is said to be missing the other', async () => {
  await anAskedWave(db, territory, ids, all(1), { event, moment: 'before' });
  expect(await getEventEffect(db, event, NOW)).toEqual({ missing: 'after' });
  await db.deleteFrom('wave').execute();
  await anAskedWave(db, territory, ids, all(1), { event, moment: 'after' });
  expect(await getEventEffect(db, event, NOW)).toEqual({ missing: 'before' });
});

test('those who had a place stand for those who came, and it is said, until somebody’s entry is noted', async () => {
  await anAskedWave(db, territory, ids, all(1), { event, moment: 'before' });
  await anAskedWave(db, territory, ids, all(2), { event, moment: 'after' });
  expect(await getEventEffect(db, event, NOW)).toMatchObject({
    ...{ basis: 'registered', present: 3 },
    together: { pairs: 3, gained: 3 },
    others: { pairs: 12, gained: 12 }
  });
  for (const place of places.slice(0, 2)) await comesIn(db, event, place);
  expect(await getEventEffect(db, event, NOW)).toMatchObject({
    ...{ basis: 'present', present: 2 },
    // Two are not told together.
    together: null
  });
});

test('no structure is named in it', async () => {
  await anAskedWave(db, territory, ids, all(1), { event, moment: 'before' });
  await anAskedWave(db, territory, ids, all(2, [0, 1, 2]), { event, moment: 'after' });
  const told = JSON.stringify(await getEventEffect(db, event, NOW));
  for (const name of ['Un', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six'])
    expect(told).not.toContain(`"${name}"`);
});
