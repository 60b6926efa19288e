import { VISITOR } from '#domain/identity/model.ts';
import { getRevision } from '#domain/directory/server/queries.ts';
import { exportStructures } from '#domain/directory/server/transfer/documents.ts';
import { writeTemplate } from '#domain/directory/server/transfer/template/documents.ts';
import type { ExportFormat } from '#domain/directory/transfer/file.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { sendFile } from '#server/http/files.ts';
import { Invalid, NotFound } from '#shared/errors.ts';
import type { RequestHandler } from './$types';

const EXPORTS: Record<string, ExportFormat> = {
  'structures.csv': 'csv',
  'structures.xlsx': 'xlsx',
  'structures.json': 'json',
  'structures.geojson': 'geojson',
  'datainclusion.json': 'datainclusion'
};
const TEMPLATES: Record<string, 'csv' | 'xlsx'> = { 'modele.csv': 'csv', 'modele.xlsx': 'xlsx' };

/** What anyone may take, whoever asks: the operator's complete export is under /gestion/import. */
export const GET: RequestHandler = async ({ params, url, locals, request }) => {
  const { db } = locals;
  const template = TEMPLATES[params.file];
  if (template) return sendFile(await writeTemplate(db, template));
  const format = EXPORTS[params.file];
  if (!format) throw new NotFound('Ce fichier n’existe pas.');
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'territory');
  if (unknown) throw new Invalid([{ path: unknown, message: 'paramètre inconnu' }]);
  const territory = url.searchParams.get('territory') ?? undefined;
  if (territory) await getTerritory(db, territory);
  const etag = `W/"${await getRevision(db)}"`;
  // Outlines may be loaded without the directory changing.
  const isFresh = format !== 'geojson' && request.headers.get('if-none-match') === etag;
  if (isFresh) return new Response(null, { status: 304, headers: { etag } });
  return sendFile(await exportStructures(db, VISITOR, format, { territory }), { etag });
};
