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
import { RACED } from '../../../../../../tests/support/raced.ts';
import { register } from '../commands.ts';

/** Thousands are for `npm run test:long`; a few dozen tell enough each time. */
const LONG = process.env['MAILLAGE_LONG'] === '1';
const ROUNDS = LONG ? 4000 : 60;
const ROUNDS_OF_AN_EDITION = 30;
const SEED = 20270318;
const ROUND_MS = 26 * 3_600_000;

/** Of as many servers: within one, those who come at once take their turn (`inTurn`), and race less. */
const SERVERS = 6;

interface Site {
  readonly db: Database;
  readonly servers: readonly Database[];
  readonly territory: Territory;
  close(): Promise<void>;
}

async function aSite(): Promise<Site> {
  const url = await testDatabaseUrl();
  const servers = Array.from({ length: SERVERS }, () => connect(url, { max: 3 }));
  const db = servers[0]!;
  const close = async () => {
    for (const server of servers) await server.destroy();
  };
  return { db, servers, territory: await aTerritory(db), close };
}

describe('races', () => {
  let site: Site;

  beforeAll(async () => {
    site = await aSite();
    return () => site.close();
  });

  test(
    `${ROUNDS} times, several acts at once: never one place sold twice, nobody forgotten, nothing after the closing`,
    { timeout: LONG ? 1_800_000 : 120_000 },
    async () => {
      const { db, servers, territory } = site;
      for (let round = 0; round < ROUNDS; round += ROUNDS_OF_AN_EDITION) {
        const seed = SEED + round;
        const draw = drawing(seed);
        const arena = await anArena(db, territory.id, draw);
        for (let step = 0; step < ROUNDS_OF_AN_EDITION; step++) {
          const now = new Date(OPENED.getTime() + step * ROUND_MS);
          await race(servers, arena, draw, now);
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

  async function rush({ db, servers, territory }: Site) {
    const { id } = await anEvent(db, territory.id, { capacity: PLACES });
    await openDesk(db, id);
    const outcomes = await Promise.allSettled(
      Array.from({ length: PEOPLE }, (_, index) =>
        register(
          servers[index % SERVERS]!,
          VISITOR,
          id,
          aRequest({ email: `p${index}@exemple.test` }),
          { now: OPENED }
        )
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
    const site = await aSite();
    expect(await rush(site)).toEqual({ confirmed: PLACES, errors: [] });
    await site.close();
  });

  test(
    'without the lock, the constraint of the database refuses what would be sold twice',
    RACED,
    async () => {
      const site = await aSite();
      await UNLOCK.execute(site.db);
      const { confirmed, errors } = await rush(site);
      expect(confirmed).toBe(PLACES);
      expect(new Set(errors)).toEqual(new Set(['place_pool_not_oversold']));
      await site.close();
    }
  );

  test('without the lock nor the constraint, places are sold twice', RACED, async () => {
    const site = await aSite();
    await UNLOCK.execute(site.db);
    await sql`alter table place_pool drop constraint place_pool_not_oversold`.execute(site.db);
    expect((await rush(site)).confirmed).toBeGreaterThan(PLACES);
    await site.close();
  });
});
