import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { RegistrationId, SurveyId } from '#shared/ids.ts';

/** What the tokens of these links are for. */
const PURPOSE = 'survey';

/** The path of a questionnaire for one person: nothing secret is kept. */
export function surveyLink(link: number, version: number): string {
  return `/questionnaire/${writeRowToken(PURPOSE, link, version)}`;
}

/** A link as it is now. */
export interface HeldLink {
  readonly id: number;
  readonly version: number;
  readonly survey: SurveyId;
  readonly registration: RegistrationId;
  readonly answered: boolean;
}

/** Null when it is no link of ours, or serves no more. */
export async function findLink(executor: Executor, token: string): Promise<HeldLink | null> {
  const read = readRowToken<number>(PURPOSE, token);
  if (!read) return null;
  const row = await executor
    .selectFrom('survey_link')
    .select(['survey_id', 'registration_id', 'link_version', 'answered'])
    .where('id', '=', read.id)
    .executeTakeFirst();
  if (!row || !read.isOf(row.link_version)) return null;
  return {
    id: read.id,
    version: row.link_version,
    survey: row.survey_id as SurveyId,
    registration: row.registration_id as RegistrationId,
    answered: row.answered
  };
}
