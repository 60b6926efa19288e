import { exportStructures } from '#domain/directory/server/transfer/documents.ts';
import type { ExportFormat } from '#domain/directory/transfer/file.ts';
import { sendFile } from '#server/http/files.ts';
import { NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

const EXPORTS: Record<string, ExportFormat> = {
  'structures.csv': 'csv',
  'structures.xlsx': 'xlsx',
  'structures.json': 'json'
};

/** The whole directory, contacts included, for those who keep it: imported again, it loses nothing. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
  const format = EXPORTS[params.file];
  if (!format) throw new NotFound('Ce fichier n’existe pas.');
  const territory = url.searchParams.get('territory') ?? undefined;
  const file = await exportStructures(locals.db, locals.actor, format, { territory });
  return sendFile(file, { 'cache-control': 'private, no-store' });
};
