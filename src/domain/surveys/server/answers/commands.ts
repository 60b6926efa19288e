import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { SurveyId, SurveyQuestionId } from '#shared/ids.ts';
import { ANSWERS_HELD_BACK, SMALLEST_GROUP } from '../../anonymity.ts';
import type { Answer } from '../../model.ts';

/** Words that are shown no more, or again: every answer of these words. */
export interface Hiding {
  readonly question: SurveyQuestionId;
  readonly text: string;
  readonly hidden: boolean;
}

/**
 * Draws again all the answers of a questionnaire, one more among them or some words hidden: the rows are removed and
 * written anew with other ids, in an order drawn at random, by one statement of one transaction. Neither the place of a
 * row, nor its id, nor the transaction that wrote it tells it from the others.
 *
 * While a questionnaire is open its results move by fives: once ten answers wait, five of them drawn at random are shown. So
 * five always wait, and what comes between two readings is never of fewer people.
 *
 * The caller holds the questionnaire (`lockSurvey`).
 */
export async function redraw(
  tx: Tx,
  survey: SurveyId,
  { added, hiding }: { readonly added?: Answer; readonly hiding?: Hiding }
): Promise<void> {
  const one = added ? [JSON.stringify(added)] : [];
  const { question = 0, text = '', hidden = false } = hiding ?? {};
  await sql`
    with gone as (
      delete from survey_answer where survey_id = ${survey} returning said, hidden, shown
    ), pool as (
      select said, hidden, shown from gone
      union all
      select said::jsonb, '{}'::bigint[], false from unnest(${one}::text[]) as said
    ), drawn as (
      select said, shown,
        case when said ->> ${String(question)}::text = ${text} then
          array_remove(hidden, ${question}::bigint) || case when ${hidden} then array[${question}::bigint] else '{}' end
          else hidden end as hidden,
        count(*) filter (where not shown) over () as waiting,
        row_number() over (partition by shown order by random()) as turn
      from pool
    )
    insert into survey_answer (survey_id, said, hidden, shown)
    select ${survey}, said, hidden,
      shown or (waiting >= ${ANSWERS_HELD_BACK + SMALLEST_GROUP} and turn <= ${SMALLEST_GROUP})
    from drawn order by random()`.execute(tx);
}
