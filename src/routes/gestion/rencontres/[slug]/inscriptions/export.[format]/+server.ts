import { getManagedEvent } from '#domain/events/server/queries.ts';
import { readFilter } from '#domain/registrations/figures.ts';
import { recordRegistrationsExport } from '#domain/registrations/server/transfer/commands.ts';
import { exportRegistrations } from '#domain/registrations/server/transfer/documents.ts';
import { EXPORT_FORMATS } from '#domain/registrations/transfer.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
} as const;

/** A POST: taking a list of people away is written in the trace, and no GET writes anything. */
export const POST: RequestHandler = async ({ locals: { db, actor }, params, request }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const format = EXPORT_FORMATS.find((known) => known === params.format);
  if (!format) throw new NotFound('Ce format n’est pas proposé : CSV ou Excel.');
  const data = await request.formData();
  const asked = [...data].map(([name, value]) => [name, String(value)]);
  const filter = readFilter(new URLSearchParams(asked));
  const needs = data.get('besoins') === 'oui';
  const { bytes, count } = await exportRegistrations(db, actor, event.id, {
    ...{ filter, format, needs }
  });
  await recordRegistrationsExport(db, actor, event.id, { format, count, needs });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="inscriptions-${event.slug}.${format}"`,
      'cache-control': 'no-store'
    }
  });
};
