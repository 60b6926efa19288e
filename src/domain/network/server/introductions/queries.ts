import { sql } from 'kysely';
import { listAudiences } from '#domain/directory/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import { STANDINGS, type Introduction, type Standing } from '../../introductions/pair.ts';
import {
  filterIntroductions,
  rankIntroductions,
  type IntroductionFilter
} from '../../introductions/ranking.ts';
import { canLeadWaves } from '../../rules.ts';
import { listCandidatePairs } from './candidates/queries.ts';

export { listAcquaintanceLevels } from './levels/queries.ts';

export interface IntroductionList {
  readonly items: readonly Introduction[];
  /** Of those of this standing, filters applied. */
  readonly total: number;
  /** Of each standing, filters applied. */
  readonly counts: Readonly<Record<Standing, number>>;
  /** Whether the territory has any pair at all: a wave was opened, or something decided. */
  readonly isAsked: boolean;
}

export interface IntroductionPage extends IntroductionFilter {
  /** An EPCI where the two intervene: SIREN. */
  readonly epci: string | null;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

/**
 * The pairs to be introduced in a territory, the best first; those where nobody knows, apart; those about which something
 * was decided. It tells who said what of whom.
 * @throws Forbidden unless the actor leads the territory.
 */
export async function listIntroductions(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { standing, type, audience, epci, page, perPage }: IntroductionPage
): Promise<IntroductionList> {
  if (!canLeadWaves(actor, territory))
    throw new Forbidden(
      'Qui connaît qui n’est lu que par les personnes qui animent le territoire.'
    );
  const [pairs, labels] = await Promise.all([
    listCandidatePairs(db, territory, epci),
    nameAudiences(db)
  ]);
  const all = filterIntroductions(rankIntroductions(pairs, labels), { type, audience });
  const found = all.filter((one) => one.standing === standing);
  return {
    items: found.slice((page - 1) * perPage, page * perPage),
    total: found.length,
    counts: Object.fromEntries(
      STANDINGS.map((one) => [one, all.filter((it) => it.standing === one).length])
    ) as Record<Standing, number>,
    isAsked: pairs.length > 0 || (epci !== null && (await hasAsked(db, territory)))
  };
}

/**
 * The pairs planned for an edition, `a` before `b`: for what composes its tables. A structure that was merged since is the
 * one it became. The caller decided who may.
 */
export async function listPlannedIntroductions(
  db: Executor,
  event: EventId
): Promise<{ a: StructureId; b: StructureId }[]> {
  const { rows } = await sql<{ a: StructureId; b: StructureId }>`
    select distinct least(a.now, b.now) as a, greatest(a.now, b.now) as b
    from introduction i
    join lateral (select coalesce(merged_into, id) as now from structure where id = i.a_id) a on true
    join lateral (select coalesce(merged_into, id) as now from structure where id = i.b_id) b on true
    where i.event_id = ${event} and i.status = 'planned' and a.now <> b.now
    order by 1, 2`.execute(db);
  return rows;
}

/** The name of each public by its code. */
export async function nameAudiences(db: Executor): Promise<Map<string, string>> {
  return new Map((await listAudiences(db)).map(({ code, name }) => [code, name]));
}

/** The EPCI of a territory, by name: to filter by. */
export async function listEpcisOf(
  db: Executor,
  territory: TerritoryId
): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql<{ code: string; name: string }>`
    select distinct e.code, e.name from territory t
    join perimeter_commune pc on pc.perimeter_id = t.perimeter_id
    join commune c on c.code = pc.commune_code join epci e on e.code = c.epci_code
    where t.id = ${territory} order by e.name, e.code`.execute(db);
  return rows;
}

async function hasAsked(db: Executor, territory: TerritoryId): Promise<boolean> {
  const row = await db
    .selectFrom('wave')
    .select('id')
    .where('territory_id', '=', territory)
    .where('status', '<>', 'draft')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
