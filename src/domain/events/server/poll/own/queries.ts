import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PollGuestId } from '#shared/ids.ts';
import { pollLink } from '../guests/queries.ts';

/** A poll of dates that asks somebody, as she sees it. */
export interface OwnPoll {
  /** The title of the edition. */
  readonly title: string;
  readonly closesAt: Date;
  readonly timeZone: string;
  readonly hasAnswered: boolean;
  readonly link: string;
}

/**
 * The polls that are open and ask a person, by her account or by the address it is opened with, with her own link: for
 * herself only.
 */
export async function listOwnPolls(
  db: Executor,
  actor: PersonActor,
  now: Date
): Promise<OwnPoll[]> {
  const { rows } = await sql<
    Omit<OwnPoll, 'link'> & { guest: PollGuestId; version: number; poll: number }
  >`
    select distinct on (p.id) p.id as poll, e.title, p.closes_at as "closesAt", e.time_zone as "timeZone",
      g.answered_at is not null as "hasAnswered", g.id as guest, g.link_version as version
    from date_poll_guest g join date_poll p on p.id = g.poll_id join event e on e.id = p.event_id
    where (g.person_id = ${actor.id}
        or g.email = (select lower(email) from person where id = ${actor.id} and suspended_at is null))
      and g.asked_at is not null and p.status = 'open' and p.closes_at > ${now} and e.status <> 'cancelled'
    order by p.id, (g.person_id = ${actor.id}) desc nulls last, g.id`.execute(db);
  return rows.map(({ guest, version, poll: _, ...one }) => ({
    ...one,
    link: pollLink(guest, version)
  }));
}
