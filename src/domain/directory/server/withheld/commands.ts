import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { eraseNotes } from '#domain/territory/server/perimeters/commands.ts';
import { erasing, hiding, restoring } from '#domain/territory/server/withheld/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { PerimeterId, StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../model.ts';
import { SERVICE_TEXTS, STRUCTURE_TEXTS, withoutTexts } from '../../withheld.ts';
import { recordHistory } from '../history/commands.ts';
import { forgetUnusedTerms, indexStructures } from '../search/commands.ts';
import { findStructureContent } from './queries.ts';

/**
 * Hides the free texts of a fiche from pages, search, history, API and exports, in one transaction, and tells the
 * animators of its territory.
 * @param key - slug or number of the structure
 * @throws NotFound
 */
export const withholdStructure = hiding(
  findStructureContent,
  'Cette structure n’est pas, ou n’est plus, dans l’annuaire.',
  reindex
);

/**
 * Shows the texts of a fiche again.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const restoreStructure = restoring(reindex);

/**
 * Erases the free texts of a fiche for good: from the fiche, its history, its drafts and what was suggested to it.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeStructureTexts = erasing(async (tx, actor, id: StructureId) => {
  await blankTexts(tx, actor, id);
  await scrub(tx, id);
  await indexStructures(tx, [id]);
  await forgetUnusedTerms(tx);
});

function reindex(tx: Tx, _actor: Actor, id: StructureId): Promise<void> {
  return indexStructures(tx, [id]);
}

const COLUMNS = {
  handsOverTo: 'hands_over_to',
  toPrepare: 'to_prepare',
  feesDetail: 'fees_detail'
};

/** Every free text is a column of the same name, written as SQL writes it. */
function emptied(names: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = COLUMNS;
  return Object.fromEntries(names.map((name) => [columns[name] ?? name, '']));
}

async function blankTexts(tx: Tx, actor: Actor, id: StructureId): Promise<void> {
  const { version } = await tx
    .updateTable('structure')
    .set((eb) => ({ ...emptied(STRUCTURE_TEXTS), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  await tx
    .updateTable('service')
    .set(emptied(SERVICE_TEXTS))
    .where('structure_id', '=', id)
    .execute();
  const { rows } = await sql<{ id: PerimeterId }>`
    select perimeter_id as id from structure where id = ${id}
    union select perimeter_id from service where structure_id = ${id} and perimeter_id is not null`.execute(
    tx
  );
  await eraseNotes(
    tx,
    rows.map((row) => row.id)
  );
  await recordHistory(tx, actor, 'updated', [{ id, version }]);
}

/** What was kept of the fiche elsewhere, whole, loses the same texts. */
async function scrub(tx: Tx, id: StructureId): Promise<void> {
  const scrubbed = (fiche: unknown) =>
    fiche === null ? null : JSON.stringify(withoutTexts(fiche as StructureInput));
  const history = await tx
    .selectFrom('structure_history')
    .select(['id', 'before', 'after'])
    .where('structure_id', '=', id)
    .execute();
  for (const { id: entry, before, after } of history)
    await tx
      .updateTable('structure_history')
      .set({ before: scrubbed(before), after: scrubbed(after) })
      .where('id', '=', entry)
      .execute();
  await tx.deleteFrom('structure_draft').where('structure_id', '=', id).execute();
  await tx
    .updateTable('suggestion')
    .set({ text: '', content: null })
    .where('structure_id', '=', id)
    .where('status', '<>', 'pending')
    .execute();
  // A change that still waits keeps what is proposed, not what the fiche said.
  await sql`
    update suggestion set content = jsonb_set(content, '{changes}', coalesce((
      select jsonb_agg(one || '{"before": ""}'::jsonb)
      from jsonb_array_elements(content -> 'changes') as one), '[]'::jsonb))
    where structure_id = ${id} and status = 'pending' and content ? 'changes'`.execute(tx);
}
