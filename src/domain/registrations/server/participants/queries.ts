import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { isInTeam } from '#domain/events/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { getDesk } from '../desk/queries.ts';
import { findRegistrationByToken } from '../links/queries.ts';

/** Somebody who agreed to be in the list that registered people see. Never her address. */
export interface Participant {
  readonly name: string;
  readonly profession: string;
  readonly structure: string;
  readonly commune: string;
}

/** @param token - of « ma place », when she comes from there. */
interface Asking {
  readonly token: string;
}

/**
 * Who comes, of those who agreed to be named: for those who come too, and for the team of the edition.
 * @throws Forbidden for anybody else, and when the organiser keeps the list.
 */
export async function listParticipants(
  db: Executor,
  actor: Actor,
  event: Event,
  { token }: Asking
): Promise<{ participants: Participant[]; others: number }> {
  if (!isInTeam(actor, event.place)) {
    if (!(await getDesk(db, event.id)).listShared) throw new Forbidden(NOT_SHARED);
    if (!(await comesToo(db, actor, event.id, token))) throw new Forbidden(NOT_REGISTERED);
  }
  const { rows } = await sql<Participant & { agreed: boolean }>`
    select trim(r.first_name || ' ' || r.last_name) as name, r.profession_label as profession,
      coalesce(s.name, r.structure_label) as structure, coalesce(c.name, '') as commune, r.list_consent as agreed
    from registration r left join structure s on s.id = r.structure_id
    left join commune c on c.code = r.commune_code
    where r.event_id = ${event.id} and r.status = 'confirmed'
    order by lower(r.last_name), lower(r.first_name), r.id`.execute(db);
  const agreed = rows.filter((row) => row.agreed);
  return {
    participants: agreed.map(({ name, profession, structure, commune }) => ({
      ...{ name, profession, structure, commune }
    })),
    others: rows.length - agreed.length
  };
}

const NOT_REGISTERED =
  'Cette liste se lit par les personnes inscrites : ouvrez-la depuis « Ma place », dont le lien est dans votre courriel.';
const NOT_SHARED = 'L’équipe qui organise ne partage pas la liste des personnes inscrites.';

async function comesToo(
  db: Executor,
  actor: Actor,
  event: EventId,
  token: string
): Promise<boolean> {
  const held = token ? await findRegistrationByToken(db, token) : null;
  const person = actor.kind === 'person' ? actor.id : null;
  const row = await db
    .selectFrom('registration as r')
    .select('r.id')
    .where('r.event_id', '=', event)
    .where('r.status', '=', 'confirmed')
    .where((where) =>
      where.or([
        where('r.id', '=', held?.id ?? 0),
        where('r.person_id', '=', person),
        where(
          'r.email',
          '=',
          where
            .selectFrom('person')
            .select((column) => column.fn<string>('lower', ['email']).as('email'))
            .where('id', '=', person)
        )
      ])
    )
    .executeTakeFirst();
  return row !== undefined;
}
