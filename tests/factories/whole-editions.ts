import { sql } from 'kysely';
import { createStructure } from '#domain/directory/server/commands.ts';
import { operator } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, PersonId, SeriesId } from '#shared/ids.ts';
import { aStructure } from './structures.ts';

interface Belongings {
  /** The slug of its territory. */
  readonly territory: string;
  readonly series: SeriesId;
  /** Somebody of its team, who has a task. */
  readonly helper: PersonId;
}

type Value = ReturnType<typeof sql.lit>;

/**
 * One row of each kind that hangs from an edition, each column saying something, so that what is forgotten is seen. The
 * database has the default vocabulary, and no other edition that has rows.
 */
export async function fillEdition(
  db: Database,
  event: EventId,
  { territory, series, helper }: Belongings
): Promise<void> {
  const structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'Maison', territories: [territory] })
  );
  const p = sql.lit(helper);
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
    sql`insert into workshop_point (event_id, what) values (${e}, 'Qui appelle ?')`,
    sql`insert into table_plan (event_id, most, weigh_unknown, weigh_profession, weigh_structure, status, published_at, version)
      values (${e}, 7, false, true, false, 'published', now(), 4)`,
    sql`insert into table_plan_round (event_id, number, starts_at, topic, done_at)
      values (${e}, 1, '2027-03-18T13:00:00Z', 'La sortie', now()), (${e}, 2, '2027-03-18T13:20:00Z', '', null)`,
    sql`insert into table_plan_table values (${e}, 1, 'Phare', 6, true)`,
    sql`insert into table_plan_rule (event_id, kind, registration_id, table_number)
      select ${e}, 'host', id, 1 from registration`,
    sql`insert into table_plan_seat (event_id, round_number, registration_id, table_number)
      select ${e}, 1, id, 1 from registration`,
    sql`insert into table_plan_draw (event_id, seed, seconds, plan_version) values (${e}, 1, 10, 1)`,
    sql`insert into plan (territory_id, slug, kind, title, short_title)
      select territory_id, 'plan-' || id, 'cls', 'Plan', 'Plan' from event where id = ${e}`,
    sql`insert into action_sheet (plan_id, number, slug, title) select id, '28', '28', 'La Journée' from plan`,
    sql`insert into action_sheet_link (sheet_id, position, kind, event_id) select id, 1, 'event', ${e} from action_sheet`,
    sql`insert into contribution (territory_id, kind, slug, title)
      select territory_id, 'project', 'projet-' || id, 'Un projet' from event where id = ${e}`,
    sql`insert into contribution_event (contribution_id, event_id)
      select c.id, ${e} from contribution c where c.slug = 'projet-' || ${e}`
  ];
}
