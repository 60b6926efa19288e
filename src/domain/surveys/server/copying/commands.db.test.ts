import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { renewEdition } from '#domain/surveys/server/copying/commands.ts';
import { setDates } from '#domain/events/server/dates/commands.ts';
import { createSeries } from '#domain/events/server/series/commands.ts';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import { civilTime } from '#shared/dates.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, SeriesId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';

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
  }
};

/** What happened to people, or is asked of them once: never comes along. */
const STAYS =
  `date_poll date_poll_slot date_poll_guest date_poll_answer registration_group registration
  registration_need registration_half_day registration_answer session_choice registration_trace event_message
  event_invitation carpool_entry interview_desk interview_host interview_slot
  checkin_link checkin_device scan attendance_signature attendance_sheet attendance_certificate
  survey_link survey_answer minutes minutes_item follow_up
  perimeter_workshop workshop_structure workshop_case workshop_case_answer workshop_point`.split(
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

interface Link {
  child: string;
  column: string;
  parent: string;
}
const { rows: links } = await sql<Link>`
  select c.conrelid::regclass::text as child, a.attname as column, c.confrelid::regclass::text as parent
  from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
  where c.contype = 'f' and c.confdeltype <> 'n' order by 1, 2`.execute(db);

/** The rows of a table that hang from an edition, as a condition; null for a table that does not. */
function within(table: string, event: number, seen: readonly string[] = []): string | null {
  if (table === 'event') return `id = ${event}`;
  const up = links.filter(({ child, parent }) => child === table && !seen.includes(parent));
  const direct = up.find(({ parent }) => parent === 'event');
  if (direct) return `${direct.column} = ${event}`;
  for (const { column, parent } of up) {
    const above = within(parent, event, [...seen, table]);
    if (above) return `${column} in (select id from ${parent} where ${above})`;
  }
  return null;
}

async function rowsOf(table: string, event: number): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)} where ${sql.raw(within(table, event)!)} order by 1, 2`.execute(
    db
  );
  return rows;
}

let source: EventId;
let copy: EventId;
let series: SeriesId;

/** One row of each kind, each column saying something, so that what is forgotten is seen. */
async function fill(event: EventId): Promise<void> {
  const structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'Maison', territories: [territory.slug] })
  );
  const p = sql.lit(helper.id);
  const [e, s] = [sql.lit(event), sql.lit(structure)];
  const statements = [
    sql`update event set series_id = ${series}, summary = 'Résumé', description = 'Texte', intended_for = 'Tous',
      visibility = 'members', kind = 'annual-day', organiser_id = ${s}, contact_name = 'Secrétariat',
      contact_phone = '02 61 91 00 00', venue_name = 'Salle', venue_address = '1 place', venue_postal_code = '82000',
      venue_commune_code = (select code from commune order by code limit 1), online_url = 'https://visio.exemple.test',
      access_walk = 'pied', access_bus = 'bus', access_car = 'voiture', access_reduced_mobility = 'rampe',
      lodging = 'hôtel', capacity = 50, declared_participants = 40, declared_source = 'le bilan',
      calendar_sequence = 3, published_at = now(), cancelled_at = now(), cancel_reason = 'neige', status = 'cancelled',
      version = 7 where id = ${e}`,
    sql`insert into event_half_day (event_id, label, starts_at, ends_at)
      values (${e}, 'Jeudi matin', '2027-03-18T08:00Z', '2027-03-18T12:00Z')`,
    sql`insert into event_room (event_id, name, capacity, note, position) values (${e}, 'Salle A', 30, 'à l’étage', 2)`,
    sql`insert into programme_session (event_id, kind, title, description, starts_at, ends_at, room_id, chosen, capacity,
      materials, version) select ${e}, 'workshop', 'Atelier', 'Texte', '2027-03-18T09:00Z', '2027-03-18T10:00Z', id,
      true, 20, 'un ordinateur', 4 from event_room where event_id = ${e}`,
    sql`insert into programme_session_theme select s.id, t.code from programme_session s, theme t
      where s.event_id = ${e} order by t.code limit 1`,
    sql`insert into event_speaker (event_id, name, title, structure_id, structure_label, position)
      values (${e}, 'Noé Esquisse', 'infirmier', ${s}, 'au foyer', 3)`,
    sql`insert into session_speaker select s.id, p.id, 'host', 5 from programme_session s, event_speaker p
      where s.event_id = ${e} and p.event_id = ${e}`,
    sql`insert into event_partner (event_id, structure_id, name, role, means, website, planned_cents, actual_cents,
      industry, pays_for, paid_to, shown, amount_shown, logo, logo_type, position, version)
      values (${e}, ${s}, 'Laboratoire', 'funder', 'des blocs', 'https://exemple.test', 5000, 4000, true, 'le repas',
      'l’association', false, true, '\\x89', 'image/png', 4, 2)`,
    sql`insert into event_budget_line (event_id, kind, label, planned_cents, actual_cents, note, position)
      values (${e}, 'expense', 'Repas', 90000, 85000, 'devis', 1)`,
    sql`insert into event_team_member (event_id, person_id, role) values (${e}, ${p}, 'reception')`,
    sql`insert into event_team_member (event_id, person_id, role, session_id)
      select ${e}, ${p}, 'partner', id from programme_session where event_id = ${e}`,
    sql`insert into event_team_member (event_id, person_id, role, partner_id)
      select ${e}, ${p}, 'partner', id from event_partner where event_id = ${e}`,
    sql`insert into event_task (event_id, title, detail, days_before, assignee_id, done_at, done_by, position)
      values (${e}, 'Lieu', 'la salle', 90, ${p}, now(), 'Lucie', 1)`,
    sql`insert into event_relay (event_id, structure_id, name, code, message, position)
      values (${e}, ${s}, 'CDOM', 'cdom', 'Venez', 1)`,
    sql`insert into date_poll (event_id, message, status) values (${e}, 'Quand ?', 'closed')`,
    sql`insert into date_poll_slot (poll_id, starts_at, ends_at)
      select id, '2027-03-18T08:00Z', '2027-03-18T16:00Z' from date_poll where event_id = ${e}`,
    sql`insert into date_poll_guest (poll_id, email) select id, 'zoe@exemple.test' from date_poll where event_id = ${e}`,
    sql`insert into date_poll_answer select g.id, s.id, 'yes' from date_poll_guest g, date_poll_slot s`,
    sql`update registration_desk set promotion = 'immediate', offer_hours = 24, asks_commune = false, asks_meal = true,
      asks_access = false, asks_half_days = true, groups_allowed = false, list_shared = false, photo_asked = true,
      message = 'À bientôt', opens_at = '2027-01-01', closes_at = '2027-03-01', version = 5 where event_id = ${e}`,
    sql`insert into registration_category (event_id, label, note, capacity, position)
      values (${e}, 'Internes', 'gratuit', 10, 2)`,
    sql`insert into registration_question (event_id, kind, label, hint, options, required, position)
      values (${e}, 'one', 'Comment venez-vous ?', 'au choix', '{train,voiture}', true, 1)`,
    sql`insert into registration_group (event_id, name, email) values (${e}, 'Secrétariat', 'g@exemple.test')`,
    sql`insert into registration (event_id, email, last_name, status) values (${e}, 'zoe@exemple.test', 'Z', 'confirmed')`,
    sql`insert into registration_need (registration_id, meal) select id, 'végétarien' from registration`,
    sql`insert into registration_half_day select r.id, h.id from registration r, event_half_day h`,
    sql`insert into registration_answer select r.id, q.id, 'train' from registration r, registration_question q`,
    sql`insert into session_choice (registration_id, session_id, status)
      select r.id, s.id, 'confirmed' from registration r, programme_session s`,
    sql`insert into registration_trace (event_id, actor_label, action) values (${e}, 'Zoé', 'register')`,
    sql`insert into event_message (event_id, kind, subject, body) values (${e}, 'news', 'Sujet', 'Texte')`,
    sql`insert into event_invitation (event_id, email, origin) values (${e}, 'zoe@exemple.test', 'pasted')`,
    sql`insert into carpool_entry (event_id, registration_id, kind) select ${e}, id, 'offer' from registration`,
    sql`insert into interview_desk (event_id, open) values (${e}, true)`,
    sql`insert into interview_host (event_id, name, email) values (${e}, 'Zoé', 'zoe@exemple.test')`,
    sql`insert into interview_slot (host_id, starts_at, ends_at)
      select id, '2027-03-18T09:00Z', '2027-03-18T09:15Z' from interview_host`,
    ...onTheDay(e),
    ...afterwards(e, s)
  ];
  for (const statement of statements) await statement.execute(db);
}

function onTheDay(e: Value) {
  return [
    sql`insert into checkin_link (event_id, day) values (${e}, '2027-03-18')`,
    sql`insert into checkin_device (id, link_id) select gen_random_uuid(), id from checkin_link`,
    sql`insert into scan (nonce, event_id, registration_id, means, outcome, scanned_at)
      select gen_random_uuid(), ${e}, id, 'code', 'ok', now() from registration`,
    sql`insert into attendance_signature (registration_id, half_day_id, strokes, nonce, signed_at)
      select r.id, h.id, 'M1 1L2 2', gen_random_uuid(), now() from registration r, event_half_day h`,
    sql`insert into attendance_sheet (event_id, file, file_name, file_type) values (${e}, 'x', 'f.pdf', 'application/pdf')`,
    sql`insert into attendance_certificate (registration_id, event_id, code, holder, minutes, parts)
      select id, ${e}, 'K7QM-2XRT-9FHD', 'Zoé', 180, '[]' from registration`
  ];
}

function afterwards(e: Value, s: Value) {
  return [
    sql`insert into survey (event_id, kind, title, intro, thanks, audience, reminders, remind_after_days, status,
      opens_at, closes_at, results_shown, opened_at, closed_at, asked, version)
      values (${e}, 'satisfaction', 'Votre avis', 'Bonjour', 'Merci', 'present', 2, 5, 'closed', '2027-03-19',
      '2027-04-19', 'public', '2027-03-19', '2027-04-19', 40, 6)`,
    sql`insert into survey_question (survey_id, kind, label, hint, options, scale_max, low_label, high_label, required,
      measure, position) select id, 'scale', 'Satisfait ?', 'de 1 à 7', '{}', 7, 'non', 'oui', true, 'satisfaction', 3
      from survey`,
    sql`insert into survey_question (survey_id, kind, label, options, depends_on, depends_values, position)
      select survey_id, 'one', 'Pourquoi ?', '{lieu,horaire}', id, '{1,2}', 4 from survey_question`,
    sql`insert into survey_link (survey_id, registration_id) select s.id, r.id from survey s, registration r`,
    sql`insert into survey_answer (survey_id, said) select id, '{}' from survey`,
    sql`insert into minutes (event_id) values (${e})`,
    sql`insert into minutes_item (event_id, kind, title) values (${e}, 'decision', 'On continue')`,
    sql`insert into follow_up (event_id, what) values (${e}, 'Écrire')`,
    sql`insert into perimeter_workshop (event_id) values (${e})`,
    sql`insert into workshop_structure (event_id, structure_id) values (${e}, ${s})`,
    sql`insert into workshop_case (event_id, story) values (${e}, 'Une personne chute.')`,
    sql`insert into workshop_case_answer select c.id, w.id, 'us' from workshop_case c, workshop_structure w`,
    sql`insert into workshop_point (event_id, what) values (${e}, 'Qui appelle ?')`
  ];
}

type Value = ReturnType<typeof sql.lit>;

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
  await fill(source);
  copy = await renew();
});

describe('what comes along is decided for', () => {
  test('every table that hangs from an edition', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
    const hanging = rows.map(({ name }) => name).filter((name) => within(name, 0) !== null);
    expect(hanging.toSorted()).toEqual([...Object.keys(COMES), ...STAYS, ...MADE].toSorted());
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
