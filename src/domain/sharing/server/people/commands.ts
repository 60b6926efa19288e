/** Writing with others, and being read before one publishes. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { roleOf, type CoAuthorRole } from '../../people.ts';
import { canWrite, isReviewer } from '../../rules.ts';
import { getContribution } from '../queries.ts';
import { holdWritten, trace } from '../writing/commands.ts';
import { composeCoWriting, composeReady } from './mails.ts';
import { findMember, listWriters } from './queries.ts';

/** People that a contribution has beside its author. */
const MOST = 20;

export type Asked =
  | { readonly ok: true; readonly isNew: boolean }
  /** Not (or no longer) of the network; the author herself; twenty already. */
  | { readonly ok: false; readonly reason: 'stranger' | 'author' | 'many' };

/**
 * Asks a member to write with those who write, or to read before the others; she is told once. Asked the other thing
 * before, she changes.
 * @throws NotFound, Forbidden unless the actor writes it.
 */
export function askCoAuthor(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  { person, role }: { readonly person: PersonId; readonly role: CoAuthorRole }
): Promise<Asked> {
  return inTransaction(executor, async (tx) => {
    const found = await holdWritten(tx, actor, id);
    if (found.author?.id === person) return { ok: false, reason: 'author' };
    const member = await findMember(tx, found.territory.id, person);
    if (!member) return { ok: false, reason: 'stranger' };
    const current = roleOf(found, person);
    if (current === role) return { ok: true, isNew: false };
    if (current === null && found.writers.length + found.reviewers.length >= MOST)
      return { ok: false, reason: 'many' };
    await sql`insert into contribution_person (contribution_id, person_id, role) values (${id}, ${person}, ${role})
      on conflict (contribution_id, person_id) do update set role = excluded.role, approved_at = null`.execute(
      tx
    );
    if (!isHerself(actor, person))
      await queueMail(tx, composeCoWriting(member, nameOf(actor), role, found));
    await note(tx, actor, `contribution.${role}-asked`, found);
    return { ok: true, isNew: true };
  });
}

/**
 * Takes somebody off: by whoever writes it, or by herself. What she wrote stays.
 * @throws NotFound, Forbidden
 */
export function leaveCoAuthors(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  person: PersonId
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await hold(tx, actor, id);
    if (!canWrite(actor, found.place) && !isHerself(actor, person))
      throw new Forbidden('Seules les personnes qui l’écrivent en retirent quelqu’un.');
    const { numDeletedRows } = await tx
      .deleteFrom('contribution_person')
      .where('contribution_id', '=', id)
      .where('person_id', '=', person)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await note(tx, actor, 'contribution.co-author-left', found);
  });
}

/**
 * A reviewer says that it is ready to be read, or takes it back. Those who write it are told; nothing waits for it.
 * @throws NotFound, Forbidden for whoever was not asked.
 */
export function sayReady(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  { isReady, now }: { readonly isReady: boolean; readonly now: Date }
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const found = await hold(tx, actor, id);
    if (actor.kind !== 'person' || !isReviewer(actor, found.place))
      throw new Forbidden('Seules les personnes à qui une relecture est demandée le disent.');
    await tx
      .updateTable('contribution_person')
      .set({ approved_at: isReady ? now : null })
      .where('contribution_id', '=', id)
      .where('person_id', '=', actor.id)
      .where('role', '=', 'reviewer')
      .execute();
    if (isReady && found.status === 'draft')
      for (const writer of await listWriters(tx, id))
        await queueMail(tx, composeReady(writer, actor.name, found));
    await note(tx, actor, isReady ? 'contribution.ready' : 'contribution.not-ready', found);
  });
}

async function hold(tx: Tx, actor: Actor, id: ContributionId): Promise<Contribution> {
  await sql`select from contribution where id = ${id} for no key update`.execute(tx);
  return getContribution(tx, actor, { id });
}

const isHerself = (actor: Actor, person: PersonId) =>
  actor.kind === 'person' && actor.id === person;
const nameOf = (actor: Actor) => (actor.kind === 'person' ? actor.name : 'Maillage');
const note = (tx: Tx, actor: Actor, action: string, found: Contribution) =>
  trace(tx, actor, action, { id: found.id, title: found.title, territory: found.territory.id });
