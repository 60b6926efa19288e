import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { connect, type Database } from '#server/db/connection.ts';
import type { Territory } from '#domain/territory/model.ts';
import { anAttendee, aHost } from '../../../../../../tests/factories/interviews.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import {
  aFair,
  listInterviewBreaches,
  raceInterviews
} from '../../../../../../tests/support/interview-races.ts';
import { drawing } from '../../../../../../tests/support/place-races.ts';
import { bookInterview } from '../commands.ts';

/** Of as many servers: within one, those who come at once take their turn (`inTurn`), and race less. */
const SERVERS = 6;
const LONG = process.env['MAILLAGE_LONG'] === '1';
const ROUNDS = LONG ? 2000 : 60;
const ROUNDS_OF_A_FAIR = 20;
const SEED = 20270318;
const now = new Date('2027-02-01T10:00:00Z');

interface Site {
  readonly db: Database;
  readonly servers: readonly Database[];
  readonly territory: Territory;
}

/** A database of its own, where what holds it may be taken away. */
async function atSite<T>(work: (site: Site) => Promise<T>): Promise<T> {
  const url = await testDatabaseUrl();
  const servers = Array.from({ length: SERVERS }, () => connect(url, { max: 3 }));
  try {
    return await work({ db: servers[0]!, servers, territory: await aTerritory(servers[0]!) });
  } finally {
    for (const server of servers) await server.destroy();
  }
}

test(
  `${ROUNDS} times, several gestures at once: never two people for a slot, never two places for one person`,
  { timeout: LONG ? 1_800_000 : 120_000 },
  () =>
    atSite(async ({ db, servers, territory }) => {
      for (let round = 0; round < ROUNDS; round += ROUNDS_OF_A_FAIR) {
        const seed = SEED + round;
        const draw = drawing(seed);
        const fair = await aFair(db, territory.id);
        for (let step = 0; step < ROUNDS_OF_A_FAIR; step++) {
          await raceInterviews(servers, fair, draw, now);
          expect(await listInterviewBreaches(db, fair), `seed ${seed}, ${step}`).toEqual([]);
        }
      }
    })
);

const UNLOCK = sql`
  create or replace function lock_desk(which bigint) returns void language plpgsql as $$
  begin perform pg_sleep(0.02); end $$`;

interface Outcome {
  /** To whom it was said: it is yours. */
  told: number;
  /** By the database, when the lock did not. */
  errors: (string | undefined)[];
}

function count(results: PromiseSettledResult<{ ok: boolean }>[]): Outcome {
  return {
    told: results.filter((one) => one.status === 'fulfilled' && one.value.ok).length,
    errors: results.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as { constraint?: string }).constraint] : []
    )
  };
}

/** Thirty internes press the same slot. */
async function rush({ db, servers, territory }: Site): Promise<Outcome> {
  const { event, slots } = await aFair(db, territory.id, 1);
  const trainees = [];
  for (let at = 0; at < 30; at++) trainees.push(await anAttendee(db, event, `Presse${at}`));
  return count(
    await Promise.allSettled(
      trainees.map(({ token }, at) =>
        bookInterview(servers[at % SERVERS]!, token, slots[0]!, { now })
      )
    )
  );
}

/** One interne presses, in several tabs at once, the same hour of several hosts. */
async function tabs({ db, servers, territory }: Site): Promise<Outcome & { held: number }> {
  const { event } = await aFair(db, territory.id, 1);
  const { id, token } = await anAttendee(db, event, 'Onglets');
  const slots = [];
  for (let at = 0; at < SERVERS; at++) slots.push((await aHost(db, event, 1)).slots[0]!);
  const results = await Promise.allSettled(
    slots.map((slot, at) => bookInterview(servers[at]!, token, slot, { now }))
  );
  const held = await db
    .selectFrom('interview_slot')
    .select('id')
    .where('registration_id', '=', id)
    .execute();
  return { ...count(results), held: held.length };
}

describe('many people on one slot', () => {
  test('with the lock, one has it and the others are told', () =>
    atSite(async (site) => {
      expect(await rush(site)).toEqual({ told: 1, errors: [] });
    }));

  test('without the lock, the database refuses that it goes from hand to hand', () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      const { told, errors } = await rush(site);
      expect(told).toBe(1);
      expect(new Set(errors)).toEqual(new Set(['interview_slot_taken']));
    }));

  test('negative control: without the lock nor the trigger, several are told that it is theirs', () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      await sql`drop trigger interview_slot_taken on interview_slot`.execute(site.db);
      expect((await rush(site)).told).toBeGreaterThan(1);
    }));
});

describe('one person on several slots at the same hour', () => {
  test('with the lock, she has one', () =>
    atSite(async (site) => {
      expect(await tabs(site)).toEqual({ told: 1, held: 1, errors: [] });
    }));

  test('without the lock, the database refuses that she be in two places', () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      const { held, errors } = await tabs(site);
      expect(held).toBe(1);
      expect(new Set(errors)).toEqual(new Set(['interview_slot_of_person']));
    }));

  test('negative control: without the lock nor the constraint, she is in several', () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      await sql`alter table interview_slot drop constraint interview_slot_of_person`.execute(
        site.db
      );
      expect((await tabs(site)).held).toBeGreaterThan(1);
    }));
});
