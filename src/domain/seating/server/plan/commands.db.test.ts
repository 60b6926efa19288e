import { beforeEach, describe, expect, test } from 'vitest';
import type { TablePlanInput } from '#domain/seating/forms.ts';
import { findRegistration } from '#domain/registrations/server/places/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aTablePlan, someGuests, someSeats } from '../../../../../tests/factories/seatings.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { addPlanRule, removePlanRule } from '../rules/commands.ts';
import { moveGuest, pinSeat, placeMissing, publishPlan } from '../seats/commands.ts';
import { saveTablePlan } from './commands.ts';
import { getTablePlan, listGoneGuests, listPlanGuests, listPlanRules } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const welcome = await person(db, { roles: [{ territory: territory.id, role: 'reception' }] });

let event: EventId;
let guests: RegistrationId[];
beforeEach(async () => {
  event = (await anEvent(db, territory.id)).id;
  guests = await someGuests(db, event, 8, (at) => (at === 0 ? { access: 'Fauteuil' } : {}));
});

function input(more: Partial<TablePlanInput> = {}): TablePlanInput {
  return {
    ...{ session: null, most: 4, tables: [] },
    weights: { unknown: true, profession: false, structure: true },
    rounds: [
      { startsAt: '2027-03-18T14:00', topic: 'La sortie' },
      { startsAt: null, topic: '' }
    ],
    ...more
  };
}

const read = async () => (await getTablePlan(db, event))!;

describe('a plan is settled', () => {
  test('with its rounds, its tables and what counts, as they were said', async () => {
    const tables = [{ name: 'Phare', seats: 3, accessible: true }];
    const saved = await saveTablePlan(db, animator, { event, version: 0, plan: input({ tables }) });
    expect(saved).toMatchObject({ ok: true });
    expect(await read()).toMatchObject({
      ...{ most: 4, status: 'draft', seats: [], rules: [] },
      weights: { unknown: true, profession: false, structure: true },
      rounds: [{ number: 1, startsAt: new Date('2027-03-18T13:00:00Z') }, { number: 2 }],
      tables: [{ number: 1, ...tables[0] }]
    });
  });

  test('not over what somebody else has settled meanwhile, even when both begin it', async () => {
    const asked = { event, version: 0, plan: input() };
    const both = await Promise.all([
      saveTablePlan(db, animator, asked),
      saveTablePlan(db, animator, asked)
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    // Whether the two met or came one after the other.
    expect(await saveTablePlan(db, animator, asked)).toEqual({ ok: false, reason: 'stale' });
    const { version } = await read();
    await saveTablePlan(db, animator, { ...asked, version });
    expect(await saveTablePlan(db, animator, { ...asked, version })).toEqual({
      ...{ ok: false, reason: 'stale' }
    });
  });

  test('a round that has taken place is not taken away; seats of one that is go with it', async () => {
    await aTablePlan(db, event, { rounds: 3, done: 2 });
    await someSeats(db, event, guests, { rounds: 3 });
    const less = input({ rounds: [{ startsAt: null, topic: '' }] });
    expect(await saveTablePlan(db, animator, { event, version: 1, plan: less })).toMatchObject({
      reason: 'done'
    });
    expect(await saveTablePlan(db, animator, { event, version: 1, plan: input() })).toMatchObject({
      ok: true
    });
    expect((await read()).seats).toHaveLength(16);
  });

  test('words that may speak of somebody are read again, and nothing is begun meanwhile', async () => {
    const plan = input({ rounds: [{ startsAt: null, topic: 'Mme Fictif, née le 12/03/1948' }] });
    expect(await saveTablePlan(db, animator, { event, version: 0, plan })).toMatchObject({
      reason: 'second-reading'
    });
    expect(await getTablePlan(db, event)).toBeNull();
  });
});

describe('who sits', () => {
  test('confirmed people alone, with whether they asked for an access and never what they wrote', async () => {
    await someGuests(db, event, 2, (at) => ({ status: at === 0 ? 'cancelled' : 'waitlisted' }));
    const list = await listPlanGuests(db, event);
    expect(list.map(({ needsAccess }) => needsAccess)).toEqual([true, ...Array(7).fill(false)]);
    expect(JSON.stringify(list)).not.toContain('Fauteuil');
    expect(JSON.stringify(await findRegistration(db, guests[0]!))).not.toContain('Fauteuil');
  });

  test('who registers afterwards is placed, who cancels is taken away, the others hardly move', async () => {
    await aTablePlan(db, event, { rounds: 2 });
    await someSeats(db, event, guests, { rounds: 2 });
    const [newcomer] = await someGuests(db, event, 1);
    await db
      .updateTable('registration')
      .set({ status: 'cancelled' })
      .where('id', '=', guests[3]!)
      .execute();
    expect((await listGoneGuests(db, event)).map((one) => one.registration)).toEqual([guests[3]]);
    expect(await placeMissing(db, animator, event)).toBe(0);
    const { seats } = await read();
    const rounds = (who: RegistrationId) =>
      seats.filter((one) => one.registration === who).map(({ round }) => round);
    expect([rounds(newcomer!), rounds(guests[3]!), seats.length]).toEqual([[1, 2], [], 16]);
  });
});

describe('by hand', () => {
  beforeEach(async () => {
    await aTablePlan(db, event, { rounds: 2, done: 1 });
    await someSeats(db, event, guests, { rounds: 2 });
  });
  const moving = (round: number, version: number) => ({
    ...{ event, version, round, registration: guests[0]!, to: { other: guests[1]! } }
  });

  test('two people change places, of the plan whose cost was shown, in a round to come', async () => {
    expect(await moveGuest(db, animator, moving(1, 1))).toMatchObject({ reason: 'done' });
    expect(await moveGuest(db, animator, moving(2, 1))).toEqual({ ok: true });
    expect(await moveGuest(db, animator, moving(2, 1))).toMatchObject({ reason: 'stale' });
    expect((await read()).seats.filter(({ pinned }) => pinned)).toHaveLength(2);
    await pinSeat(db, animator, event, null);
    expect((await read()).seats.filter(({ pinned }) => pinned)).toHaveLength(0);
  });

  test('a rule is of people who come, of a round to come, once', async () => {
    const apart = { kind: 'apart' as const, registration: guests[0]!, other: guests[1]! };
    const add = (rule: Parameters<typeof addPlanRule>[3]) => addPlanRule(db, animator, event, rule);
    expect(await add(apart)).toEqual({ ok: true });
    const reversed = { ...apart, registration: guests[1]!, other: guests[0]! };
    expect(await add(reversed)).toMatchObject({ reason: 'known' });
    expect(await add({ ...apart, other: guests[0]! })).toMatchObject({ reason: 'same' });
    const { id: other } = await anEvent(db, territory.id);
    const [foreign] = await someGuests(db, other, 1);
    expect(await add({ ...apart, other: foreign! })).toMatchObject({ reason: 'other' });
    const absent = { kind: 'absent' as const, registration: guests[2]! };
    expect(await add({ ...absent, round: 1 })).toMatchObject({ reason: 'round' });
    const [rule] = await listPlanRules(db, event);
    await removePlanRule(db, animator, other, rule!.id);
    expect(await listPlanRules(db, event)).toHaveLength(1);
    await removePlanRule(db, animator, event, rule!.id);
    expect(await listPlanRules(db, event)).toEqual([]);
  });

  test('who welcomes on the day neither settles, moves nor publishes', async () => {
    const now = new Date('2027-03-18T08:00:00Z');
    await expect(publishPlan(db, welcome, event, { published: true, now })).rejects.toThrow(
      Forbidden
    );
    await expect(moveGuest(db, welcome, moving(2, 1))).rejects.toThrow(Forbidden);
    await publishPlan(db, animator, event, { published: true, now });
    expect(await read()).toMatchObject({ status: 'published', publishedAt: now, version: 1 });
  });
});
