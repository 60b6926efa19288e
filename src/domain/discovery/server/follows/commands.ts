import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { Followable, FollowState } from '../../follows.ts';
import { findNamed } from './queries.ts';

/** More than anybody follows by hand. */
const MOST = 500;

/**
 * Follows something that one may read, mutes it, or does neither any more. Nobody else knows.
 * @throws Forbidden without an account; NotFound for what she may not read.
 */
export function setFollow(
  executor: Executor,
  actor: Actor,
  what: Followable,
  state: FollowState
): Promise<void> {
  const { id } = oneself(actor);
  return inTransaction(executor, async (tx) => {
    if (state === 'none') {
      await sql`delete from follow where person_id = ${id} and target = ${what.target}
        and target_key = ${what.key}`.execute(tx);
      return;
    }
    if (!(await findNamed(tx, actor, what)))
      throw new NotFound('Cette page n’existe pas, ou vous ne pouvez pas la lire.');
    const muted = state === 'muted';
    await sql`insert into follow (person_id, target, target_key, muted)
      select ${id}, ${what.target}, ${what.key}, ${muted}
      where (select count(*) from follow where person_id = ${id}) < ${MOST}
      on conflict (person_id, target, target_key) do update set muted = excluded.muted`.execute(tx);
  });
}
