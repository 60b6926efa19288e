import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../../model.ts';
import { directoryOf, type KnownStructure } from '../../../transfer/duplicates.ts';
import { planImport, type PlanEntry } from '../../../transfer/plan.ts';
import type { ImportRecord } from '../../../transfer/record.ts';
import { readStructures } from '../../details/queries.ts';
import { listVocabulary } from '../intake/queries.ts';

export interface Plan {
  entries: PlanEntry[];
  /** The fiches that records update, or may. */
  fiches: Map<StructureId, StructureInput & { slug: string }>;
  /** Changes whenever the plan does: compared at the moment of writing. */
  fingerprint: string;
}

/** What an import would do to the directory as it is now: a constant number of statements, whatever the file. */
export async function makePlan(
  db: Executor,
  records: readonly ImportRecord[],
  unit: string
): Promise<Plan> {
  const known = await listNear(db, records);
  const directory = directoryOf(known);
  const [vocabulary, communes, territories] = await Promise.all([
    listVocabulary(db),
    currentCommunes(
      db,
      records.flatMap((record) => record.values.communeCode ?? [])
    ),
    db.selectFrom('territory').select('slug').execute()
  ]);
  const context = {
    vocabulary,
    directory,
    communes,
    unit,
    territories: new Set(territories.map(({ slug }) => slug))
  };
  // Comparing needs whole fiches, but only of those that keys or likeness have found.
  const draft = planImport(records, { ...context, fiches: new Map() });
  const wanted = draft.flatMap((entry) => [
    ...(entry.target ? [entry.target.id] : []),
    ...entry.candidates.map(({ id }) => id)
  ]);
  const fiches = new Map(
    (await readStructures(db, [...new Set(wanted)])).map(({ updatedAt: _, ...structure }) => [
      structure.id,
      structure
    ])
  );
  const entries = planImport(records, { ...context, fiches });
  return { entries, fiches, fingerprint: fingerprintOf(entries, fiches) };
}

function fingerprintOf(
  entries: readonly PlanEntry[],
  fiches: ReadonlyMap<StructureId, StructureInput>
): string {
  const content = entries.map(({ position, action, target, changes, candidates, problems }) => ({
    position,
    action,
    target: target?.id,
    changes,
    problems: problems.length,
    candidates: candidates.map(({ id }) => fiches.get(id))
  }));
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** The fiches that records may be about: same key, same numbers, same commune or same name. */
async function listNear(db: Executor, records: readonly ImportRecord[]): Promise<KnownStructure[]> {
  const all = (pick: (values: ImportRecord['values']) => string | null | undefined) => [
    ...new Set(records.flatMap((record) => pick(record.values) ?? []))
  ];
  const { rows } = await sql<KnownStructure>`
    select id, slug, name, type_code as "type", siret, finess, external_id as "externalId",
      commune_code as "communeCode", phone, address
    from structure
    where merged_into is null and (
      slug = any(${[...all((values) => values.slug), ...all((values) => values.parent)]}::text[])
      or external_id = any(${all((values) => values.externalId)}::text[])
      or siret = any(${all((values) => values.siret)}::text[])
      or finess = any(${all((values) => values.finess)}::text[])
      or commune_code = any(${all((values) => values.communeCode)}::text[])
      or lower(name) = any(${all((values) => values.name?.toLowerCase())}::text[]))
    order by id`.execute(db);
  return rows;
}

async function currentCommunes(
  db: Executor,
  codes: readonly string[]
): Promise<Map<string, string>> {
  const { rows } = await sql<{ asked: string; code: string }>`
    select code as asked, coalesce(merged_into, code) as code from commune
    where code = any(${[...new Set(codes)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.asked, row.code]));
}
