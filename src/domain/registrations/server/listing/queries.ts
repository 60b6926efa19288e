import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { compareNames } from '#shared/text.ts';
import type {
  FilterChoices,
  ListedRegistration,
  RegistrationFilter,
  RegistrationFile,
  TraceLine
} from '../../figures.ts';
import { professionLabel, PROFESSIONS } from '../../profession.ts';
import { findRegistration } from '../places/queries.ts';

const ACCENTED = 'àâäáãéèêëîïíôöóõùûüúçñÿ’-';
const PLAIN = "aaaaaeeeeiiioooouuuucny' ";

/** Which registrations `r` (with their structure `s`) a filter keeps, of one edition. */
export function matching(event: EventId, filter: RegistrationFilter): RawBuilder<boolean> {
  const { status, category, session, halfDay, profession, text } = filter;
  const statuses = status === 'coming' ? ['confirmed', 'offered'] : status ? [status] : [];
  const codes = PROFESSIONS.filter(({ label }) => label === profession).map(({ code }) => code);
  const words = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const plain = (value: RawBuilder<unknown>) =>
    sql`translate(lower(${value}), ${ACCENTED}::text, ${PLAIN}::text)`;
  const said = sql`r.first_name || ' ' || r.last_name || ' ' || r.first_name || ' ' || coalesce(r.email, '')
    || ' ' || coalesce(s.name, r.structure_label)`;
  const conditions = [
    sql<boolean>`r.event_id = ${event}`,
    ...(statuses.length > 0 ? [sql<boolean>`r.status = any(${statuses}::text[])`] : []),
    ...(category ? [sql<boolean>`r.category_id = ${category}`] : []),
    ...(session
      ? [
          sql<boolean>`exists (select from session_choice c where c.registration_id = r.id
            and c.session_id = ${session} and c.status not in ('cancelled', 'expired'))`
        ]
      : []),
    ...(halfDay
      ? [
          sql<boolean>`exists (select from registration_half_day h
            where h.registration_id = r.id and h.half_day_id = ${halfDay})`
        ]
      : []),
    ...(profession
      ? [
          sql<boolean>`(r.profession_label = ${profession} or r.profession_code = any(${codes}::text[]))`
        ]
      : []),
    ...(text ? [sql<boolean>`${plain(said)} like ${plain(sql`${words}::text`)}`] : [])
  ];
  return sql.join(conditions, sql` and `);
}

/**
 * The registrations of an edition that a filter keeps, by name.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function listRegistrations(
  db: Executor,
  actor: Actor,
  id: EventId,
  filter: RegistrationFilter,
  { page, perPage }: { readonly page: number; readonly perPage: number }
): Promise<{ registrations: ListedRegistration[]; total: number }> {
  await getManagedEventById(db, actor, id);
  const { rows } = await sql<ListedRegistration & { total: number }>`
    select r.id, trim(r.last_name || ' ' || r.first_name) as name, coalesce(r.email, '') as email,
      r.profession_label as profession, coalesce(s.name, r.structure_label) as "structureName",
      coalesce(c.name, '') as "communeName", coalesce(k.label, '') as category, r.status, r.overruled,
      r.created_at as "createdAt", count(*) over ()::int as total
    from registration r
    left join structure s on s.id = r.structure_id
    left join commune c on c.code = r.commune_code
    left join registration_category k on k.id = r.category_id
    where ${matching(id, filter)}
    order by r.status in ('cancelled', 'expired'), lower(r.last_name), lower(r.first_name), r.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return {
    registrations: rows.map(({ total: _, ...one }) => one),
    total: rows[0]?.total ?? 0
  };
}

/** What the filters of an edition offer. @throws NotFound, Forbidden unless the actor manages the edition. */
export async function readFilterChoices(
  db: Executor,
  actor: Actor,
  id: EventId
): Promise<FilterChoices> {
  const event = await getManagedEventById(db, actor, id);
  const { rows } = await sql<
    Omit<FilterChoices, 'halfDays' | 'professions'> & {
      professions: { code: string; label: string }[];
    }
  >`
    select
      (select coalesce(json_agg(json_build_object('id', id, 'label', label) order by position, id), '[]')
        from registration_category where event_id = ${id}) as categories,
      (select coalesce(json_agg(json_build_object('id', id, 'label', title) order by starts_at, id), '[]')
        from programme_session where event_id = ${id} and chosen) as sessions,
      (select coalesce(json_agg(json_build_object('code', profession_code, 'label', profession_label)), '[]')
        from (select distinct profession_code, profession_label from registration
          where event_id = ${id} and profession_label <> '') said) as professions`.execute(db);
  const { professions, ...choices } = rows[0]!;
  const labels = professions.map(({ code, label }) => professionLabel(code, label));
  return {
    ...choices,
    halfDays: event.halfDays.map(({ id: day, label }) => ({ id: day, label })),
    professions: [...new Set(labels)].toSorted(compareNames)
  };
}

/**
 * @throws NotFound when it is not of this edition; NotFound, Forbidden unless the actor manages it.
 */
export async function getRegistrationFile(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: RegistrationId
): Promise<RegistrationFile> {
  await getManagedEventById(db, actor, event);
  const registration = await findRegistration(db, id);
  if (registration?.event !== event)
    throw new NotFound('Cette inscription n’est pas, ou n’est plus, de cette rencontre.');
  const { rows } = await sql<
    Omit<RegistrationFile, 'registration' | 'sessions' | 'traces'> & {
      sessions: { id: number; title: string; startsAt: string }[];
      traces: (Omit<TraceLine, 'at'> & { at: string })[];
    }
  >`
    select coalesce(n.meal, '') as meal, coalesce(n.access, '') as access,
      case when g.id is not null then json_build_object('name', g.name, 'email', g.email) end as group,
      coalesce(l.name, '') as "relayName",
      (select coalesce(json_agg(json_build_object('id', id, 'title', title, 'startsAt', starts_at)
          order by starts_at, id), '[]')
        from programme_session where event_id = r.event_id and chosen) as sessions,
      (select coalesce(json_agg(json_build_object('id', id, 'label', label) order by position, id), '[]')
        from registration_question where event_id = r.event_id) as questions,
      (select coalesce(json_agg(json_build_object('at', at, 'by', actor_label, 'action', action, 'detail', detail)
          order by at desc, id desc), '[]')
        from registration_trace where registration_id = r.id) as traces
    from registration r
    left join registration_need n on n.registration_id = r.id
    left join registration_group g on g.id = r.group_id
    left join event_relay l on l.id = r.relay_id
    where r.id = ${id}`.execute(db);
  const { sessions, traces, ...rest } = rows[0]!;
  return {
    ...rest,
    registration,
    sessions: sessions.map((one) => ({ ...one, startsAt: new Date(one.startsAt) })),
    traces: traces.map((one) => ({ ...one, at: new Date(one.at) }))
  };
}
