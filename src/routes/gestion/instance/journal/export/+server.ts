import { csvText } from '#domain/directory/server/transfer/documents.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { listAudit } from '#domain/identity/server/audit/queries.ts';
import { readFilter } from '../filter.ts';
import type { RequestHandler } from './$types';

const MOST = 50_000;

/** Asked by a button: exporting the log is itself written in the log. */
export const POST: RequestHandler = async ({ locals: { db, actor }, url }) => {
  const filter = readFilter(url.searchParams);
  const { lines } = await listAudit(db, actor, filter, { page: 1, perPage: MOST });
  await recordAudit(db, actor, { action: 'audit.export', detail: { lines: lines.length } });
  const rows = lines.map((line) => [
    line.at.toISOString(),
    inert(line.by),
    line.action,
    inert(line.target),
    inert(line.territory ?? ''),
    inert(JSON.stringify(line.detail))
  ]);
  return new Response(
    `\ufeff${csvText([['date', 'par', 'acte', 'objet', 'territoire', 'détail'], ...rows])}`,
    {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="journal.csv"',
        'cache-control': 'no-store'
      }
    }
  );
};

/** A spreadsheet takes for a formula what begins so. */
function inert(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
