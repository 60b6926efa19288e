/** Projects that are on the same communes as another and about the same things, among those an actor may read. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { coveredPositions } from '#domain/territory/perimeter.ts';
import { getAtlas } from '#domain/territory/server/atlas/queries.ts';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId, TerritoryId } from '#shared/ids.ts';
import type { DetailsInput } from '../../details.ts';
import type { ContributionSummary, Where } from '../../model.ts';
import { findOverlaps, type ComparedTraits, type Overlap } from '../../overlaps.ts';
import { listContributions } from '../queries.ts';

type Project = ContributionSummary<'project'>;

/** Of those that are still going on, how many are compared; the latest. */
const MOST_COMPARED = 300;
const MOST_SHOWN = 3;

/** A project as it is compared with the others: one that is written, or what is typed of one that is not yet. */
export interface ComparedProject extends ComparedTraits {
  readonly territory: { readonly id: TerritoryId };
  /** Null: the whole territory. */
  readonly where: Where | null;
  readonly details: Pick<DetailsInput['project'], 'stage'>;
}

/**
 * Those close to a project, the closest first; it may be a draft, or not written yet. What the actor may not read is
 * not told.
 */
export async function listOverlaps(
  db: Executor,
  actor: Actor,
  project: ComparedProject
): Promise<Overlap<Project>[]> {
  const { stage } = project.details;
  if (stage === 'done' || stage === 'dropped') return [];
  const shared = await countShared(db, await listCommunes(db, project));
  const { items } = await listContributions<'project'>(
    db,
    actor,
    { kinds: ['project'], ids: [...shared.keys()].filter((id) => id !== project.id) },
    { page: 1, size: MOST_COMPARED }
  );
  const candidates = items.map((one) => ({ project: one, communes: shared.get(one.id) ?? 0 }));
  return findOverlaps(project, candidates).slice(0, MOST_SHOWN);
}

/** Two projects of a territory that are close, told to who animates it. */
export interface ClosePair {
  readonly project: Project;
  readonly overlap: Overlap<Project>;
}

/** The pairs of projects of a territory that are close, each once, the closest first. */
export async function listClosePairs(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<ClosePair[]> {
  const { items } = await listContributions<'project'>(
    db,
    actor,
    { kinds: ['project'], territory, also: GOING_ON },
    { page: 1, size: MOST_COMPARED }
  );
  const shared = await countPairs(
    db,
    items.map(({ id }) => id)
  );
  return items
    .flatMap((project) =>
      findOverlaps(
        project,
        items
          .filter(({ id }) => id > project.id)
          .map((one) => ({ project: one, communes: shared.get(`${project.id} ${one.id}`) ?? 0 }))
      ).map((overlap) => ({ project, overlap }))
    )
    .sort((a, b) => b.overlap.score - a.overlap.score)
    .slice(0, 10);
}

const GOING_ON = sql<boolean>`exists (select from project d where d.contribution_id = c.id
  and d.stage not in ('done', 'dropped'))`;

/** Codes of the communes a project is on: those of its zones, or else of its territory. */
async function listCommunes(
  db: Executor,
  { where, territory }: ComparedProject
): Promise<readonly string[]> {
  if (!where || where.include.length === 0)
    return (await listTerritoryCommunes(db, territory.id)).map(({ code }) => code);
  const atlas = await getAtlas(db);
  const zones = { include: [...where.include], exclude: [...where.exclude] };
  return coveredPositions(atlas, { certainty: 'declared', ...zones }).map(
    (position) => atlas.communes[position]!.code
  );
}

/** How many of some communes each project that goes on is on. */
async function countShared(db: Executor, communes: readonly string[]) {
  const { rows } = await sql<{ id: ContributionId; communes: number }>`
    select c.id, count(*)::int as communes
    from contribution c join territory t on t.id = c.territory_id
    join perimeter_commune theirs on theirs.perimeter_id = coalesce(c.perimeter_id, t.perimeter_id)
    where theirs.commune_code = any(${[...communes]}::text[]) and c.kind = 'project' and c.status = 'published' and ${GOING_ON}
    group by c.id order by count(*) desc, c.id desc limit ${MOST_COMPARED}`.execute(db);
  return new Map(rows.map(({ id, communes }) => [id, communes]));
}

/** « 12 15 » → how many communes both are on; the lower number first. */
async function countPairs(db: Executor, ids: readonly ContributionId[]) {
  const { rows } = await sql<{ a: ContributionId; b: ContributionId; communes: number }>`
    with place as (select c.id, x.commune_code from contribution c join territory t on t.id = c.territory_id
      join perimeter_commune x on x.perimeter_id = coalesce(c.perimeter_id, t.perimeter_id)
      where c.id = any(${ids}::bigint[]))
    select a.id as a, b.id as b, count(*)::int as communes
    from place a join place b on b.commune_code = a.commune_code and a.id < b.id group by 1, 2`.execute(
    db
  );
  return new Map(rows.map(({ a, b, communes }) => [`${a} ${b}`, communes]));
}
