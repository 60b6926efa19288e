import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, PartnerId, ProgrammeSessionId } from '#shared/ids.ts';
import type { TeamEntry } from '../../team.ts';
import { getManagedEventById } from '../queries.ts';

/** The team of an edition, organisers first. @throws NotFound, Forbidden unless the actor manages it. */
export async function listTeam(db: Executor, actor: Actor, event: EventId): Promise<TeamEntry[]> {
  await getManagedEventById(db, actor, event);
  const { rows } = await sql<TeamEntry>`
    select m.id, m.role, json_build_object('id', p.id, 'name', p.name, 'email', p.email) as person,
      case when s.id is not null then json_build_object('id', s.id, 'title', s.title) end as session,
      case when x.id is not null then json_build_object('id', x.id, 'name', x.name) end as partner
    from event_team_member m
    join person p on p.id = m.person_id
    left join programme_session s on s.id = m.session_id
    left join event_partner x on x.id = m.partner_id
    where m.event_id = ${event}
    order by array_position(array['organiser', 'reception', 'partner'], m.role), p.name, m.id`.execute(
    db
  );
  return rows;
}

/** What may be given to a partner: the moments of the programme, and the partners of the edition. */
export interface Entrustable {
  readonly sessions: readonly { readonly id: ProgrammeSessionId; readonly title: string }[];
  readonly partners: readonly { readonly id: PartnerId; readonly name: string }[];
}

/** What may be given to a partner, in the order of the edition. Who may read it has been decided with the edition. */
export async function listEntrustable(db: Executor, event: EventId): Promise<Entrustable> {
  const [sessions, partners] = await Promise.all([
    sql<{ id: ProgrammeSessionId; title: string }>`
      select id, title from programme_session where event_id = ${event} order by starts_at, id`.execute(
      db
    ),
    sql<{ id: PartnerId; name: string }>`
      select id, name from event_partner
      where event_id = ${event} and removed_at is null order by position, id`.execute(db)
  ]);
  return { sessions: sessions.rows, partners: partners.rows };
}
