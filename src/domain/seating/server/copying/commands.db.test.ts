import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { renewEdition } from '#domain/seating/server/copying/commands.ts';
import { setDates } from '#domain/events/server/dates/commands.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { civilTime } from '#shared/dates.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { fillEdition } from '../../../../../tests/factories/whole-editions.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { editionRows } from '../../../../../tests/support/edition-rows.ts';

/**
 * Every table that hangs from an edition, however far, and every column of those that come along. A new table, or a new
 * column, fails the first tests until somebody has decided.
 */
const COMES: Record<string, { same: string; moved?: string; linked?: string; own: string }> = {
  event: {
    same: `territory_id kind summary description intended_for visibility time_zone organiser_id contact_name
      contact_phone venue_name venue_address venue_postal_code venue_commune_code access_walk access_bus access_car
      access_reduced_mobility lodging capacity fictional`,
    moved: 'starts_at ends_at',
    own: `id slug title series_id status online_url declared_participants declared_source copied_from
      calendar_sequence published_at cancelled_at cancel_reason version created_by created_at updated_at`
  },
  event_half_day: { same: 'label', moved: 'starts_at ends_at', own: 'id event_id' },
  event_room: { same: 'name capacity note position', own: 'id event_id' },
  programme_session: {
    same: 'kind title description chosen capacity materials',
    moved: 'starts_at ends_at',
    linked: 'room_id',
    own: 'id event_id version created_at updated_at'
  },
  programme_session_theme: { same: 'theme_code', linked: 'session_id', own: '' },
  event_speaker: { same: 'name title structure_id structure_label position', own: 'id event_id' },
  session_speaker: { same: 'role position', linked: 'session_id speaker_id', own: '' },
  event_partner: {
    same: `structure_id name role means website planned_cents industry pays_for paid_to shown amount_shown logo
      logo_type position`,
    own: 'id event_id actual_cents version removed_at'
  },
  event_budget_line: {
    same: 'kind label planned_cents note position',
    own: 'id event_id actual_cents'
  },
  event_team_member: {
    same: 'person_id role',
    linked: 'session_id partner_id',
    own: 'id event_id created_at'
  },
  event_task: {
    same: 'title detail days_before assignee_id position',
    own: 'id event_id done_at done_by'
  },
  event_relay: { same: 'structure_id name code message position', own: 'id event_id' },
  registration_desk: {
    same: `promotion offer_hours asks_commune asks_meal asks_access asks_half_days groups_allowed list_shared
      photo_asked message`,
    own: 'event_id opens_at closes_at version'
  },
  registration_category: { same: 'label note capacity position', own: 'id event_id' },
  registration_question: { same: 'kind label hint options required position', own: 'id event_id' },
  survey: {
    same: 'kind title intro thanks audience reminders remind_after_days',
    own: 'id event_id status opens_at closes_at results_shown opened_at closed_at asked version created_at'
  },
  survey_question: {
    same: `kind label hint options scale_max low_label high_label required measure depends_values position`,
    linked: 'survey_id depends_on',
    own: 'id removed_at'
  },
  table_plan: {
    same: 'most weigh_unknown weigh_profession weigh_structure',
    own: 'event_id session_id status published_at version'
  },
  table_plan_round: { same: 'number topic', moved: 'starts_at', own: 'event_id done_at' },
  table_plan_table: { same: 'number name seats accessible', own: 'event_id' }
};

/** What happened to people, or is asked of them once: never comes along. */
const STAYS =
  `date_poll date_poll_slot date_poll_guest date_poll_answer registration_group registration
  registration_need registration_half_day registration_answer session_choice registration_trace event_message
  event_invitation carpool_entry interview_desk interview_host interview_slot
  checkin_link checkin_device scan attendance_signature attendance_sheet attendance_certificate
  survey_link survey_answer minutes minutes_item follow_up
  perimeter_workshop workshop_structure workshop_case workshop_case_answer workshop_point
  table_plan_rule table_plan_seat table_plan_draw action_sheet_link contribution_event`.split(
    /\s+/
  );

/** Made by the database itself for each edition. */
const MADE = ['place_pool'];

const NOW = new Date('2026-11-22T09:00:00Z');
const db = await testDatabase();
await loadDefaultVocabulary(db);
const territory = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
const helper = await person(db, { name: 'Lucie Esquisse' });
const words = (text = '') => text.split(/\s+/).filter(Boolean);
const listed = (table: string) => {
  const { same, moved, linked, own } = COMES[table]!;
  return [same, moved, linked, own].flatMap(words);
};
const hanging = await editionRows(db);
const rowsOf = hanging.of;

let source: EventId;
let copy: EventId;
let series: SeriesId;

const LIKE_THIS = {
  ...{ title: 'Journée départementale', startsOn: '2028-04-13', speakers: true, roles: true }
};

async function renew(more: Partial<typeof LIKE_THIS> | { startsOn: null } = {}): Promise<EventId> {
  const made = await renewEdition(db, animator, source, { ...LIKE_THIS, series, ...more }, NOW);
  if (!made.ok) throw new Error(made.reason);
  return made.id;
}

beforeAll(async () => {
  const made = await createSeries(db, animator, {
    ...{ territory: territory.id, title: 'Journée', description: '' }
  });
  if (!made.ok) throw new Error(made.reason);
  series = made.id;
  source = (await anEvent(db, territory.id)).id;
  await fillEdition(db, source, { territory: territory.slug, series, helper: helper.id });
  copy = await renew();
});

describe('what comes along is decided for', () => {
  test('every table that hangs from an edition', async () => {
    expect((await hanging.tables()).toSorted()).toEqual(
      [...Object.keys(COMES), ...STAYS, ...MADE].toSorted()
    );
  });

  test.each(Object.keys(COMES))('every column of %s', async (table) => {
    const { rows } = await sql<{ name: string }>`
      select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = ${table}`.execute(db);
    expect(listed(table).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  });
});

describe('a new edition', () => {
  test.each(Object.keys(COMES))('has the %s of the other', async (table) => {
    const [before, after] = [await rowsOf(table, source), await rowsOf(table, copy)];
    expect(before.length).toBeGreaterThan(0);
    expect(after).toHaveLength(before.length);
    for (const column of words(COMES[table]!.same)) {
      expect([column, after.map((row) => row[column])]).toEqual([
        column,
        before.map((row) => row[column])
      ]);
    }
  });

  test.each(Object.entries(COMES).filter(([, { moved }]) => moved))(
    'has its %s on its own day, at the same hours across the change of hour',
    async (table, { moved }) => {
      const at = async (event: EventId) =>
        (await rowsOf(table, event)).flatMap((row) =>
          words(moved).map((column) => civilTime(row[column] as Date, 'Europe/Paris'))
        );
      const before = await at(source);
      expect(await at(copy)).toEqual(
        before.map((civil) => civil.replace('2027-03-18', '2028-04-13'))
      );
    }
  );

  test.each(Object.entries(COMES).filter(([, { linked }]) => linked))(
    'has %s linked to its own parts, never to those of the other',
    async (table, { linked }) => {
      const [before, after] = [await rowsOf(table, source), await rowsOf(table, copy)];
      for (const column of words(linked)) {
        const theirs = before.map((row) => row[column]).filter((id) => id !== null);
        const own = after.map((row) => row[column]).filter((id) => id !== null);
        expect(theirs.length).toBeGreaterThan(0);
        expect(own).toHaveLength(theirs.length);
        expect(own.filter((id) => theirs.includes(id))).toEqual([]);
      }
    }
  );

  test.each(STAYS)('has no %s', async (table) => {
    expect((await rowsOf(table, source)).length).toBeGreaterThan(0);
    expect(await rowsOf(table, copy)).toEqual([]);
  });

  test('has its own places, all free', async () => {
    const pools = await rowsOf('place_pool', copy);
    expect(pools.map(({ capacity, taken }) => [capacity, taken]).toSorted()).toEqual([
      [10, 0],
      [20, 0],
      [50, 0]
    ]);
  });

  test('is a draft to be prepared: nothing done, spent, published, cancelled or open yet', async () => {
    expect((await rowsOf('event', copy))[0]).toMatchObject({
      ...{ slug: 'journee-departementale-2028', status: 'draft', version: 1, series_id: series },
      ...{ online_url: '', declared_participants: null, declared_source: '', copied_from: source },
      ...{ calendar_sequence: 0, published_at: null, cancelled_at: null, cancel_reason: '' }
    });
    expect((await rowsOf('event_task', copy))[0]).toMatchObject({ done_at: null, done_by: '' });
    expect((await rowsOf('event_partner', copy))[0]).toMatchObject({ actual_cents: null });
    expect((await rowsOf('event_budget_line', copy))[0]).toMatchObject({ actual_cents: null });
    expect((await rowsOf('survey', copy))[0]).toMatchObject({
      ...{ status: 'draft', opens_at: null, closes_at: null, results_shown: 'team', version: 1 },
      ...{ opened_at: null, closed_at: null, asked: null }
    });
    expect((await rowsOf('registration_desk', copy))[0]).toMatchObject({
      ...{ opens_at: null, closes_at: null, version: 1 }
    });
  });

  test('leaves the speakers and the roles where one says so', async () => {
    const bare = await renew({ speakers: false, roles: false });
    for (const table of ['event_speaker', 'session_speaker', 'event_team_member'])
      expect([table, await rowsOf(table, bare)]).toEqual([table, []]);
    expect((await rowsOf('event_task', bare))[0]).toMatchObject({ assignee_id: null });
    expect(await rowsOf('programme_session', bare)).toHaveLength(1);
  });

  test('whose day is to be chosen waits for it, then moves whole', async () => {
    const waiting = await renew({ startsOn: null });
    expect((await rowsOf('event', waiting))[0]).toMatchObject({ starts_at: null, ends_at: null });
    const when = { start: '2028-04-11T09:00', end: '2028-04-11T17:00' };
    await setDates(db, animator, waiting, { when }, NOW);
    const [session] = await rowsOf('programme_session', waiting);
    expect(civilTime(session!['starts_at'] as Date, 'Europe/Paris')).toBe('2028-04-11T10:00');
    const [half] = await rowsOf('event_half_day', waiting);
    expect(half).toMatchObject({ label: 'Mardi matin' });
    expect(civilTime(half!['starts_at'] as Date, 'Europe/Paris')).toBe('2028-04-11T09:00');
  });

  test('lasts as many days as the other', async () => {
    const { id } = await anEvent(db, territory.id, {
      ...{ startsAt: '2027-03-18T08:00:00Z', endsAt: '2027-03-19T11:00:00Z' }
    });
    const made = await renewEdition(db, animator, id, { ...LIKE_THIS, series: null }, NOW);
    if (!made.ok) throw new Error(made.reason);
    const [event] = await rowsOf('event', made.id);
    expect(civilTime(event!['ends_at'] as Date, 'Europe/Paris')).toBe('2028-04-14T12:00');
  });
});

describe('making a new edition is refused', () => {
  test('on a day that is gone', async () => {
    const input = { ...LIKE_THIS, series, startsOn: '2025-04-10' };
    expect(await renewEdition(db, animator, source, input, NOW)).toEqual({
      ...{ ok: false, reason: 'past' }
    });
  });

  test('to who does not lead the network, even in the team of the other edition', async () => {
    const organiser = await person(db);
    await sql`insert into event_team_member (event_id, person_id, role)
      values (${source}, ${organiser.id}, 'organiser')`.execute(db);
    const input = { ...LIKE_THIS, series };
    await expect(renewEdition(db, organiser, source, input, NOW)).rejects.toThrow(Forbidden);
    const stranger = await person(db);
    await expect(renewEdition(db, stranger, source, input, NOW)).rejects.toThrow(NotFound);
  });
});
