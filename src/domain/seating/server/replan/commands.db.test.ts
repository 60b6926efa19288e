import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { comesIn } from '../../../../../tests/factories/presences.ts';
import { aTablePlan, someGuests, someSeats } from '../../../../../tests/factories/seatings.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { PLAIN_DAY, tableDayOf } from '../../replan/day.ts';
import { getTablePlan } from '../plan/queries.ts';
import { bumpPlan } from '../plan/commands.ts';
import { applyReplan, endRound, reopenRound, undoReplan } from './commands.ts';
import { findUndoable, getTableDay, proposeReplan } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-03-18T08:40:00Z');
let territory: Territory;
let animator: PersonActor;
let reception: PersonActor;
let event: EventId;
let slug: string;
let guests: RegistrationId[];

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
  reception = await person(db, {});
});

/** Twelve people at three tables of four, for three rounds; all there but the last two. */
beforeEach(async () => {
  ({ id: event, slug } = await anEvent(db, territory.id));
  await db
    .insertInto('event_team_member')
    .values({ event_id: event, person_id: reception.id, role: 'reception' })
    .execute();
  guests = await someGuests(db, event, 12);
  await aTablePlan(db, event, { rounds: 3 });
  await someSeats(db, event, guests, { rounds: 3 });
  for (const guest of guests.slice(0, 10))
    await comesIn(db, event, guest, { at: '2027-03-18T08:05:00Z' });
});

const plan = async () => (await getTablePlan(db, event))!;
const seatsOf = async (guest: RegistrationId) =>
  (await plan()).seats.filter(({ registration }) => registration === guest);

async function propose(choice = PLAIN_DAY, at = now) {
  const { event: edition, day } = await getTableDay(db, animator, slug);
  return {
    version: day!.plan.version,
    proposal: (await proposeReplan(db, edition, day!, { choice, now: at }))!
  };
}

async function replan(choice = PLAIN_DAY) {
  const { version, proposal } = await propose(choice);
  return applyReplan(db, animator, { event, version, choice, mark: proposal.mark, now });
}

describe('on the day', () => {
  test('who is missing where, and who is there without a place', async () => {
    const [late] = await someGuests(db, event, 1, () => ({
      firstName: 'Zoé',
      email: 'zoe@exemple.test'
    }));
    await comesIn(db, event, late!);
    const { day } = await getTableDay(db, reception, slug);
    const shown = tableDayOf(day!);
    expect(shown).toMatchObject({ isCounted: true, here: 11, seated: 12, next: { number: 1 } });
    expect(shown.missing.map(({ registration }) => registration).toSorted()).toEqual(
      guests.slice(10)
    );
    expect(shown.unseated.map(({ name }) => name)).toEqual(['Zoé Fictif1']);
  });

  test('while nobody was let in, nobody is missing', async () => {
    await db.deleteFrom('scan').where('event_id', '=', event).execute();
    const { day } = await getTableDay(db, animator, slug);
    expect(tableDayOf(day!)).toMatchObject({ missing: [], unseated: [], isCounted: false });
    expect((await propose()).proposal.rounds.flatMap(({ moves }) => moves)).toEqual([]);
  });

  test('who came the day before of an edition of two days is not there yet', async () => {
    await db
      .updateTable('event')
      .set({ ends_at: '2027-03-19T16:00:00Z' })
      .where('id', '=', event)
      .execute();
    await db
      .updateTable('table_plan_round')
      .set({ starts_at: '2027-03-19T09:00:00Z' })
      .where('event_id', '=', event)
      .execute();
    const { id: halfDay } = await db
      .insertInto('event_half_day')
      .values({
        ...{ event_id: event, label: 'Vendredi' },
        ...{ starts_at: '2027-03-19T08:00:00Z', ends_at: '2027-03-19T11:00:00Z' }
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await comesIn(db, event, guests[0]!, { halfDay, at: '2027-03-19T08:05:00Z' });
    const { day } = await getTableDay(db, animator, slug);
    expect([...day!.present]).toEqual([guests[0]]);
  });

  test('the page costs as many statements for three guests as for twelve', async () => {
    const { id, slug: small } = await anEvent(db, territory.id);
    await someSeats(db, id, await aSmallPlan(id), { rounds: 1 });
    const count = (which: string) =>
      countingStatements(db, (one) => getTableDay(one, animator, which));
    expect(await count(small)).toBe(await count(slug));
  });
});

async function aSmallPlan(id: EventId) {
  await aTablePlan(db, id, { rounds: 1 });
  return someGuests(db, id, 3);
}

describe('the rounds to come are done again', () => {
  test('whoever did not come has no place any more, and the version moves', async () => {
    const before = await plan();
    expect(await replan()).toEqual({ ok: true });
    expect(await seatsOf(guests[10]!)).toEqual([]);
    expect((await plan()).version).toBeGreaterThan(before.version);
  });

  test('a preview writes nothing', async () => {
    const before = await plan();
    await propose();
    expect(await plan()).toEqual(before);
  });

  test('a place that is kept stays, and who left is gone', async () => {
    await replan({ from: 0, keep: [guests[10]!], left: [guests[0]!] });
    expect(await seatsOf(guests[10]!)).toHaveLength(3);
    expect(await seatsOf(guests[0]!)).toEqual([]);
  });

  test('a round that is over stays as it was, and one that has begun does unless it is asked for', async () => {
    const begun = new Date('2027-03-18T09:05:00Z');
    const { proposal } = await propose(PLAIN_DAY, begun);
    expect(proposal.rounds.map(({ round }) => round)).toEqual([2, 3]);
    const { proposal: asked } = await propose({ ...PLAIN_DAY, from: 1 }, begun);
    expect(asked.rounds.map(({ round }) => round)).toEqual([1, 2, 3]);
    const { version } = await plan();
    await endRound(db, animator, { event, version, round: 1, now });
    await replan();
    expect((await seatsOf(guests[11]!)).map(({ round }) => round)).toEqual([1]);
  });

  test('somebody who comes in meanwhile makes another proposal: it is shown, not written', async () => {
    const { version, proposal } = await propose();
    await comesIn(db, event, guests[11]!);
    const before = await plan();
    const outcome = await applyReplan(db, animator, {
      ...{ event, version, choice: PLAIN_DAY, mark: proposal.mark, now }
    });
    expect(outcome).toEqual({ ok: false, reason: 'arrived' });
    expect(await plan()).toEqual(before);
  });

  test('who welcomes reads, and changes nothing', async () => {
    const { version, proposal } = await propose();
    const input = { event, version, choice: PLAIN_DAY, mark: proposal.mark, now };
    await expect(applyReplan(db, reception, input)).rejects.toThrow(Forbidden);
    await expect(endRound(db, reception, { ...input, round: 1 })).rejects.toThrow(Forbidden);
    await expect(reopenRound(db, reception, { ...input, round: 1 })).rejects.toThrow(Forbidden);
    await expect(undoReplan(db, reception, input)).rejects.toThrow(Forbidden);
  });

  test('a table is added to those that the plan names', async () => {
    await db
      .insertInto('table_plan_table')
      .values([1, 2, 3].map((number) => ({ event_id: event, number })))
      .execute();
    const more = await someGuests(db, event, 5, (at) => ({ email: `tard-${at}@exemple.test` }));
    for (const guest of [...more, ...guests.slice(10)]) await comesIn(db, event, guest);
    expect(await replan()).toEqual({ ok: true });
    expect((await plan()).tables.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });
});

describe('what was done is undone', () => {
  test('every seat is as it was', async () => {
    const before = await plan();
    await replan();
    const done = await plan();
    expect(await findUndoable(db, done)).not.toBeNull();
    expect(await undoReplan(db, animator, { event, version: done.version, now })).toEqual({
      ok: true
    });
    const after = await plan();
    expect(after.seats).toEqual(before.seats);
    expect(await findUndoable(db, after)).toBeNull();
  });

  test('not once anything has changed since', async () => {
    await replan();
    const { version } = await plan();
    await endRound(db, animator, { event, version, round: 1, now });
    const outcome = await undoReplan(db, animator, { event, version: version + 1, now });
    expect(outcome).toEqual({ ok: false, reason: 'stale' });
  });
});

describe('a round is over', () => {
  test('rounds end one after the other, and the last one can be taken back', async () => {
    const { version } = await plan();
    const end = (round: number, at: number) =>
      endRound(db, animator, { event, version: at, round, now });
    expect(await end(2, version)).toEqual({ ok: false, reason: 'order' });
    expect(await end(1, version)).toEqual({ ok: true });
    expect(await end(1, version)).toEqual({ ok: false, reason: 'stale' });
    expect((await plan()).rounds[0]!.doneAt).toEqual(now);
    expect(await reopenRound(db, animator, { event, version: version + 1, round: 2, now })).toEqual(
      {
        ...{ ok: false, reason: 'order' }
      }
    );
    await reopenRound(db, animator, { event, version: version + 1, round: 1, now });
    expect((await plan()).rounds[0]!.doneAt).toBeNull();
  });

  test('without a plan there is nothing to end', async () => {
    const { id } = await anEvent(db, territory.id);
    expect(await endRound(db, animator, { event: id, version: 1, round: 1, now })).toEqual({
      ...{ ok: false, reason: 'no-plan' }
    });
  });
});

describe('two people at once', () => {
  test('the second is told', async () => {
    const { version, proposal } = await propose();
    const input = { event, version, choice: PLAIN_DAY, mark: proposal.mark, now };
    const outcomes = await Promise.all([1, 2, 3].map(() => applyReplan(db, animator, input)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok && one.reason === 'stale')).toHaveLength(2);
  });

  test('without the lock of the plan, both would have written', async () => {
    const { version } = await plan();
    let reading = 2;
    let bothHaveRead!: () => void;
    const both = new Promise<void>((resolve) => (bothHaveRead = resolve));
    const careless = () =>
      inTransaction(db, async (tx) => {
        const read = (await getTablePlan(tx, event))!;
        if (--reading === 0) bothHaveRead();
        await both;
        if (read.version !== version) return false;
        await bumpPlan(tx, event);
        return true;
      });
    expect(await Promise.all([careless(), careless()])).toEqual([true, true]);
    expect((await plan()).version).toBe(version + 2);
  });
});
