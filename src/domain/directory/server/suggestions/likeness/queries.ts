import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { LikelyTwin } from '../../../suggestion.ts';
import {
  directoryOf,
  findCandidates,
  NameForms,
  type KnownStructure,
  type Likeness
} from '../../../transfer/duplicates.ts';
import { listSummaries, listTypes } from '../../queries.ts';

type Proposed = Pick<Likeness, 'name' | 'type' | 'communeCode'>;

/** The fiches that may already be the structure somebody proposes, likeliest first. */
export async function listLikelyTwins(db: Executor, proposed: Proposed): Promise<LikelyTwin[]> {
  const [twins] = await listLikelyTwinsOf(db, [proposed]);
  return twins!;
}

/** The same for several proposals, in their order: as many statements as for one. */
export async function listLikelyTwinsOf(
  db: Executor,
  proposed: readonly Proposed[]
): Promise<LikelyTwin[][]> {
  if (proposed.length === 0) return [];
  const communes = proposed.flatMap(({ communeCode }) => communeCode ?? []);
  const wanted = proposed.map(({ name }) => name.toLowerCase());
  const { rows } = await sql<KnownStructure>`
    select id, slug, name, type_code as "type", siret, finess, external_id as "externalId",
      commune_code as "communeCode", phone, address
    from structure
    where merged_into is null
      and (commune_code = any(${communes}::text[]) or lower(name) = any(${wanted}::text[]))
    order by id`.execute(db);
  const names = new NameForms({ types: await listTypes(db) });
  const directory = directoryOf(rows);
  const found = proposed.map((one) =>
    findCandidates({ ...one, siret: null, finess: null }, directory, names)
  );
  const ids = [...new Set(found.flat().map(({ id }) => id))];
  const summaries = new Map((await listSummaries(db, ids)).map((one) => [one.id, one]));
  return found.map((candidates) =>
    candidates.flatMap(({ id, reason }) => {
      const structure = summaries.get(id);
      return structure ? [{ structure, reason }] : [];
    })
  );
}
