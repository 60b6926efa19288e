import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import { dayOf } from '../../pairing/calendar.ts';
import { addUp, type Outcome, type PairingFigures } from '../../pairing/feedback.ts';

/** A network of somebody, and whether she is drawn there. */
export interface OwnPlace {
  readonly id: TerritoryId;
  readonly slug: string;
  readonly name: string;
  readonly joined: boolean;
  /** The last civil day of a pause that is under way. */
  readonly pausedUntil: string | null;
  /** How many others are drawn there. */
  readonly others: number;
}

/** The networks somebody is of, with whether she wants binômes there. For herself. */
export async function listOwnPlaces(
  db: Executor,
  person: PersonId,
  now: Date
): Promise<OwnPlace[]> {
  const { rows } = await sql<OwnPlace>`
    select t.id, t.slug, t.name, m.person_id is not null as joined,
      case when m.paused_until >= ${dayOf(now)}::date then m.paused_until::text end as "pausedUntil",
      (select count(*)::int from pairing_member o join membership h using (territory_id, person_id)
        where o.territory_id = t.id and o.person_id <> ${person} and h.status = 'active'
          and h.role <> 'reception') as others
    from membership join territory t on t.id = membership.territory_id
    left join pairing_member m on m.territory_id = t.id and m.person_id = membership.person_id
    where membership.person_id = ${person} and membership.status = 'active' and membership.role <> 'reception'
    order by t.position, t.name`.execute(db);
  return rows;
}

/** How the binômes of a territory go, in figures: nobody is named. */
export interface PairingBoard {
  readonly members: number;
  readonly paused: number;
  /** The last twelve months that were drawn, the last first. */
  readonly months: readonly PairingFigures[];
}

/** @throws Forbidden unless the actor leads the territory. */
export async function getPairingBoard(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  now: Date
): Promise<PairingBoard> {
  if (!animates(actor, territory))
    throw new Forbidden('Cette page est celle de l’équipe d’animation du territoire.');
  const members = await sql<{ members: number; paused: number }>`
    select count(*)::int as members,
      (count(*) filter (where m.paused_until >= ${dayOf(now)}::date))::int as paused
    from pairing_member m join membership h using (territory_id, person_id)
    where m.territory_id = ${territory} and h.status = 'active' and h.role <> 'reception'`.execute(
    db
  );
  const { rows } = await sql<{ month: string; pairs: [Outcome | null, Outcome | null][] }>`
    select r.month::text as month, coalesce((select json_agg(json_build_array(
        (select outcome from pairing_feedback f where f.pairing_id = x.id and f.person_id = x.a_id),
        (select outcome from pairing_feedback f where f.pairing_id = x.id and f.person_id = x.b_id)))
      from pairing x where x.round_id = r.id), '[]') as pairs
    from pairing_round r where r.territory_id = ${territory} order by r.month desc limit 12`.execute(
    db
  );
  return { ...members.rows[0]!, months: rows.map(({ month, pairs }) => addUp(month, pairs)) };
}
