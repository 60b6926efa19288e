import type { Executor } from '#server/db/connection.ts';
import { hashToken } from '#server/tokens.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { linkState, type ConfirmationAnswer } from '../../confirmation.ts';

/** What a link of « toujours juste ? » opens. */
export interface ConfirmationLink {
  readonly request: number;
  readonly structure: { readonly id: StructureId; readonly slug: string; readonly name: string };
  readonly state: 'open' | 'thanked' | 'over';
  readonly answer: ConfirmationAnswer | null;
  /** Sent to a référent·e rather than to the structure's own address. */
  readonly toReferent: boolean;
}

/**
 * What the link of a message opens, and whether it may still be answered.
 * @throws NotFound for a link that never was, or was cut.
 */
export async function getConfirmationLink(
  db: Executor,
  token: string,
  now: Date
): Promise<ConfirmationLink> {
  const row = await db
    .selectFrom('confirmation_request as r')
    .innerJoin('structure as s', 's.id', 'r.structure_id')
    .select(['r.id', 'r.stage_at', 'r.answered_at', 'r.answer', 'r.person_id'])
    .select(['s.id as structure', 's.slug', 's.name'])
    .where('r.token_hash', '=', hashToken(token))
    .executeTakeFirst();
  if (!row)
    throw new NotFound(
      'Ce lien n’est pas complet, ou n’existe plus. Ouvrez-le de nouveau depuis le message reçu.'
    );
  const answer = row.answer as ConfirmationAnswer | null;
  return {
    request: row.id,
    structure: { id: row.structure as StructureId, slug: row.slug, name: row.name },
    state: linkState({ stageAt: row.stage_at, answeredAt: row.answered_at, answer }, now),
    answer,
    toReferent: row.person_id !== null
  };
}
