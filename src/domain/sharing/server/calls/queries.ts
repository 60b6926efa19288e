import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken } from '#server/row-token.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import { CALL_PURPOSE } from '../../questions.ts';

/** A link to answer a question: which, in whose name. */
export interface QuestionCall {
  readonly id: number;
  readonly question: ContributionId;
  readonly person: { readonly id: PersonId; readonly name: string };
  /** The last civil day it opens. */
  readonly expiresOn: string;
  readonly isExpired: boolean;
}

/** @param today - a civil day. @returns null for a link that is not ours, or that was replaced. */
export async function findCall(
  db: Executor,
  token: string,
  today: string
): Promise<QuestionCall | null> {
  const read = readRowToken(CALL_PURPOSE, token);
  if (!read) return null;
  const { rows } = await sql<QuestionCall & { version: number }>`
    select q.id, q.contribution_id as question, q.expires_on::text as "expiresOn", q.expires_on < ${today} as "isExpired",
      q.link_version as version, json_build_object('id', p.id, 'name', p.name) as person
    from question_call q join person p on p.id = q.person_id where q.id = ${read.id}`.execute(db);
  const [found] = rows;
  return found && read.isOf(found.version) ? found : null;
}
