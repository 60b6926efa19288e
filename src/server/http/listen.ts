import compression from 'compression';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants } from 'node:zlib';
import type { Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { Refusal } from '#server/refusal.ts';
import { newTrace, traced } from '#server/trace.ts';
import { refuseLargeBody } from './bodies.ts';
import { answerHealth } from './health.ts';
import { answerMetrics } from './metrics.ts';
import { answerOneClick } from './one-click.ts';
import { stateOrigin } from './origin.ts';
import { noteRequest } from './requests.ts';

/** adapter-node's handler. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void
) => unknown;

export interface Listener {
  readonly port: number;
  /** Accepts nothing new and lets the requests under way finish, up to a limit. */
  close(): Promise<void>;
}

/** Longer than any page takes; an upload under way is cut past it. */
const FINISH_WITHIN_MS = 10_000;

/** @throws Refusal when the port is taken or may not be opened. */
export async function listen(
  handler: Handler,
  db: Database,
  environment: Environment
): Promise<Listener> {
  const compress = compression({
    // Static files are served compressed already; a range is a piece of the original.
    filter: (request, response) => !request.headers.range && compression.filter(request, response),
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }
  });
  const server = createServer((request, response) => {
    const trace = newTrace();
    response.setHeader('x-request-id', trace.id);
    noteRequest(request, response, trace, environment);
    traced(trace, () => answer(request, response));
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (answerHealth(request, response, { db, environment })) return;
    if (answerMetrics(request, response, { db, environment })) return;
    if (answerOneClick(request, response, db)) return;
    stateOrigin(request, environment, portOf(server));
    if (refuseLargeBody(request, response)) return;
    const serve = () => handler(request, response, () => response.writeHead(404).end());
    compress(
      request as Parameters<typeof compress>[0],
      response as Parameters<typeof compress>[1],
      serve
    );
  };
  await bind(server, environment);
  return { port: portOf(server), close: () => close(server) };
}

/** Tells at once that the port is taken, before minutes of preparation. @throws Refusal */
export async function checkPort(environment: Environment): Promise<void> {
  const probe = createServer();
  await bind(probe, environment);
  await new Promise((resolve) => probe.close(resolve));
}

async function bind(server: Server, { host, port }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Refusal(explain(error, host, port)))
    );
    server.listen({ host, port }, resolve);
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === 'EADDRINUSE') {
    return `Le port ${port} est déjà utilisé sur cette machine. Fermez l’autre programme, ou choisissez un autre port : PORT=${port + 1} npm start`;
  }
  if (error.code === 'EACCES')
    return `Le port ${port} est réservé. Choisissez-en un au-dessus de 1024 : PORT=3000 npm start`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST=${host} n’est pas une adresse de cette machine.`;
  }
  return `Impossible d’écouter sur ${host}:${port} : ${error.message}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), FINISH_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}
