import { sql } from 'kysely';
import { operator, type Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { Contribution } from '../../model.ts';
import { prolonged } from '../../opportunities.ts';
import { getWritten } from '../queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { trace } from '../writing/commands.ts';
import { writeRows } from '../writing/rows/commands.ts';
import { getByProlongToken } from './queries.ts';

/** Shows an opportunity two months more. @returns its last day. @throws NotFound, Forbidden unless the actor writes it. */
export function prolong(
  executor: Executor,
  actor: Actor,
  slug: string,
  today: string
): Promise<string> {
  return inTransaction(executor, async (tx) => {
    const { id } = await getWritten(tx, actor, { kind: 'opportunity', slug });
    await hold(tx, id);
    return moveOn(tx, actor, await getWritten(tx, actor, { kind: 'opportunity', slug }), today);
  });
}

/**
 * Does the same by the link of a reminder, which serves once: pressed again, it changes nothing. @returns its last day.
 * @throws NotFound when the link is not ours, or what it names was taken off.
 */
export function prolongByLink(executor: Executor, token: string, today: string): Promise<string> {
  return inTransaction(executor, async (tx) => {
    await hold(tx, (await getByProlongToken(tx, token)).offer.id);
    const { offer, isUsed } = await getByProlongToken(tx, token);
    if (isUsed) return offer.details.expiresOn;
    return moveOn(tx, operator('lien de prolongation'), offer, today);
  });
}

const hold = (tx: Tx, id: ContributionId) =>
  sql`select from contribution where id = ${id} for no key update`.execute(tx);

async function moveOn(
  tx: Tx,
  actor: Actor,
  found: Contribution<'opportunity'>,
  today: string
): Promise<string> {
  const last = prolonged(found.details.expiresOn, today);
  if (last === found.details.expiresOn) return last;
  await writeRows(tx, found, { 'details.expiresOn': last });
  await keepVersion(tx, actor, found.id, 'prolongée');
  await trace(tx, actor, 'opportunity.prolong', { ...found, territory: found.territory.id });
  return last;
}
