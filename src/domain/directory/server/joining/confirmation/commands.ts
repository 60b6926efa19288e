import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { ensurePerson } from '#domain/identity/server/accounts/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow } from '#server/throttle.ts';
import { hashToken, newToken } from '#server/tokens.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import type { NewcomerInput } from '../../../joining.ts';
import { recordRequest, type Joining } from '../commands.ts';
import { composeAddressCheck } from '../mails.ts';

const PER_EMAIL = { most: 5, windowSeconds: 3600 };
const PER_ADDRESS = { most: 20, windowSeconds: 3600 };

/**
 * Keeps the request of somebody who has not signed in, and sends her what shows that the address is hers. The answer
 * and the message are the same whether the address is known or not.
 * @param input.from - the IP address that asks.
 */
export async function startJoining(
  executor: Executor,
  input: NewcomerInput & {
    readonly territory: Pick<Territory, 'id' | 'slug' | 'name' | 'nameWithDe'>;
    readonly from: string;
    readonly reread: boolean;
  }
): Promise<{ ok: true } | { ok: false; reason: 'too-many' } | SecondReadingRefusal> {
  const unread = refuseUnread({ motive: input.motive }, input.reread);
  if (unread) return unread;
  const allowed =
    (await allow(executor, 'join-address', input.from, PER_ADDRESS)) &&
    (await allow(executor, 'join-email', input.email, PER_EMAIL));
  if (!allowed) return { ok: false, reason: 'too-many' };
  const { token, hash } = newToken();
  await inTransaction(executor, async (tx) => {
    await sql`
      insert into join_request (territory_id, token_hash, email, name, profession, structure_id, referent, motive, expires_at)
      values (${input.territory.id}, ${hash}, ${input.email}, ${input.name}, ${input.profession},
        ${input.structure}, ${input.referent}, ${input.motive}, now() + interval '24 hours')`.execute(
      tx
    );
    await queueMail(tx, composeAddressCheck(input, input.territory, token));
  });
  return { ok: true };
}

export type Confirmation =
  | { ok: true; person: PersonId; territory: string; outcome: Joining }
  | { ok: false; reason: 'gone' | 'suspended' };

/**
 * The button behind the link: the account is opened if there is none, and the request is made. Serves once.
 * @returns gone when the link is unknown, too old or used.
 */
export async function confirmJoining(executor: Executor, token: string): Promise<Confirmation> {
  return inTransaction(executor, async (tx) => {
    const request = await take(tx, token);
    if (!request) return { ok: false, reason: 'gone' };
    const { id, suspended } = await ensurePerson(tx, request);
    if (suspended) return { ok: false, reason: 'suspended' };
    const { rows } = await sql<{ id: TerritoryId; slug: string; name: string; nameWithDe: string }>`
      select id, slug, name, name_with_de as "nameWithDe" from territory where id = ${request.territory}`.execute(
      tx
    );
    const territory = rows[0]!;
    const actor = herself(id, request.name);
    const outcome = await recordRequest(tx, actor, { ...request, territory, person: id });
    return { ok: true, person: id, territory: territory.slug, outcome };
  });
}

/** Who acts, for the trace: the person has shown that the address is hers, and nothing more. */
function herself(id: PersonId, name: string): PersonActor {
  return { kind: 'person', id, name, administrator: false, memberships: [], referentOf: [] };
}

interface Taken extends NewcomerInput {
  readonly territory: TerritoryId;
}

/** Takes the request once, and forgets what it said of a person: it is hers to say from now on. */
async function take(tx: Tx, token: string): Promise<Taken | null> {
  const { rows } = await sql<Taken>`
    with waiting as (
      select * from join_request
      where token_hash = ${hashToken(token)} and confirmed_at is null and expires_at > now()
      for update)
    update join_request set confirmed_at = now(), name = '', profession = '', motive = ''
    from waiting where join_request.id = waiting.id
    returning waiting.territory_id as territory, waiting.email, waiting.name, waiting.profession,
      waiting.motive, waiting.referent, (
        select st.structure_id from structure_territory st
        where st.structure_id = waiting.structure_id and st.territory_id = waiting.territory_id
      ) as structure`.execute(tx);
  return rows[0] ?? null;
}

/** Forgets the requests whose link is no longer good. Idempotent. @returns how many. */
export async function sweepJoinRequests(executor: Executor, now: Date): Promise<number> {
  const result = await executor
    .deleteFrom('join_request')
    .where('expires_at', '<', now)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
