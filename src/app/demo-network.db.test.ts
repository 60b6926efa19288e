import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import {
  listPlannedIntroductions,
  listIntroductions
} from '#domain/network/server/introductions/queries.ts';
import { listWaves, readWaveNetwork } from '#domain/network/server/waves/queries.ts';
import { getTablePlan } from '#domain/seating/server/plan/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { EventId } from '#shared/ids.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDemonstration } from './demo.ts';
import { lastSpring } from './demo-network.ts';

const db = await testDatabase({ geography: true });
const now = new Date('2026-11-24T14:00:00Z');
await loadDemonstration(db, () => {}, now);
const { id: territory } = await getTerritory(db, 'trois-confluents');
const { id: event } = await db
  .selectFrom('event')
  .select('id')
  .where('slug', '=', 'rencontre-des-coordinations-printemps-2026')
  .executeTakeFirstOrThrow();
const waves = await listWaves(db, territory);
const networks = await Promise.all(waves.map(({ id }) => readWaveNetwork(db, id)));

test('seventeen people of seventeen structures came to the rencontre of the spring', async () => {
  const { rows } = await sql<{ people: number; structures: number; addresses: number }>`
    select count(distinct r.id)::int as people, count(distinct r.structure_id)::int as structures,
      count(*) filter (where r.email like '%@exemple.test')::int as addresses
    from registration r where r.event_id = ${event}
      and exists (select from attendance a where a.registration_id = r.id)`.execute(db);
  expect(rows).toEqual([{ people: 17, structures: 17, addresses: 17 }]);
});

test('at its tables everybody met everybody, in five rounds', async () => {
  const plan = (await getTablePlan(db, event as EventId))!;
  expect([plan.rounds.length, plan.seats.length]).toEqual([5, 85]);
  const met = new Set<string>();
  for (const one of plan.seats)
    for (const other of plan.seats)
      if (
        one.round === other.round &&
        one.table === other.table &&
        one.registration < other.registration
      )
        met.add(`${one.registration} ${other.registration}`);
  expect(met.size).toBe(136);
});

test('a wave before it, a wave after it, and one that is open: seven in ten answer or more, but the last', () => {
  expect(waves.map(({ status, moment, event: of }) => [status, moment, of === event])).toEqual([
    ['closed', 'before', true],
    ['closed', 'after', true],
    ['open', 'before', false]
  ]);
  const rates = networks.map(
    ({ structures, answers }) => new Set(answers.map(({ from }) => from)).size / structures.length
  );
  for (const rate of rates.slice(0, 2)) {
    expect(rate).toBeGreaterThan(0.7);
    expect(rate).toBeLessThan(0.9);
  }
  expect(rates[2]).toBeGreaterThan(0.1);
  expect(rates[2]).toBeLessThan(0.5);
});

test('those who were there know each other better after it', () => {
  const present = new Set(
    networks[0]!.structures.filter(({ slug }) => CAME.has(slug)).map(({ structure }) => structure)
  );
  const mean = (at: number, among: boolean) => {
    const levels = networks[at]!.answers.filter(
      ({ from, about }) => (present.has(from) && present.has(about)) === among
    ).map(({ level }) => level as number);
    return levels.reduce((sum, level) => sum + level, 0) / levels.length;
  };
  expect(mean(1, true) - mean(0, true)).toBeGreaterThan(0.5);
  expect(Math.abs(mean(1, false) - mean(0, false))).toBeLessThan(0.2);
});

test('introductions are planned for the next edition, and some are left to decide', async () => {
  const next = await db
    .selectFrom('event')
    .select('id')
    .where('slug', '=', 'journee-departementale-2027')
    .executeTakeFirstOrThrow();
  expect(await listPlannedIntroductions(db, next.id as EventId)).toHaveLength(3);
  const { counts } = await listIntroductions(db, operator('test'), territory, {
    ...{ standing: 'suggested', type: null, audience: null, epci: null, page: 1, perPage: 5 }
  });
  // One at a rencontre, four by binômes who said that they had talked.
  expect(counts).toMatchObject({ planned: 3, made: 5, dismissed: 1 });
  expect(counts.suggested).toBeGreaterThan(30);
  expect(counts.unheard).toBeGreaterThan(5);
});

test('nobody is written to', async () => {
  const mails = await db.selectFrom('mail_message').select('kind').execute();
  expect(mails.filter(({ kind }) => /wave|introduction/.test(kind))).toEqual([]);
});

test.each([
  ['2026-11-24', '2026-05-12'],
  ['2026-08-15', '2026-05-12'],
  ['2026-08-14', '2025-05-13'],
  ['2027-01-02', '2026-05-12'],
  ['2028-12-31', '2028-05-09']
])('from %s the last rencontre of spring was on %s', (today, day) => {
  expect(lastSpring(today)).toBe(day);
});

const CAME = new Set(
  (
    await db
      .selectFrom('registration')
      .innerJoin('structure', 'structure.id', 'registration.structure_id')
      .select('slug')
      .where('event_id', '=', event)
      .execute()
  ).map(({ slug }) => slug)
);
