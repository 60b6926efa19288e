import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { connect, type Database } from '#server/db/connection.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../../tests/factories/registrations.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import {
  anArena,
  drawing,
  listBreaches,
  OPENED,
  race
} from '../../../../../../tests/support/place-races.ts';
import { register } from '../commands.ts';

/** Thousands are for `npm run test:long`; a hundred tell enough each time. */
const LONG = process.env['MAILLAGE_LONG'] === '1';
const ROUNDS = LONG ? 4000 : 120;
const ROUNDS_OF_AN_EDITION = 30;
const SEED = 20270318;
const ROUND_MS = 26 * 3_600_000;

async function aDatabase(): Promise<{ db: Database; territory: Territory }> {
  const db = connect(await testDatabaseUrl(), { max: 10 });
  return { db, territory: await aTerritory(db) };
}

describe('races', () => {
  let db: Database;
  let territory: Territory;

  beforeAll(async () => {
    ({ db, territory } = await aDatabase());
    return () => db.destroy();
  });

  test(
    `${ROUNDS} times, several acts at once: never one place sold twice, nobody forgotten, nothing after the closing`,
    { timeout: LONG ? 1_800_000 : 60_000 },
    async () => {
      for (let round = 0; round < ROUNDS; round += ROUNDS_OF_AN_EDITION) {
        const seed = SEED + round;
        const draw = drawing(seed);
        const arena = await anArena(db, territory.id, draw);
        for (let step = 0; step < ROUNDS_OF_AN_EDITION; step++) {
          const now = new Date(OPENED.getTime() + step * ROUND_MS);
          await race(db, arena, draw, now);
          expect(await listBreaches(db, arena, now), `seed ${seed}, step ${step}`).toEqual([]);
        }
      }
    }
  );
});

describe('without what holds it', () => {
  const UNLOCK = sql`
    create or replace function lock_desk(which bigint) returns void language plpgsql as $$
    begin perform pg_sleep(0.02); end $$`;
  const PEOPLE = 40;
  const PLACES = 5;

  async function rush(db: Database, territory: Territory) {
    const { id } = await anEvent(db, territory.id, { capacity: PLACES });
    await openDesk(db, id);
    const outcomes = await Promise.allSettled(
      Array.from({ length: PEOPLE }, (_, index) =>
        register(db, VISITOR, id, aRequest({ email: `p${index}@exemple.test` }), { now: OPENED })
      )
    );
    const { count } = await db
      .selectFrom('registration')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('event_id', '=', id)
      .where('status', '=', 'confirmed')
      .executeTakeFirstOrThrow();
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as { constraint?: string }).constraint] : []
    );
    return { confirmed: count, errors };
  }

  test('with the lock, the rush gives each place once', async () => {
    const { db, territory } = await aDatabase();
    expect(await rush(db, territory)).toEqual({ confirmed: PLACES, errors: [] });
    await db.destroy();
  });

  test('without the lock, the constraint of the database refuses what would be sold twice', async () => {
    const { db, territory } = await aDatabase();
    await UNLOCK.execute(db);
    const { confirmed, errors } = await rush(db, territory);
    expect(confirmed).toBe(PLACES);
    expect(new Set(errors)).toEqual(new Set(['place_pool_not_oversold']));
    await db.destroy();
  });

  test('without the lock nor the constraint, places are sold twice', async () => {
    const { db, territory } = await aDatabase();
    await UNLOCK.execute(db);
    await sql`alter table place_pool drop constraint place_pool_not_oversold`.execute(db);
    expect((await rush(db, territory)).confirmed).toBeGreaterThan(PLACES);
    await db.destroy();
  });
});
