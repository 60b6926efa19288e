/** When a contribution is read by others, and when it is no longer. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { canModerate, canRead, canWrite } from '../../rules.ts';
import { findContribution } from '../queries.ts';
import { holdWritten, trace } from '../writing/commands.ts';

/** Lets others read a draft. Pressed twice, it is published once, on the first day. @throws NotFound, Forbidden */
export function publish(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  now: Date
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await holdWritten(tx, actor, id);
    if (found.status === 'published') return;
    await tx
      .updateTable('contribution')
      .set({ status: 'published', published_at: now })
      .where('id', '=', id)
      .execute();
    await note(tx, actor, 'contribution.publish', found);
  });
}

/** Makes it a draft again. @throws NotFound, Forbidden */
export function unpublish(executor: Executor, actor: Actor, id: ContributionId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await holdWritten(tx, actor, id);
    if (found.status === 'draft') return;
    await tx
      .updateTable('contribution')
      .set({ status: 'draft', published_at: null })
      .where('id', '=', id)
      .execute();
    await note(tx, actor, 'contribution.unpublish', found);
  });
}

/**
 * Takes a contribution off: nobody reads it but its writers and the animators, who may put it back.
 * @param reason - told to its writers; an animator who did not write it gives one.
 * @throws NotFound, Forbidden
 */
export function removeContribution(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  { now, reason = '' }: { readonly now: Date; readonly reason?: string }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await hold(tx, actor, id);
    if (!canWrite(actor, found.place) && reason.trim() === '')
      throw new Forbidden('Dites pourquoi\u00a0: les personnes qui l’ont écrit le liront.');
    // A reason is what keeps it off: an animator’s alone, given also to what its writers took off before.
    const why = canModerate(actor, found.place) ? reason.trim() : '';
    if (found.removedAt && (why === '' || found.removalReason !== '')) return;
    const by = actor.kind === 'person' ? actor.id : null;
    const off = found.removedAt ? {} : { removed_at: now, removed_by: by };
    await tx
      .updateTable('contribution')
      .set({ ...off, removal_reason: why })
      .where('id', '=', id)
      .execute();
    await note(tx, actor, 'contribution.remove', found);
  });
}

/**
 * Puts back what was taken off, as it was. What an animator took off with a reason is put back by an animator.
 * @throws NotFound, Forbidden
 */
export function putBack(executor: Executor, actor: Actor, id: ContributionId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await hold(tx, actor, id);
    if (!found.removedAt) return;
    if (found.removalReason !== '' && !canModerate(actor, found.place))
      throw new Forbidden(
        'Elle a été retirée par une personne qui anime le réseau\u00a0: écrivez-lui.'
      );
    await tx
      .updateTable('contribution')
      .set({ removed_at: null, removed_by: null, removal_reason: '' })
      .where('id', '=', id)
      .execute();
    await note(tx, actor, 'contribution.restore', found);
  });
}

/** One that the actor writes or moderates, a draft included once it was reported, held until the transaction ends. */
async function hold(tx: Tx, actor: Actor, id: ContributionId): Promise<Contribution> {
  await sql`select from contribution where id = ${id} for no key update`.execute(tx);
  const found = await findContribution(tx, { id });
  if (!found || !(canRead(actor, found.place) || canModerate(actor, found.place)))
    throw new NotFound('Cette page n’existe pas, ou vous ne pouvez pas la lire.');
  if (!canWrite(actor, found.place) && !canModerate(actor, found.place))
    throw new Forbidden(
      'Seules les personnes qui l’ont écrit, ou qui animent le réseau, la retirent.'
    );
  return found;
}

const note = (tx: Tx, actor: Actor, action: string, found: Contribution) =>
  trace(tx, actor, action, { id: found.id, title: found.title, territory: found.territory.id });
