import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { tally } from '#domain/events/workshop/agreement.ts';
import { tableReach } from '#domain/events/workshop/reach.ts';
import { findWorkshop } from '#domain/events/server/workshop/queries.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { listEditionsFigures } from '#domain/surveys/server/figures/queries.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDemonstration } from './demo.ts';
import { loadEvents } from './demo-events.ts';
import { nextDay } from './demo-yearly.ts';

const db = await testDatabase({ geography: true });
const now = new Date('2026-11-24T14:00:00Z');
await loadDemonstration(db, () => {}, now);

test('a past morning as it is publicly told, one of last spring, a yearly day with three past editions and one to come', async () => {
  const past = await listAgenda(db, VISITOR, { past: true }, now);
  expect(past.events.map(({ slug, fictional }) => [slug, fictional])).toEqual([
    ['rencontre-des-coordinations-printemps-2026', true],
    ['journee-departementale-2026', true],
    ['journee-departementale-2025', true],
    ['matinee-des-coordinations-2024', false],
    ['journee-departementale-2024', true]
  ]);
  const coming = await listAgenda(db, VISITOR, {}, now);
  expect(coming.events.map(({ slug }) => slug)).toEqual(['journee-departementale-2027']);
  const brest = await db
    .selectFrom('event')
    .select(['declared_participants', 'venue_commune_code', 'starts_at', 'contact_name'])
    .where('slug', '=', 'matinee-des-coordinations-2024')
    .executeTakeFirst();
  expect(brest).toEqual({
    declared_participants: 17,
    venue_commune_code: '29103',
    starts_at: new Date('2024-09-17T07:00:00Z'),
    contact_name: ''
  });
});

test('the edition to come has a workshop that is full and whose waiting list shows, and sells no place twice', async () => {
  const { rows } = await sql<{ capacity: number; taken: number; waiting: number }>`
    select p.capacity, p.taken, (select count(*) from session_choice c where c.session_id = p.session_id
      and c.status = 'waitlisted') as waiting from place_pool p where p.capacity is not null`.execute(
    db
  );
  expect(rows.every(({ capacity, taken }) => taken <= capacity)).toBe(true);
  expect(rows.some(({ capacity, taken, waiting }) => taken === capacity && waiting > 0)).toBe(true);
  expect(rows.some(({ capacity, taken }) => taken < capacity)).toBe(true);
});

test('everybody in it is invented, and each workshop one chooses has one place a person at a time', async () => {
  const { rows } = await sql<{ email: string }>`
    select email from registration union select email from date_poll_guest`.execute(db);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter(({ email }) => !email.endsWith('@exemple.test'))).toEqual([]);
  const overlaps = await sql`
    select from session_choice a join session_choice b on b.registration_id = a.registration_id
      and b.session_id > a.session_id
    join programme_session s on s.id = a.session_id join programme_session o on o.id = b.session_id
    where s.starts_at < o.ends_at and o.starts_at < s.ends_at`.execute(db);
  expect(overlaps.rows).toEqual([]);
});

test('loaded again it adds nothing', async () => {
  expect(await loadEvents(db, now)).toBe(0);
});

test.each([
  ['2026-11-24', '2027-03-18'],
  ['2027-02-10', '2027-03-18'],
  ['2027-02-27', '2028-03-16'],
  ['2030-06-01', '2031-03-20']
])('from %s the next edition is on %s', (today, day) => {
  expect(nextDay(today)).toBe(day);
});

test('the volunteer of the reception is in the team of the edition to come', async () => {
  const tom = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', 'tom.brouillon@exemple.test')
    .executeTakeFirstOrThrow();
  const team = await db
    .selectFrom('event_team_member')
    .select('role')
    .where('person_id', '=', tom.id)
    .execute();
  expect(team).toEqual([{ role: 'reception' }]);
});

test('the days that were held are counted from who came, and compared: fewer before, less satisfied', async () => {
  const { rows } = await sql<{ id: EventId }>`
    select id from event where slug like 'journee-departementale-202_' order by starts_at`.execute(
    db
  );
  const figures = await listEditionsFigures(
    db,
    rows.map(({ id }) => id),
    now
  );
  const [declared, before, last, coming] = figures;
  expect(declared!.present).toMatchObject({ value: 61, declared: true });
  for (const one of [before!, last!]) {
    expect(one.attendance.value).toBeGreaterThan(0.8);
    expect(one.attendance.value).toBeLessThan(0.9);
    expect(one.satisfaction.answers).toBeGreaterThanOrEqual(30);
    expect(one.response.value).toBeLessThan(0.8);
  }
  expect(last!.satisfaction.value! - before!.satisfaction.value!).toBeGreaterThan(0.3);
  expect(last!.recommendation.value).toBeGreaterThan(before!.recommendation.value!);
  expect(last!.structures.value).toBeGreaterThan(before!.structures.value!);
  expect(last!.firstTimers.value).toBeGreaterThan(10);
  expect(last!.firstTimersShare.value).toBeLessThan(0.6);
  expect(coming).toMatchObject({ present: { value: null }, registered: { value: 84 } });
});

test('the last day has its compte rendu, for all to read, with one thing done and two to do', async () => {
  const rows = await db
    .selectFrom('follow_up as f')
    .innerJoin('minutes as m', 'm.event_id', 'f.event_id')
    .innerJoin('event as e', 'e.id', 'f.event_id')
    .select(['e.slug', 'm.status as minutes', 'm.audience', 'f.status'])
    .orderBy('f.due_on')
    .execute();
  const of = { slug: 'journee-departementale-2026', minutes: 'validated', audience: 'public' };
  expect(rows).toEqual([
    { ...of, status: 'done' },
    { ...of, status: 'open' },
    { ...of, status: 'open' }
  ]);
});

test('nobody is written to about questionnaires of the past', async () => {
  const mails = await db.selectFrom('mail_message').select('kind').execute();
  expect(mails.filter(({ kind }) => kind.startsWith('survey'))).toEqual([]);
});

test('the last day has a workshop: five structures said what they do, two cases divided them, two points remain', async () => {
  const edition = await db
    .selectFrom('event')
    .select(['id', 'territory_id'])
    .where('slug', '=', 'journee-departementale-2026')
    .executeTakeFirstOrThrow();
  const found = await findWorkshop(db, edition.id as EventId, edition.territory_id as TerritoryId);
  const { status, structures, cases, points } = found!.workshop;
  expect(status).toBe('closed');
  expect(structures).toHaveLength(5);
  expect(structures.every(({ does, reached }) => does !== '' && reached.length > 10)).toBe(true);
  expect(structures.filter(({ readyAt }) => readyAt)).toHaveLength(4);
  expect(structures.filter(({ appliedAt }) => appliedAt)).toEqual([]);
  expect(cases.map((one) => tally(one).agreement)).not.toContain('silent');
  expect(points.filter(({ settledAt }) => settledAt === null)).toHaveLength(2);
  const { overlaps, blanks } = tableReach(found!.communes, structures);
  expect(overlaps.filter(({ isSameType }) => isSameType)).toMatchObject([
    { communes: ['Albias', 'Nègrepelisse'] }
  ]);
  expect(blanks.length).toBeGreaterThan(0);
});
