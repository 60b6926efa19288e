import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, PersonId } from '#shared/ids.ts';
import type { FollowUp, OwnFollowUp } from '../../follow-ups.ts';
import { hidesMinutesTexts } from '../hiding/queries.ts';

/** A follow-up and who does it, as every reading of it begins. */
export const FOLLOW_UP_COLUMNS = sql`f.id, f.what, f.who_label as "whoLabel", f.due_on::text as "dueOn", f.status,
  f.outcome, f.version, f.updated_by as "updatedBy", f.updated_at as "updatedAt",
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as person,
  case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure`;

/** Their tables. */
export const FOLLOW_UP_TABLES = sql`follow_up f left join person p on p.id = f.person_id
  left join structure s on s.id = f.structure_id`;

/** What is over is still shown that long, so that it can be taken back. */
const KEPT_DAYS = 14;

/**
 * What somebody has to do after the rencontres of which the minutes are validated: hers, and that of the structures
 * she answers for. Texts hidden now are left out with what they say.
 */
export async function listOwnFollowUps(
  db: Executor,
  actor: Actor,
  now: Date
): Promise<OwnFollowUp[]> {
  if (actor.kind !== 'person') return [];
  const since = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const { rows } = await sql<OwnFollowUp>`
    select ${FOLLOW_UP_COLUMNS}, json_build_object('id', e.id, 'slug', e.slug, 'title', e.title) as event
    from ${FOLLOW_UP_TABLES} join minutes m on m.event_id = f.event_id join event e on e.id = f.event_id
    where f.removed_at is null and m.status = 'validated' and (f.status = 'open' or f.done_at > ${since})
      and (f.person_id = ${actor.id} or f.structure_id = any(${[...actor.referentOf]}::bigint[]))
      and not ${hidesMinutesTexts(sql.ref('f.event_id'))}
    order by f.status = 'open' desc, f.due_on nulls last, f.id`.execute(db);
  return rows;
}

/** What the edition before this one, of the same series, left open. Who asks manages the edition. */
export async function listLeftOpen(
  db: Executor,
  event: EventId
): Promise<{ event: OwnFollowUp['event']; followUps: FollowUp[] } | null> {
  const { rows } = await sql<OwnFollowUp>`
    with before as (
      select b.id, b.slug, b.title from event e
      join event b on b.series_id = e.series_id and b.id <> e.id and b.starts_at < coalesce(e.starts_at, 'infinity')
      join minutes m on m.event_id = b.id
      where e.id = ${event} order by b.starts_at desc limit 1
    )
    select ${FOLLOW_UP_COLUMNS}, json_build_object('id', b.id, 'slug', b.slug, 'title', b.title) as event
    from before b join (${FOLLOW_UP_TABLES}) on f.event_id = b.id
    where f.removed_at is null and f.status = 'open'
      and not ${hidesMinutesTexts(sql.ref('f.event_id'))}
    order by f.due_on nulls last, f.position, f.id`.execute(db);
  const [first] = rows;
  return first ? { event: first.event, followUps: rows } : null;
}

/** To whom something may be given: the members of the network and the team of the edition, by name. */
export async function listPossibleDoers(
  db: Executor,
  event: EventId
): Promise<{ id: PersonId; name: string }[]> {
  const { rows } = await sql<{ id: PersonId; name: string }>`
    select p.id, p.name from person p
    where p.suspended_at is null and p.name <> '' and (
      exists (select from membership m join event e on e.territory_id = m.territory_id
        where e.id = ${event} and m.person_id = p.id and m.status = 'active')
      or exists (select from event_team_member t where t.event_id = ${event} and t.person_id = p.id))
    order by lower(p.name), p.id`.execute(db);
  return rows;
}
