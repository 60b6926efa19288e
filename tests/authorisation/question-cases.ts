import type { Actor } from '#domain/identity/model.ts';
import { resolveQuestion } from '#domain/sharing/server/asking/commands.ts';
import { answerCall } from '#domain/sharing/server/calls/commands.ts';
import {
  addReply,
  editReply,
  putReplyBack,
  removeReply,
  settleReview,
  thank
} from '#domain/sharing/server/replies/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { ContributionId, PersonId, ReplyId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { ADMINISTRATORS, ANIMATORS, REFERENTS, ROLES, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** A question of the member, with an answer of the référente, one she took back, and a remark. */
export interface AnsweredQuestion {
  readonly question: ContributionId;
  readonly answer: ReplyId;
  readonly removed: ReplyId;
  readonly review: ReplyId;
}

export async function anAnsweredQuestion(
  db: Database,
  territory: TerritoryId
): Promise<AnsweredQuestion> {
  const [member, referent] = [await idOf(db, ROLES.member), await idOf(db, ROLES.referent)];
  const { id: question } = await aContribution(db, { kind: 'question', territory, author: member });
  const say = async (kind: 'answer' | 'review', by: PersonId, removed: Date | null = null) => {
    const { id } = await db
      .insertInto('reply')
      .values({
        contribution_id: question,
        kind,
        body: 'Une piste.',
        author_id: by,
        removed_at: removed
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id as ReplyId;
  };
  return {
    ...{ question, answer: await say('answer', referent) },
    removed: await say('answer', referent, new Date()),
    review: await say('review', member)
  };
}

async function idOf(db: Database, email: string): Promise<PersonId> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return row.id as PersonId;
}

const now = new Date('2026-11-22T09:00:00Z');
type Call = (db: Database, actor: Actor, of: AnsweredQuestion) => Promise<unknown>;
const replies = 'domain/sharing/server/replies/commands.ts';

const CALLS: readonly (readonly [
  string,
  Call,
  here: readonly RoleName[],
  elsewhere: readonly RoleName[]
])[] = [
  [
    `${replies}#addReply`,
    (db, actor, { question }) =>
      addReply(db, actor, question, { body: 'Moi.' }, { kind: 'answer' }),
    ['member', ...REFERENTS],
    ADMINISTRATORS
  ],
  [
    'domain/sharing/server/calls/commands.ts#answerCall',
    (db, actor, { question }) => answerCall(db, actor, { id: 1, question }, 'Moi.', {}),
    ['member', ...REFERENTS],
    ADMINISTRATORS
  ],
  [
    `${replies}#editReply`,
    (db, actor, { answer }) => editReply(db, actor, answer, { body: 'Mieux.' }, { version: 1 }),
    ['referent'],
    []
  ],
  [
    `${replies}#removeReply`,
    (db, actor, { answer }) => removeReply(db, actor, answer, { now, reason: 'Publicité.' }),
    REFERENTS,
    ADMINISTRATORS
  ],
  [
    `${replies}#putReplyBack`,
    (db, actor, { removed }) => putReplyBack(db, actor, removed),
    REFERENTS,
    ADMINISTRATORS
  ],
  [
    `${replies}#thank`,
    (db, actor, { answer }) => thank(db, actor, answer, { kind: 'thanks' }),
    ['member', ...ANIMATORS],
    ADMINISTRATORS
  ],
  [
    `${replies}#settleReview`,
    (db, actor, { review }) => settleReview(db, actor, review, { now }),
    ['member'],
    []
  ],
  [
    'domain/sharing/server/asking/commands.ts#resolveQuestion',
    (db, actor, { question }) => resolveQuestion(db, actor, question, { now }),
    ['member'],
    []
  ]
];

/** What is said of a question, here and in a network where neither of them is. */
export function ofQuestions(here: AnsweredQuestion, elsewhere: AnsweredQuestion): CommandCase[] {
  return CALLS.flatMap(([command, call, mayHere, mayElsewhere]): CommandCase[] => [
    { command, on: 'here', may: mayHere, call: (db, actor) => call(db, actor, here) },
    { command, on: 'elsewhere', may: mayElsewhere, call: (db, actor) => call(db, actor, elsewhere) }
  ]);
}
