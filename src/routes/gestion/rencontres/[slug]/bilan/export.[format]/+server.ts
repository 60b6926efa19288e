import { getManagedEvent } from '#domain/events/server/queries.ts';
import { FIGURE_FORMATS, writeFigures } from '#domain/surveys/server/figures/documents.ts';
import { compareFigures } from '#domain/surveys/server/figures/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const;

/** Figures alone: nobody is named, so nothing has to be written in the trace. */
export const GET: RequestHandler = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const format = FIGURE_FORMATS.find((known) => known === params.format);
  if (!format) throw new NotFound('Ce format n’est pas proposé : CSV ou Excel.');
  const bytes = await writeFigures(await compareFigures(db, actor, event, new Date()), format);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="bilan-${event.slug}.${format}"`,
      'cache-control': 'no-store'
    }
  });
};
