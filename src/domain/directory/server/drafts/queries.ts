import type { PersonActor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { Draft, OtherDraft } from '../../editor/draft.ts';
import type { StructureInput } from '../../model.ts';

/** What a person typed in a fiche and has not saved. */
export async function findDraft(
  db: Executor,
  actor: PersonActor,
  id: StructureId
): Promise<Draft | null> {
  const row = await db
    .selectFrom('structure_draft')
    .select(['content', 'base_version', 'updated_at'])
    .where('structure_id', '=', id)
    .where('person_id', '=', actor.id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    content: row.content as unknown as StructureInput,
    baseVersion: row.base_version,
    savedAt: row.updated_at
  };
}

/** Who else has been typing in a fiche lately, the last first. */
export async function listOtherDrafts(
  db: Executor,
  actor: PersonActor,
  id: StructureId,
  since: Date
): Promise<OtherDraft[]> {
  const rows = await db
    .selectFrom('structure_draft as draft')
    .innerJoin('person', 'person.id', 'draft.person_id')
    .select(['person.name', 'draft.updated_at'])
    .where('draft.structure_id', '=', id)
    .where('draft.person_id', '!=', actor.id)
    .where('draft.updated_at', '>=', since)
    .orderBy('draft.updated_at', 'desc')
    .execute();
  return rows.map((row) => ({ by: row.name, at: row.updated_at }));
}
