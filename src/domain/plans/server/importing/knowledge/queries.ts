import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import { structureNames, type KnownStructure } from '../../../importing/actors.ts';
import type { Knowledge } from '../../../importing/reading.ts';
import { planNames } from '../../../importing/resources.ts';
import type { Plan } from '../../../model.ts';

/** What a text of this plan may name: the structures of its territory, known plans, its own headings. */
export async function loadKnowledge(
  db: Executor,
  plan: Pick<Plan, 'territory' | 'headings'>
): Promise<Knowledge> {
  const [structures, acronyms] = await Promise.all([
    listNamable(db, plan),
    listVocabulary(db, 'acronym')
  ]);
  return {
    structures: structureNames(structures),
    plans: planNames(acronyms),
    headings: plan.headings.map(({ key, label }) => ({ key, label }))
  };
}

async function listNamable(
  db: Executor,
  { territory }: Pick<Plan, 'territory'>
): Promise<KnownStructure[]> {
  const rows = await db
    .selectFrom('structure as s')
    .innerJoin('structure_territory as st', 'st.structure_id', 's.id')
    .select(['s.id', 's.name', 's.acronym'])
    .where('st.territory_id', '=', territory.id)
    .where('s.merged_into', 'is', null)
    .where('s.status', '=', 'active')
    .orderBy('s.id')
    .execute();
  return rows.map(({ id, name, acronym }) => ({ id: id as StructureId, name, acronym }));
}
