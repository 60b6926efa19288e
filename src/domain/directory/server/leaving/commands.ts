import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { listAdministrators } from '#domain/identity/server/accounts/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import {
  endMembership,
  type LastAnimator,
  type MembershipKey
} from '#domain/territory/server/memberships/commands.ts';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { keptElsewhere, listLeftAlone } from '../members/queries.ts';
import type { StructureChoice } from '../../joining.ts';
import { composeLeftAlone } from './mails.ts';

/**
 * Ends a membership and what it held: the person no longer works in, nor answers for, the structures of this
 * territory, unless another territory of theirs keeps her. The animators are told of fiches left with nobody.
 * @throws NotFound, Forbidden as {@link endMembership}.
 */
export async function leaveNetwork(
  executor: Executor,
  actor: Actor,
  input: MembershipKey & { readonly place: Pick<Territory, 'slug' | 'name'> }
): Promise<{ ok: true; alone: StructureChoice[] } | LastAnimator> {
  return inTransaction(executor, async (tx) => {
    const ended = await endMembership(tx, actor, input);
    if (!ended.ok) return ended;
    const alone = await listLeftAlone(tx, ended.person, input.territory);
    await sql`
      delete from affiliation a where a.person_id = ${ended.person}
        and a.structure_id in (
          select structure_id from structure_territory where territory_id = ${input.territory})
        and not exists (${keptElsewhere(input.territory)})`.execute(tx);
    if (alone.length === 0) return { ok: true, alone };
    const animators = await listAnimators(tx, input.territory);
    for (const to of animators.length > 0 ? animators : await listAdministrators(tx))
      await queueMail(tx, composeLeftAlone(to, input.place, ended.name, alone));
    return { ok: true, alone };
  });
}
