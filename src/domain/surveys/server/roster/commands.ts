import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import { SMALLEST_GROUP } from '../../anonymity.ts';
import { readAnswer, type Typed } from '../../questions.ts';
import { redraw } from '../answers/commands.ts';
import { writeClosed } from '../opening/commands.ts';
import { getSurvey } from '../queries.ts';
import { lockSurvey } from '../reading/queries.ts';
import { belongsTo } from '../sending/commands.ts';

/** A questionnaire as it was held: when it opened, what was answered, and when it closed unless it is still open. */
export interface Held {
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly answers: readonly Typed[];
}

/**
 * Opens a questionnaire and keeps what was answered, without writing to anybody: what an edition held before Maillage, or
 * the demonstration, already knows. Answers are drawn like all others; which links have served is drawn too.
 * @throws Forbidden unless the actor runs the instance; NotFound. @throws Error when an answer is not one.
 */
export function enterSurvey(
  executor: Executor,
  actor: Actor,
  { event, survey: id }: { readonly event: EventId; readonly survey: SurveyId },
  { openedAt, closedAt, answers }: Held
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  return inTransaction(executor, async (tx) => {
    await lockSurvey(tx, id);
    const { survey } = await getSurvey(tx, actor, event, id);
    await tx
      .updateTable('survey')
      .set({ status: 'open', opened_at: openedAt, version: sql`version + 1` })
      .where('id', '=', id)
      .execute();
    await sql`
      insert into survey_link (survey_id, registration_id, sent_at, answered)
      select ${id}, r.id, ${openedAt}, row_number() over (order by random()) <= ${answers.length}
      from registration r where ${belongsTo(survey)}`.execute(tx);
    const said = answers.map((typed) => {
      const read = readAnswer(survey.questions, typed);
      if (!read.ok) throw new Error(`not an answer: ${JSON.stringify(read.errors)}`);
      return JSON.stringify(read.said);
    });
    await sql`
      insert into survey_answer (survey_id, said)
      select ${id}, said::jsonb from unnest(${said}::text[]) as said order by random()`.execute(tx);
    // Shown by fives, as they would have been.
    for (let shown = 0; !closedAt && shown < said.length; shown += SMALLEST_GROUP)
      await redraw(tx, id, {});
    if (closedAt) await writeClosed(tx, id, closedAt);
  });
}
