/** Opening a questionnaire, and closing it for good. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import type { Survey } from '../../model.ts';
import { findObstacle, type OpeningObstacle } from '../../rules.ts';
import { traceSurvey } from '../commands.ts';
import { getSurvey } from '../queries.ts';
import { lockSurvey } from '../reading/queries.ts';
import { inviteNew } from '../sending/commands.ts';

export type SurveyOpened =
  | { readonly ok: true; readonly sent: number }
  | { readonly ok: false; readonly reason: OpeningObstacle };

/** Opens a questionnaire now, and writes to each person who is asked. @throws NotFound, Forbidden */
export function openSurvey(
  db: Database,
  actor: Actor,
  event: EventId,
  id: SurveyId,
  now: Date
): Promise<SurveyOpened> {
  return inTransaction(db, async (tx): Promise<SurveyOpened> => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    const obstacle = findObstacle(survey, edition, now);
    if (obstacle) return { ok: false, reason: obstacle };
    const sent = await writeOpen(tx, edition, survey, now);
    await traceSurvey(tx, actor, edition, 'survey.open', survey, { count: sent });
    return { ok: true, sent };
  });
}

/** In the transaction that holds the questionnaire. @returns how many were written to. */
export async function writeOpen(tx: Tx, event: Event, survey: Survey, now: Date): Promise<number> {
  await tx
    .updateTable('survey')
    .set({ status: 'open', opened_at: now, version: sql`version + 1` })
    .where('id', '=', survey.id)
    .execute();
  return inviteNew(tx, event, survey, now);
}

export type SurveyClosed =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'not-open' };

/** Closes a questionnaire: nobody answers it any more, and its results are read whole. @throws NotFound, Forbidden */
export function closeSurvey(
  db: Database,
  actor: Actor,
  event: EventId,
  id: SurveyId,
  now: Date
): Promise<SurveyClosed> {
  return inTransaction(db, async (tx): Promise<SurveyClosed> => {
    await lockSurvey(tx, id);
    const { event: edition, survey } = await getSurvey(tx, actor, event, id);
    if (survey.status !== 'open') return { ok: false, reason: 'not-open' };
    await writeClosed(tx, id, now);
    await traceSurvey(tx, actor, edition, 'survey.close', survey);
    return { ok: true };
  });
}

/** How many were asked is kept with it: their links go one day with their registrations. */
export async function writeClosed(tx: Tx, id: SurveyId, now: Date): Promise<void> {
  await sql`
    update survey set status = 'closed', closed_at = ${now}, version = version + 1,
      asked = (select count(*) from survey_link where survey_id = ${id})
    where id = ${id}`.execute(tx);
}
