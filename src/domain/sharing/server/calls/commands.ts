/** Writing to somebody about a question: a link to answer that question only, until a day. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { writeRowToken } from '#server/row-token.ts';
import { allow } from '#server/throttle.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import { CALL_PURPOSE, type CallCause } from '../../questions.ts';
import { addReply, type ReplyAdded, type ReplyOptions } from '../replies/commands.ts';
import type { QuestionCall } from './queries.ts';

/**
 * The address where somebody answers a question without signing in. Asked again, it is the same address, open until the
 * later of the two days; that she was asked because she may know is what is remembered.
 * @param question - published, and one that she may read: the caller has asked.
 * @param until - the last civil day it opens, in Paris.
 */
export async function callTo(
  tx: Tx,
  question: ContributionId,
  person: PersonId,
  cause: CallCause,
  until: string
): Promise<string> {
  const { rows } = await sql<{ id: number; version: number }>`
    insert into question_call as q (contribution_id, person_id, cause, expires_on)
    values (${question}, ${person}, ${cause}, ${until})
    on conflict (contribution_id, person_id) do update set
      expires_on = greatest(q.expires_on, excluded.expires_on),
      created_at = case when excluded.cause = 'likely' and q.cause <> 'likely' then now() else q.created_at end,
      cause = case when excluded.cause = 'likely' then 'likely' else q.cause end
    returning q.id, q.link_version as version`.execute(tx);
  const call = rows[0]!;
  return siteAddress(`/repondre/${writeRowToken(CALL_PURPOSE, call.id, call.version)}`);
}

/** Answers by one link in an hour: somebody who corrects herself, not a machine. */
const PACE = { most: 10, windowSeconds: 3600 };

export type CallAnswered = ReplyAdded | { readonly ok: false; readonly reason: 'too-many' };

/**
 * Answers the question of a link, in the name of whoever it was sent to: ten times an hour at most.
 * @param actor - that person. @throws NotFound, Forbidden as `addReply`.
 */
export async function answerCall(
  executor: Executor,
  actor: Actor,
  { id, question }: Pick<QuestionCall, 'id' | 'question'>,
  body: string,
  how: Pick<ReplyOptions, 'reread' | 'nonce'>
): Promise<CallAnswered> {
  if (!(await allow(executor, 'question-answer', String(id), PACE)))
    return { ok: false, reason: 'too-many' };
  return addReply(executor, actor, question, { body }, { kind: 'answer', ...how });
}
