import { readFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { composePdf } from '#server/pdf/compose.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, SurveyId } from '#shared/ids.ts';
import { resultRows, writeResults, type ExportFormat } from '../../transfer.ts';
import { getResults } from './queries.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');

/**
 * The results of a questionnaire as a file, under the rules of the page.
 * @throws NotFound, also while there are not five answers to read. @throws Forbidden unless the actor manages the edition.
 * @throws PdfFailure
 */
export async function exportResults(
  db: Executor,
  actor: Actor,
  which: { readonly event: EventId; readonly survey: SurveyId },
  { format, now }: { readonly format: ExportFormat; readonly now: Date }
): Promise<Uint8Array> {
  const { event, survey, results } = await getResults(db, actor, which, { now });
  const { questions, response } = results;
  if (!questions)
    throw new NotFound('Il n’y a pas encore assez de réponses pour en montrer les résultats.');
  if (format === 'csv')
    return Buffer.from(stringify(resultRows(questions, response), { bom: true, delimiter: ';' }));
  const data = writeResults(event, survey, questions, response);
  return composePdf({ source: SOURCE, data, at: survey.closedAt ?? now });
}
