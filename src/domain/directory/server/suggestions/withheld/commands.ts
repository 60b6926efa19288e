import { sql } from 'kysely';
import type { Withholding } from '#domain/confidentiality/model.ts';
import { remove, type ReportOutcome } from '#domain/confidentiality/server/withholding/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import { actorLabel } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { SuggestionId } from '#shared/ids.ts';
import { REFUSALS } from '../../../suggestion.ts';
import { hide, type TextReport } from '../../withheld/commands.ts';
import { thank } from '../moderation/commands.ts';
import { findSuggestionContent } from './queries.ts';

/**
 * Hides a proposal from every desk at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export async function withholdSuggestion(
  db: Database,
  actor: Actor,
  key: string,
  report: TextReport = {}
): Promise<ReportOutcome> {
  return inTransaction(db, async (tx) => {
    const content = await findSuggestionContent(tx, actor, key);
    if (!content) throw new NotFound('Cette proposition n’existe pas.');
    return hide(tx, actor, content, report);
  });
}

/**
 * Erases what a proposal says, for good. One that still waited is refused: there is nothing left to decide.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export async function removeSuggestionTexts(
  db: Database,
  actor: Actor,
  withholding: number
): Promise<Withholding> {
  return inTransaction(db, async (tx) => {
    const decided = await remove(tx, actor, withholding);
    if (decided.status !== 'removed') return decided;
    const id = Number(decided.id) as SuggestionId;
    const { rows } = await sql<{ name: string | null; slug: string | null }>`
      select s.name, s.slug from suggestion g left join structure s on s.id = g.structure_id
      where g.id = ${id}`.execute(tx);
    await tx
      .updateTable('suggestion')
      .set({ text: '', content: null, author_name: '' })
      .where('id', '=', id)
      .execute();
    const refused = await tx
      .updateTable('suggestion')
      .set({
        status: 'refused',
        reason: REFUSALS.person,
        decided_at: new Date(),
        decided_by: actor.kind === 'person' ? actor.id : null,
        decided_label: actorLabel(actor)
      })
      .where('id', '=', id)
      .where('status', '=', 'pending')
      .executeTakeFirst();
    const { name, slug } = rows[0] ?? { name: null, slug: null };
    const told = { structure: name ?? 'une structure', slug, accepted: false };
    if (refused.numUpdatedRows > 0n) await thank(tx, id, { ...told, reason: REFUSALS.person });
    return decided;
  });
}
