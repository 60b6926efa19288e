import { sql } from 'kysely';
import type { Content, ReportReason, Withholding } from '#domain/confidentiality/model.ts';
import {
  remove,
  restore,
  withhold,
  type ReportOutcome
} from '#domain/confidentiality/server/withholding/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { eraseNotes } from '#domain/territory/server/perimeters/commands.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { NotFound } from '#shared/errors.ts';
import type { PerimeterId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { StructureInput } from '../../model.ts';
import { SERVICE_TEXTS, STRUCTURE_TEXTS, withoutTexts } from '../../withheld.ts';
import { recordHistory } from '../history/commands.ts';
import { forgetUnusedTerms, indexStructures } from '../search/commands.ts';
import { withheldMail } from './mails.ts';
import { findStructureContent } from './queries.ts';

/** Why, and from where. */
export interface TextReport {
  readonly reason?: ReportReason;
  readonly address?: string;
}

/** Hides a content of any domain at once, and tells the animators of its territory, who decide. Once, however often it is reported. */
export async function hide(
  tx: Tx,
  actor: Actor,
  { kind, id, label, territory }: Content,
  report: TextReport
): Promise<ReportOutcome> {
  const content = { kind, id, label, territory };
  const outcome = await withhold(tx, actor, { ...content, ...report });
  if (outcome.ok && outcome.isNew && territory !== null)
    await tellAnimators(tx, content, territory);
  return outcome;
}

/**
 * Hides the free texts of a fiche from pages, search, history, API and exports, in one transaction, and tells the
 * animators of its territory.
 * @param key - slug or number of the structure
 * @throws NotFound
 */
export async function withholdStructure(
  executor: Executor,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(executor, async (tx) => {
    const content = await findStructureContent(tx, key);
    if (!content) throw new NotFound('Cette structure n’est pas, ou n’est plus, dans l’annuaire.');
    const outcome = await hide(tx, actor, content, report);
    if (outcome.ok && outcome.isNew) await indexStructures(tx, [Number(content.id) as StructureId]);
    return outcome;
  });
}

/**
 * Shows the texts of a fiche again.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export async function restoreStructure(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await restore(tx, actor, withholding);
    await indexStructures(tx, [Number(decided.id) as StructureId]);
    return decided;
  });
}

/**
 * Erases the free texts of a fiche for good: from the fiche, its history, its drafts and what was suggested to it.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export async function removeStructureTexts(
  executor: Executor,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(executor, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id) as StructureId;
    await blankTexts(tx, actor, id);
    await scrub(tx, id);
    await indexStructures(tx, [id]);
    await forgetUnusedTerms(tx);
    return decided;
  });
}

/** Tells the animators of a territory that a text waits to be read again. */
async function tellAnimators(
  tx: Tx,
  content: Parameters<typeof withheldMail>[1],
  territory: TerritoryId
): Promise<void> {
  const { slug, name } = await tx
    .selectFrom('territory')
    .select(['slug', 'name'])
    .where('id', '=', territory)
    .executeTakeFirstOrThrow();
  for (const animator of await listAnimators(tx, territory))
    await queueMail(tx, withheldMail(animator, content, { slug, name }));
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
