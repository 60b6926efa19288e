import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { inTurn } from '#server/db/turns.ts';
import { NotFound } from '#shared/errors.ts';
import { surveyState, type Answer, type Survey } from '../../model.ts';
import { readAnswer, type Typed } from '../../questions.ts';
import { redraw } from '../answers/commands.ts';
import { findLink, type HeldLink } from '../links/queries.ts';
import { findSurvey, lockSurvey } from '../reading/queries.ts';
import { NO_SUCH_LINK } from './queries.ts';

export type Answered =
  | { readonly ok: true }
  /** answered: this link has served. */
  | { readonly ok: false; readonly reason: 'answered' | 'closed' }
  | {
      readonly ok: false;
      readonly reason: 'incomplete';
      readonly errors: Readonly<Record<number, string>>;
    }
  | SecondReadingRefusal;

/**
 * Keeps a finished answer and spends its link, together or not at all. Nothing else is written: no trace, no counter of
 * tries, no message, which would tell when. Of the same link sent twice at once, one answer is kept.
 * @throws NotFound when the link is not ours, or was revoked.
 */
export async function answerSurvey(
  db: Database,
  token: string,
  { typed, reread = false }: { readonly typed: Typed; readonly reread?: boolean },
  now: Date
): Promise<Answered> {
  const link = await findLink(db, token);
  if (!link) throw new NotFound(NO_SUCH_LINK);
  return inTurn(db, `survey:${link.survey}`, () =>
    inTransaction(db, async (tx): Promise<Answered> => {
      await lockSurvey(tx, link.survey);
      const survey = (await findSurvey(tx, link.survey))!;
      if (link.answered) return { ok: false, reason: 'answered' };
      if (await isOver(tx, survey, now)) return { ok: false, reason: 'closed' };
      const read = readAnswer(survey.questions, typed);
      if (!read.ok) return { ok: false, reason: 'incomplete', errors: read.errors };
      const unread = refuseUnread(wordsOf(survey, read.said), reread);
      if (unread) return unread;
      if (!(await spend(tx, link))) return { ok: false, reason: 'answered' };
      await redraw(tx, survey.id, { added: read.said });
      return { ok: true };
    })
  );
}

async function isOver(tx: Tx, survey: Survey, now: Date): Promise<boolean> {
  if (surveyState(survey, now) !== 'open') return true;
  return (await findEventById(tx, survey.event))?.status === 'cancelled';
}

/** The words that others will read, by the name of their field in the form. */
function wordsOf({ questions }: Survey, said: Answer): Record<string, string> {
  return Object.fromEntries(
    questions
      .filter(({ id, kind }) => kind === 'text' && said[id] !== undefined)
      .map(({ id }) => [`q-${id}`, String(said[id])])
  );
}

/** @returns whether it had not served yet. */
async function spend(tx: Tx, { id, version }: HeldLink): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update survey_link set answered = true
    where id = ${id} and link_version = ${version} and not answered`.execute(tx);
  return numAffectedRows === 1n;
}
