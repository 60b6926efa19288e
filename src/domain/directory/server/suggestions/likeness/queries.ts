import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureSummary } from '../../../model.ts';
import {
  directoryOf,
  findCandidates,
  NameForms,
  type KnownStructure,
  type Likeness
} from '../../../transfer/duplicates.ts';
import { listSummaries, listTypes } from '../../queries.ts';

export interface LikelyTwin {
  readonly structure: StructureSummary;
  /** « nom proche, même commune ». */
  readonly reason: string;
}

/** The fiches that may already be the structure somebody proposes, likeliest first. */
export async function listLikelyTwins(
  db: Executor,
  proposed: Pick<Likeness, 'name' | 'type' | 'communeCode'>
): Promise<LikelyTwin[]> {
  const { rows } = await sql<KnownStructure>`
    select id, slug, name, type_code as "type", siret, finess, external_id as "externalId",
      commune_code as "communeCode", phone, address
    from structure
    where merged_into is null
      and (commune_code = ${proposed.communeCode} or lower(name) = lower(${proposed.name}))
    order by id`.execute(db);
  const names = new NameForms({ types: await listTypes(db) });
  const likeness = { ...proposed, siret: null, finess: null };
  const candidates = findCandidates(likeness, directoryOf(rows), names);
  const summaries = await listSummaries(
    db,
    candidates.map(({ id }) => id)
  );
  return summaries.map((structure) => ({
    structure,
    reason: candidates.find(({ id }) => id === structure.id)?.reason ?? ''
  }));
}
