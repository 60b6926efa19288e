import { getManagedEvent } from '#domain/events/server/queries.ts';
import { exportResults } from '#domain/surveys/server/results/documents.ts';
import { EXPORT_FORMATS } from '#domain/surveys/transfer.ts';
import { NotFound } from '#shared/errors.ts';
import type { SurveyId } from '#shared/ids.ts';
import { numberOf } from '../../../../../reading.ts';
import type { RequestHandler } from './$types';

const TYPES = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' } as const;

/** Figures and words that name nobody: unlike a list of people, they are taken by a GET. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const format = EXPORT_FORMATS.find((known) => known === params.format);
  if (!format) throw new NotFound('Ce format n’est pas proposé : CSV ou PDF.');
  const which = { event: event.id, survey: numberOf(params.id) as SurveyId };
  const bytes = await exportResults(db, actor, which, { format, now: new Date() });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="resultats-${event.slug}.${format}"`,
      'cache-control': 'no-store'
    }
  });
};
