import { sql } from 'kysely';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { SurveyId } from '#shared/ids.ts';
import { surveyState } from '../model.ts';
import { findObstacle } from '../rules.ts';
import { writeClosed, writeOpen } from './opening/commands.ts';
import { findSurvey, lockSurvey } from './reading/queries.ts';
import { inviteNew, remindSilent } from './sending/commands.ts';

/**
 * Opens and closes questionnaires at their dates, asks those who came since, reminds the silent. Each in its own
 * transaction: run again, or twice at once, it writes nothing twice.
 * @returns messages written.
 */
export async function keepSurveys(db: Database, now: Date): Promise<number> {
  const { rows } = await sql<{ id: SurveyId }>`
    select id from survey where status = 'open' or (status = 'draft' and opens_at <= ${now}) order by id`.execute(
    db
  );
  let written = 0;
  for (const { id } of rows) written += await keepOne(db, id, now);
  return written;
}

function keepOne(db: Database, id: SurveyId, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    await lockSurvey(tx, id);
    const survey = await findSurvey(tx, id);
    const event = survey && (await findEventById(tx, survey.event));
    if (!event) return 0;
    if (survey.status === 'draft') {
      const isDue = survey.opensAt !== null && survey.opensAt <= now;
      return isDue && !findObstacle(survey, event, now) ? writeOpen(tx, event, survey, now) : 0;
    }
    if (
      survey.status === 'open' &&
      (surveyState(survey, now) === 'closed' || event.status === 'cancelled')
    ) {
      await writeClosed(tx, id, now);
      return 0;
    }
    if (survey.status !== 'open') return 0;
    return (await inviteNew(tx, event, survey, now)) + (await remindSilent(tx, event, survey, now));
  });
}
