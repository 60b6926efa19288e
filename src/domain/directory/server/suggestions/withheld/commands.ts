import { sql } from 'kysely';
import { actorLabel } from '#domain/identity/model.ts';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import type { SuggestionId } from '#shared/ids.ts';
import { REFUSALS } from '../../../suggestion.ts';
import { thank } from '../moderation/commands.ts';
import { findSuggestionContent } from './queries.ts';

/**
 * Hides a proposal from every desk at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export const withholdSuggestion = hiding(findSuggestionContent, 'Cette proposition n’existe pas.');

/**
 * Erases what a proposal says, for good. One that still waited is refused: there is nothing left to decide.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeSuggestionTexts = erasing(async (tx, actor, id: SuggestionId) => {
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
});
