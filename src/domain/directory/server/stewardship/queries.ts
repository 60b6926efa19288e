import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { countPendingSuggestions, isShown } from '../suggestions/queries.ts';

/** What there is to lead in a territory. */
export interface TerritoryWork {
  readonly members: number;
  /** People who ask to join, or to answer for a fiche, and wait for an answer. */
  readonly asked: number;
  /** Invitations nobody has answered yet. */
  readonly invitations: number;
  readonly suggestions: number;
  readonly withheld: number;
  readonly doors: number;
}

/** What waits in each of these territories, for whoever leads them: as many statements whatever their number. */
export async function listWaiting(
  db: Executor,
  actor: Actor,
  territories: readonly TerritoryId[]
): Promise<Map<TerritoryId, Pick<TerritoryWork, 'asked' | 'suggestions' | 'withheld'>>> {
  const led = territories.filter((one) => animates(actor, one));
  const { rows } = await sql<{
    id: TerritoryId;
    asked: number;
    suggestions: number;
    withheld: number;
  }>`
    select t.id,
      (select count(*)::int from membership
        where territory_id = t.id and status = 'asked') as asked,
      (select count(*)::int from suggestion g where g.status = 'pending' and ${isShown}
        and (g.territory_id = t.id or exists (select from structure_territory st
          where st.structure_id = g.structure_id and st.territory_id = t.id))) as suggestions,
      (select count(*)::int from withholding
        where territory_id = t.id and status = 'withheld') as withheld
    from unnest(${led}::bigint[]) as t (id)`.execute(db);
  return new Map(rows.map(({ id, ...waiting }) => [id, waiting]));
}

/** The figures of what waits in a territory. @throws Forbidden for whoever does not lead it. */
export async function getTerritoryWork(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<TerritoryWork> {
  if (!animates(actor, territory))
    throw new Forbidden('Ces pages sont celles de l’équipe d’animation du territoire.');
  const { rows } = await sql<Omit<TerritoryWork, 'suggestions'>>`
    select
      (select count(*)::int from membership
        where territory_id = ${territory} and status = 'active') as members,
      (select count(*)::int from membership
        where territory_id = ${territory} and status = 'asked') as asked,
      (select count(*)::int from invitation where territory_id = ${territory}
        and accepted_at is null and withdrawn_at is null and expires_at > now()) as invitations,
      (select count(*)::int from withholding
        where territory_id = ${territory} and status = 'withheld') as withheld,
      (select count(*)::int from front_door where territory_id = ${territory}) as doors`.execute(
    db
  );
  return { ...rows[0]!, suggestions: await countPendingSuggestions(db, actor, { territory }) };
}
