import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { actorLabel } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { SuggestionId } from '#shared/ids.ts';
import { directField, refusalText, type Refusal, type Suggestion } from '../../../suggestion.ts';
import { createStructure, updateStructure } from '../../commands.ts';
import { readStructures } from '../../details/queries.ts';
import { outcomeMail } from '../mails.ts';
import { getSuggestion } from '../queries.ts';
import { LEAVE, planOf, type Acceptance, type Plan } from './plan/queries.ts';

/** `reread`: whoever decides has read again what she writes. */
export type Decision = { reread?: boolean } & (
  ({ accept: true } & Acceptance) | { accept: false; refusal: Refusal; more: string }
);

export type Decided =
  /** `edit`: a fiche was created, and is now to be completed by hand. */
  | { ok: true; slug: string | null; edit: boolean }
  | { ok: false; reason: 'decided'; by: string; at: Date; status: 'accepted' | 'refused' }
  | { ok: false; reason: 'invalid'; message: string }
  | SecondReadingRefusal;

/**
 * Accepts or refuses a proposal, writes what it changes, and thanks its author with the outcome; all or nothing. Of two
 * people at once, the second is told who has decided.
 * @throws NotFound for whoever may not decide it.
 */
export async function decideSuggestion(
  db: Database,
  actor: Actor,
  id: SuggestionId,
  decision: Decision,
  now: Date
): Promise<Decided> {
  return inTransaction(db, async (tx) => {
    const suggestion = await getSuggestion(tx, actor, id);
    const refusal = refuseUnread(wordsOf(suggestion, decision), decision.reread ?? false);
    if (refusal) return refusal;
    const plan = decision.accept ? await planOf(tx, suggestion, decision, now) : LEAVE;
    if (plan.kind === 'invalid') return { ok: false, reason: 'invalid', message: plan.message };
    if (!(await claim(tx, actor, id, decision, now))) return alreadyDecided(tx, actor, id);
    const slug = await carryOut(tx, actor, suggestion, plan);
    await thank(tx, id, {
      structure: suggestion.structure?.name ?? suggestion.proposed?.name ?? '',
      slug,
      accepted: decision.accept,
      reason: decision.accept ? '' : refusalText(decision.refusal, decision.more)
    });
    await trace(tx, actor, suggestion, decision);
    return { ok: true, slug, edit: plan.kind === 'create' };
  });
}

/** What whoever decides writes herself: to the author, or in a text of the fiche. */
function wordsOf({ text, error }: Suggestion, decision: Decision): Record<string, string> {
  if (!decision.accept) return { precision: decision.more };
  const field = error && directField(error.part);
  const isProse = field === 'summary' || field === 'name';
  return isProse && decision.value !== text ? { valeur: decision.value } : {};
}

/** The lock: of two decisions at once, one changes a pending row. */
async function claim(
  tx: Tx,
  actor: Actor,
  id: SuggestionId,
  decision: Decision,
  now: Date
): Promise<boolean> {
  const claimed = await tx
    .updateTable('suggestion')
    .set({
      status: decision.accept ? 'accepted' : 'refused',
      decided_at: now,
      decided_by: actor.kind === 'person' ? actor.id : null,
      decided_label: actorLabel(actor),
      reason: decision.accept ? '' : refusalText(decision.refusal, decision.more)
    })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

async function alreadyDecided(tx: Tx, actor: Actor, id: SuggestionId): Promise<Decided> {
  const { decidedAt, decidedLabel, status } = await getSuggestion(tx, actor, id);
  return {
    ok: false,
    reason: 'decided',
    by: decidedLabel,
    at: decidedAt!,
    status: status as 'accepted' | 'refused'
  };
}

/** @returns the fiche it is about. */
async function carryOut(
  tx: Tx,
  actor: Actor,
  { structure }: Suggestion,
  plan: Plan
): Promise<string | null> {
  if (plan.kind === 'create') {
    const id = await createStructure(tx, actor, plan.input, 'suggested');
    const [created] = await readStructures(tx, [id]);
    return created!.slug;
  }
  if (plan.kind === 'update' && structure)
    await updateStructure(tx, actor, structure.id, plan.input, { kind: 'suggested' });
  return structure?.slug ?? null;
}

/** Thanks the author with the outcome, if she left an address. */
export async function thank(
  tx: Tx,
  id: SuggestionId,
  outcome: { structure: string; slug: string | null; accepted: boolean; reason: string }
): Promise<void> {
  const author = await tx
    .selectFrom('suggestion as g')
    .leftJoin('person as p', 'p.id', 'g.person_id')
    .select(['g.author_name', 'g.author_email', 'p.email'])
    .where('g.id', '=', id)
    .executeTakeFirstOrThrow();
  const email = author.email ?? author.author_email;
  if (!email) return;
  const { slug, ...told } = outcome;
  const path = slug ? `/annuaire/${slug}` : '/annuaire';
  await queueMail(tx, outcomeMail({ name: author.author_name, email }, { id, path, ...told }));
}

async function trace(
  tx: Tx,
  actor: Actor,
  suggestion: Suggestion,
  decision: Decision
): Promise<void> {
  await recordAudit(tx, actor, {
    action: decision.accept ? 'suggestion.accept' : 'suggestion.refuse',
    target: {
      kind: 'suggestion',
      id: suggestion.id,
      label: suggestion.structure?.name ?? suggestion.proposed?.name ?? ''
    },
    territory: suggestion.territory
  });
}
