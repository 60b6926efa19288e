import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  /** Who was asked, and whether she answered; how many stays with the questionnaire. */
  'survey-link': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from survey_link l using survey s, registration r
      where s.id = l.survey_id and r.id = l.registration_id
        and ((s.asked is not null and s.closed_at < ${before}) or r.anonymised_at < ${before})`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  },
  /** The words; marks and choices are of nobody and stay. */
  'survey-words': async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      update survey_answer a set said = a.said - q.texts, hidden = '{}'
      from survey s join (select survey_id, array_agg(id::text) as texts from survey_question
        where kind = 'text' group by 1) q on q.survey_id = s.id
      where s.id = a.survey_id and s.status = 'closed' and s.closed_at < ${before} and a.said ?| q.texts`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  }
};
