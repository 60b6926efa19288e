import type { IncomingMessage } from 'node:http';
import { isLoopback, type Environment } from '#server/env.ts';
import { LARGEST_BODY } from './bodies.ts';

const PROTOCOL = 'x-maillage-protocol';
const HOST = 'x-maillage-host';

/**
 * What the adapter's handler reads from the environment at its import: to be called before.
 * It learns the true origin from two private headers that `stateOrigin` writes on every request.
 */
export function configureAdapter(): void {
  process.env['PROTOCOL_HEADER'] = PROTOCOL;
  process.env['HOST_HEADER'] = HOST;
  process.env['BODY_SIZE_LIMIT'] = String(LARGEST_BODY);
  delete process.env['PORT_HEADER'];
}

/** Overwrites what a client may have put there: forged headers change nothing, and a cross-site POST is seen as such. */
export function stateOrigin(request: IncomingMessage, { origin }: Environment, port: number): void {
  request.headers[PROTOCOL] = origin ? origin.protocol.slice(0, -1) : 'http';
  request.headers[HOST] = origin ? origin.host : loopbackHost(request.headers.host, port);
}

/** Without a public origin, any port of this machine is right (a tunnel changes it), any other name is a forgery. */
function loopbackHost(claimed: string | undefined, port: number): string {
  const name = claimed?.replace(/:\d+$/, '') ?? '';
  return claimed && isLoopback(name) ? claimed : `localhost:${port}`;
}
