import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { findFaults } from '#domain/seating/checking.ts';
import { poseProblem } from '#domain/seating/problem.ts';
import { seatingOf } from '#domain/seating/seats.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aTablePlan, someGuests } from '../../../../../tests/factories/seatings.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { bumpPlan } from '../plan/commands.ts';
import { getTablePlan, listPlanGuests } from '../plan/queries.ts';
import { startDraw, stopDraw, takeUpDraw, undoDraw } from './commands.ts';
import { findLastDraw } from './queries.ts';
import { endDraws } from './running/commands.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const stranger = await person(db);

let event: EventId;
let guests: RegistrationId[];
beforeEach(async () => {
  event = (await anEvent(db, territory.id)).id;
  guests = await someGuests(db, event, 17);
});

async function drawn(seconds = 5, seed = 1): Promise<void> {
  const started = await startDraw(db, animator, { event, seconds, seed });
  if (!started.ok) throw new Error(started.reason);
  await started.ended;
}

/** Euler’s thirty-six officers: no fourth round is without a repeat, which no bound here proves. It ends with its time. */
const ENDLESS = { most: 6, rounds: 4, weighs: false };
const OFFICERS = 36;

async function anEndlessDraw(seconds = 20) {
  await someGuests(db, event, OFFICERS - guests.length);
  await aTablePlan(db, event, ENDLESS);
  const started = await startDraw(db, animator, { event, seconds, seed: 1 });
  if (!started.ok) throw new Error(started.reason);
  return started;
}

const seatCount = async () => (await getTablePlan(db, event))!.seats.length;

describe('tables are composed', () => {
  test('17 people, five rounds: all 136 pairs meet, it is proved, and what is written has no fault', async () => {
    await aTablePlan(db, event, { rounds: 5, weighs: false });
    await drawn();
    const [plan, people] = [(await getTablePlan(db, event))!, await listPlanGuests(db, event)];
    const posed = poseProblem(plan, people);
    expect(posed.ok && findFaults(posed.problem, seatingOf(plan, people).seating)).toEqual([]);
    expect(await findLastDraw(db, event)).toMatchObject({
      ...{ status: 'done', optimal: true, neverMet: 0, isAside: false, canUndo: true }
    });
  }, 15_000);

  test('the same seed gives the same tables', async () => {
    await aTablePlan(db, event, { rounds: 4, weighs: false });
    await drawn(5, 7);
    const first = (await getTablePlan(db, event))!.seats;
    await undoDraw(db, animator, event);
    expect(await seatCount()).toBe(0);
    await drawn(5, 7);
    expect((await getTablePlan(db, event))!.seats).toEqual(first);
  }, 15_000);

  test('a contradiction is refused before anything is searched', async () => {
    await aTablePlan(db, event);
    await sql`
      insert into table_plan_rule (event_id, kind, registration_id, other_id) values
        (${event}, 'together', ${guests[0]}, ${guests[1]}), (${event}, 'apart', ${guests[0]}, ${guests[1]})`.execute(
      db
    );
    expect(await startDraw(db, animator, { event, seconds: 5 })).toMatchObject({
      ...{ ok: false, reason: 'contradictory' },
      contradictions: [{ kind: 'together-apart', people: [guests[0], guests[1]] }]
    });
    expect(await findLastDraw(db, event)).toBeNull();
  });

  test('without a plan, or once every round has taken place, there is nothing to draw', async () => {
    expect(await startDraw(db, animator, { event, seconds: 5 })).toMatchObject({
      reason: 'no-plan'
    });
    await aTablePlan(db, event, { rounds: 2, done: 2 });
    expect(await startDraw(db, animator, { event, seconds: 5 })).toMatchObject({
      reason: 'all-done'
    });
  });

  test('who does not manage the edition neither draws, stops nor undoes', async () => {
    await aTablePlan(db, event);
    const asked = { event, seconds: 5 };
    await expect(startDraw(db, stranger, asked)).rejects.toThrow(Forbidden);
    await expect(stopDraw(db, stranger, event)).rejects.toThrow(Forbidden);
    await expect(undoDraw(db, stranger, event)).rejects.toThrow(Forbidden);
    await expect(takeUpDraw(db, stranger, event)).rejects.toThrow(Forbidden);
    const { id: draft } = await anEvent(db, territory.id, { status: 'draft' });
    await expect(startDraw(db, stranger, { ...asked, event: draft })).rejects.toThrow(NotFound);
  });
});

describe('one at a time', () => {
  test('of two asked for at once, one is refused', async () => {
    await someGuests(db, event, OFFICERS - guests.length);
    await aTablePlan(db, event, ENDLESS);
    const both = await Promise.all(
      [1, 2].map((seed) => startDraw(db, animator, { event, seconds: 20, seed }))
    );
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'running' });
    await endDraws();
  }, 15_000);

  test('without the promise of the table, both would run', async () => {
    await aTablePlan(db, event, { most: 4, rounds: 9, weighs: false });
    await sql`drop index table_plan_draw_running`.execute(db);
    try {
      const both = await Promise.all(
        [1, 2].map((seed) => startDraw(db, animator, { event, seconds: 20, seed }))
      );
      expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    } finally {
      await endDraws();
      await sql`create unique index table_plan_draw_running on table_plan_draw (event_id) where status = 'running'`.execute(
        db
      );
    }
  }, 15_000);

  test('one whose server has died is said dead, and another can be started', async () => {
    await aTablePlan(db, event, { rounds: 5, weighs: false });
    await sql`
      insert into table_plan_draw (event_id, seed, seconds, plan_version, beat_at)
      values (${event}, 1, 10, 1, now() - interval '16 seconds')`.execute(db);
    expect(await findLastDraw(db, event)).toMatchObject({ status: 'dead' });
    await drawn();
    expect(await findLastDraw(db, event)).toMatchObject({ status: 'done' });
  }, 15_000);
});

describe('a search under way', () => {
  test('says what it has reached, and stops when it is asked to: the best so far is written', async () => {
    const { ended } = await anEndlessDraw();
    await expect
      .poll(async () => (await findLastDraw(db, event))!.repeats, { timeout: 5000 })
      .not.toBeNull();
    expect(await findLastDraw(db, event)).toMatchObject({ status: 'running', stopAsked: false });
    await stopDraw(db, animator, event);
    await ended;
    const last = (await findLastDraw(db, event))!;
    expect(last).toMatchObject({ status: 'stopped', canUndo: true });
    expect(await seatCount()).toBe(OFFICERS * 4);
  }, 15_000);

  test('ends with its server, and what it has found is kept', async () => {
    const { ended } = await anEndlessDraw();
    await endDraws();
    await ended;
    expect(await seatCount()).toBe(OFFICERS * 4);
    expect((await findLastDraw(db, event))!.status).toBe('done');
  }, 15_000);

  test('the plan changed meanwhile: nothing is written over, and what was found waits', async () => {
    const { ended } = await anEndlessDraw();
    await bumpPlan(db, event);
    await stopDraw(db, animator, event);
    await ended;
    expect(await seatCount()).toBe(0);
    expect(await findLastDraw(db, event)).toMatchObject({ isAside: true, canUndo: false });
    expect(await takeUpDraw(db, animator, event)).toEqual({ ok: true });
    expect(await seatCount()).toBe(OFFICERS * 4);
    expect(await findLastDraw(db, event)).toMatchObject({ isAside: false, canUndo: true });
    expect(await takeUpDraw(db, animator, event)).toEqual({ ok: false, reason: 'stale' });
  }, 15_000);

  test('held for dead while it ran, it writes nothing', async () => {
    const { ended } = await anEndlessDraw();
    await sql`update table_plan_draw set status = 'failed' where event_id = ${event}`.execute(db);
    await endDraws();
    await ended;
    expect(await seatCount()).toBe(0);
  }, 15_000);
});

describe('a draw is undone', () => {
  test('as long as nothing has changed since', async () => {
    await aTablePlan(db, event, { rounds: 3, weighs: false });
    await drawn();
    await bumpPlan(db, event);
    expect(await undoDraw(db, animator, event)).toEqual({ ok: false, reason: 'stale' });
    expect(await seatCount()).toBe(51);
  }, 15_000);
});
