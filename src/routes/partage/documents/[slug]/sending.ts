/** A file of a document, as it leaves. */
import type { Actor } from '#domain/identity/model.ts';
import { dispositionOf, FORMAT_TRAITS, isShown } from '#domain/sharing/documents/formats.ts';
import { openFile } from '#domain/sharing/server/documents/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { sendFile } from '#server/http/files.ts';
import { getFile } from '#server/storage/files.ts';
import { NotFound } from '#shared/errors.ts';
import { numberOf } from '../../../gestion/rencontres/reading.ts';

/** Nothing in a file runs, loads or sends anything, whatever a browser makes of it. */
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/** The reader of PDF that a browser has is a page of its own, which a sandbox would keep from opening. */
const SANDBOX = `${POLICY}; sandbox`;

interface Asked {
  readonly locals: { readonly db: Database; readonly actor: Actor };
  readonly params: { readonly slug: string };
  readonly url: URL;
}

/**
 * Sends the file that an address names (`?version=3`, else the current one) to who may read it.
 * @param how - inline: shown by the browser, images and PDF only. @throws NotFound
 */
export async function sendDocument(
  { locals: { db, actor }, params, url }: Asked,
  how: 'attachment' | 'inline'
): Promise<Response> {
  const number = numberOf(url.searchParams.get('version')) || null;
  const { version, file } = await openFile(db, actor, params.slug, number);
  if (how === 'inline' && !isShown(version.format))
    throw new NotFound('Ce fichier ne se montre pas ici\u00a0: téléchargez-le.');
  const { format, fileName: name } = version;
  const mimeType = format ? FORMAT_TRAITS[format].mediaType : 'application/octet-stream';
  const body = await getFile(db, file);
  return sendFile(
    { fileName: name, mimeType, body },
    {
      'content-disposition': dispositionOf(how, name),
      'content-length': String(version.size),
      'content-security-policy': how === 'inline' && format === 'pdf' ? POLICY : SANDBOX,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'private, no-store'
    }
  );
}
