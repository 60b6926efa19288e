import type { IncomingMessage, ServerResponse } from 'node:http';

const MEGABYTE = 1_000_000;
/** Imports carry whole spreadsheets; no form comes near the other limit. */
const LIMITS: readonly { path: RegExp; bytes: number }[] = [
  { path: /^\/gestion\/import(\/|$)/, bytes: 60 * MEGABYTE },
  // A document of 20 Mo at most: what is heavier is told so on its page.
  { path: /^\/gestion\/plans\/[^/]+\/import$/, bytes: 22 * MEGABYTE },
  // The workbook of a plan, then the same carried from its reading to its writing.
  { path: /^\/gestion\/plans\/[^/]+\/tableur$/, bytes: 12 * MEGABYTE },
  // A signed sheet, scanned, of 10 Mio at most: what is heavier is told so on its page.
  { path: /^\/gestion\/rencontres\/[^/]+\/documents\/emargement$/, bytes: 12 * MEGABYTE },
  // A shared file, of 50 Mo at most: an instance may choose less, and its page tells so.
  { path: /^\/partage\/documents\/(nouveau|[^/]+\/fichier)$/, bytes: 52 * MEGABYTE }
];
const DEFAULT_LIMIT = MEGABYTE;

/** The most that any route accepts, in bytes: the limit given to the adapter. */
export const LARGEST_BODY = 60 * MEGABYTE;

/** Read and thrown away before answering, so that the browser shows the answer and not a cut connection. */
const DRAINED_BYTES = 4 * LARGEST_BODY;

/** @returns the most that the route of this address accepts, in bytes. */
export function limitOf(url: string): number {
  const path = url.split('?', 1)[0] ?? '/';
  const found = LIMITS.find((one) => one.path.test(path));
  return found?.bytes ?? DEFAULT_LIMIT;
}

/**
 * Refuses a body too large for its route, or of a length not announced.
 * @returns true when it has answered.
 */
export function refuseLargeBody(request: IncomingMessage, response: ServerResponse): boolean {
  const limit = limitOf(request.url ?? '/');
  const announced = request.headers['content-length'];
  const chunked = request.headers['transfer-encoding'] !== undefined;
  if (chunked && limit < LARGEST_BODY) {
    return refuse(
      request,
      response,
      411,
      'La taille de l’envoi doit être annoncée (Content-Length).'
    );
  }
  if (Number(announced ?? 0) <= limit) return false;
  return refuse(
    request,
    response,
    413,
    `Cet envoi est trop volumineux : ${limit / MEGABYTE} Mo au plus ici. Rien n’a été enregistré ; revenez en arrière et réduisez le fichier.`
  );
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string
): true {
  let drained = 0;
  const answer = () => {
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close'
    });
    response.end(`${message}\n`);
  };
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > DRAINED_BYTES) request.destroy();
  });
  request.on('end', answer);
  return true;
}
