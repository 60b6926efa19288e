import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { erasePerson as eraseAccount } from '#app/people/erasure.ts';
import { connect, type Database } from '#server/db/connection.ts';
import type { Territory } from '#domain/territory/model.ts';
import { anAttendee, aHost, interviewsAt } from '../../../../../../tests/factories/interviews.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase, testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import {
  aFair,
  listInterviewBreaches,
  raceInterviews
} from '../../../../../../tests/support/interview-races.ts';
import { drawing } from '../../../../../../tests/support/place-races.ts';
import { RACED } from '../../../../../../tests/support/raced.ts';
import { cancelRegistration } from '../../places/holder/commands.ts';
import { bookInterview, cancelInterview } from '../commands.ts';

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

  test('without the lock, the database refuses that it goes from hand to hand', RACED, () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      const { told, errors } = await rush(site);
      expect(told).toBe(1);
      expect(new Set(errors)).toEqual(new Set(['interview_slot_taken']));
    })
  );

  test(
    'negative control: without the lock nor the trigger, several are told that it is theirs',
    RACED,
    () =>
      atSite(async (site) => {
        await UNLOCK.execute(site.db);
        await sql`drop trigger interview_slot_taken on interview_slot`.execute(site.db);
        expect((await rush(site)).told).toBeGreaterThan(1);
      })
  );
});

describe('one person on several slots at the same hour', () => {
  test('with the lock, she has one', () =>
    atSite(async (site) => {
      expect(await tabs(site)).toEqual({ told: 1, held: 1, errors: [] });
    }));

  test('without the lock, the database refuses that she be in two places', RACED, () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      const { held, errors } = await tabs(site);
      expect(held).toBe(1);
      expect(new Set(errors)).toEqual(new Set(['interview_slot_of_person']));
    })
  );

  test('negative control: without the lock nor the constraint, she is in several', RACED, () =>
    atSite(async (site) => {
      await UNLOCK.execute(site.db);
      await sql`alter table interview_slot drop constraint interview_slot_of_person`.execute(
        site.db
      );
      expect((await tabs(site)).held).toBeGreaterThan(1);
    })
  );
});

describe('an interview is given up', async () => {
  const db = await testDatabase();
  const territory = await aTerritory(db);
  const { anEdition, book, holderOf, mailsOf } = interviewsAt(db, territory.id, now);
  const NOW = { now };

  test('by who booked it: the slot is free, the host is told, whoever else may have it', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const [luc, zoe] = [await anAttendee(db, id, 'Luc'), await anAttendee(db, id, 'Zoé')];
    await book(luc.token, slots[0]!);
    expect(await cancelInterview(db, zoe.token, slots[0]!, NOW)).toEqual({
      ...{ ok: false, reason: 'not-yours' }
    });
    expect(await cancelInterview(db, luc.token, slots[0]!, NOW)).toEqual({ ok: true });
    expect(await cancelInterview(db, luc.token, slots[0]!, NOW)).toMatchObject({ ok: false });
    const told = (await mailsOf('interview-cancelled')).at(-1)!;
    expect(told.text_body).toMatch(/de nouveau libre/);
    expect(told.text_body).not.toMatch(/Luc/);
    expect(await book(zoe.token, slots[0]!)).toMatchObject({ ok: true });
  });

  test('when interviews are closed too, but not once it has begun', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 2);
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    await db
      .updateTable('interview_desk')
      .set({ open: false })
      .where('event_id', '=', id)
      .execute();
    const late = { now: new Date('2027-03-18T09:05:00Z') };
    expect(await cancelInterview(db, luc.token, slots[0]!, late)).toMatchObject({
      reason: 'begun'
    });
    expect(await cancelInterview(db, luc.token, slots[0]!, NOW)).toEqual({ ok: true });
  });

  test('with the registration: what she booked is free, what she gave is gone, the others are told', async () => {
    const id = await anEdition();
    const { slots } = await aHost(db, id, 1);
    const doctor = await anAttendee(db, id, 'Ada', { profession: 'R356-90' });
    const given = await aHost(db, id, 1, { registration: doctor.id, from: '2027-03-18T13:00:00Z' });
    const luc = await anAttendee(db, id, 'Luc');
    await book(luc.token, slots[0]!);
    await book(luc.token, given.slots[0]!);
    expect(await cancelRegistration(db, doctor.token, NOW)).toMatchObject({ ok: true });
    expect(await holderOf(given.slots[0]!)).toBeUndefined();
    expect(await mailsOf('interview-cancelled', luc.email)).toHaveLength(1);
    expect(await cancelRegistration(db, luc.token, NOW)).toMatchObject({ ok: true });
    expect(await holderOf(slots[0]!)).toBeNull();
  });

  test('when somebody is erased, whether she booked it or gave it', async () => {
    const id = await anEdition();
    // Those of an edition that is over stay until they are purged with it.
    const coming = { starts_at: '2099-03-18T08:00:00Z', ends_at: '2099-03-18T16:00:00Z' };
    const { slots } = await aHost(db, id, 1, { from: '2027-03-18T09:00:00Z' });
    await db.updateTable('event').set(coming).where('id', '=', id).execute();
    const luc = await anAttendee(db, id, 'Luc');
    const account = await person(db, { name: 'Ida Partante', email: 'ida@exemple.test' });
    const ida = await anAttendee(db, id, 'Ida');
    await db
      .updateTable('registration')
      .set({ person_id: account.id, email: 'ida@exemple.test' })
      .where('id', '=', ida.id)
      .execute();
    expect(await book(ida.token, slots[0]!)).toMatchObject({ ok: true });
    const named = await aHost(db, id, 1, { name: 'Ida Partante', from: '2099-03-18T13:00:00Z' });
    await db
      .updateTable('interview_host')
      .set({ email: 'ida@exemple.test' })
      .where('id', '=', named.host)
      .execute();
    await book(luc.token, named.slots[0]!);
    await eraseAccount(db, account, account.id, 'ida@exemple.test');
    expect(await holderOf(slots[0]!)).toBeNull();
    expect(await holderOf(named.slots[0]!)).toBeUndefined();
    const told = await mailsOf('interview-cancelled', luc.email);
    expect(told.map(({ text_body }) => text_body).join()).not.toMatch(/Ida/);
    expect(told).toHaveLength(1);
  });
});
