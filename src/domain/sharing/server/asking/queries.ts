import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inNetworkOf, OPEN_SINCE } from '../columns/queries.ts';
import { listContributions, type ContributionList, type Page } from '../queries.ts';
import { READ_REPLY } from '../replies/queries.ts';
import { havingWords } from '../similar/queries.ts';

/** Somebody else than who asked has answered the question `c`, and it can be read. */
export const ANSWERED = sql<boolean>`exists (select from reply r where r.contribution_id = c.id and r.kind = 'answer'
  and r.author_id is distinct from c.author_id and ${READ_REPLY})`;
export const RESOLVED = sql<boolean>`exists (select from question q where q.contribution_id = c.id
  and q.resolved_at is not null)`;

/** ouvertes: not resolved. sans-reponse: nobody has answered. resolues. miennes: asked by who reads. */
export const QUESTION_STATES = ['ouvertes', 'sans-reponse', 'resolues', 'miennes'] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

export interface AskedQuestions {
  readonly state: QuestionState;
  /** Codes. */
  readonly themes?: readonly string[] | undefined;
  readonly words?: string;
}

/** Questions that an actor may read, those that wait for an answer the oldest first, the others the latest first. */
export async function listQuestions(
  db: Executor,
  actor: Actor,
  { state, themes, words = '' }: AskedQuestions,
  page: Page
): Promise<ContributionList<'question'>> {
  const having = havingWords(words);
  const conditions = [stateIs(actor, state), ...(having ? [having] : [])];
  return listContributions(
    db,
    actor,
    { kinds: ['question'], themes, also: sql<boolean>`${sql.join(conditions, sql` and `)}` },
    page,
    state === 'sans-reponse' ? sql`c.published_at, c.id` : undefined
  );
}

function stateIs(actor: Actor, state: QuestionState): RawBuilder<boolean> {
  if (state === 'resolues') return RESOLVED;
  if (state === 'sans-reponse') return sql<boolean>`not ${RESOLVED} and not ${answeredFor(actor)}`;
  if (state === 'ouvertes') return sql<boolean>`not ${RESOLVED}`;
  return actor.kind === 'person' ? sql<boolean>`c.author_id = ${actor.id}` : sql<boolean>`false`;
}

/** Answered, as far as an actor reads: what was answered among members tells nothing to others. */
function answeredFor(actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`exists (select from reply r where r.contribution_id = c.id and r.kind = 'answer'
    and r.author_id is distinct from c.author_id and ${READ_REPLY}
    and (${inNetworkOf(actor)} or (c.visibility = 'public' and r.written_at >= ${OPEN_SINCE})))`;
}
