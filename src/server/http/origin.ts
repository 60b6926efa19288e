import type { IncomingMessage } from 'node:http';
import { isLoopback, type Environment } from '#server/env.ts';
import { LARGEST_BODY } from './bodies.ts';

const PROTOCOL = 'x-maillage-protocol';
const HOST = 'x-maillage-host';
const ADDRESS = 'x-maillage-address';

/**
 * What the adapter's handler reads from the environment at its import: to be called before.
 * It learns the true origin and the client's address from private headers that `stateOrigin` writes on every request.
 */
export function configureAdapter(): void {
  process.env['PROTOCOL_HEADER'] = PROTOCOL;
  process.env['HOST_HEADER'] = HOST;
  process.env['ADDRESS_HEADER'] = ADDRESS;
  process.env['BODY_SIZE_LIMIT'] = String(LARGEST_BODY);
  delete process.env['PORT_HEADER'];
}

/** Overwrites what a client may have put there: forged headers change nothing, and a cross-site POST is seen as such. */
export function stateOrigin(
  request: IncomingMessage,
  environment: Environment,
  port: number
): void {
  const { origin, proxies } = environment;
  request.headers[PROTOCOL] = origin ? origin.protocol.slice(0, -1) : 'http';
  request.headers[ADDRESS] = clientAddress(
    request.socket.remoteAddress,
    request.headers['x-forwarded-for'],
    proxies
  );
  request.headers[HOST] = origin ? origin.host : loopbackHost(request.headers.host, port);
}

/**
 * The client's address: the socket's, or what the outermost of our own proxies saw. Each proxy adds on the right the
 * address that spoke to it, so what a client writes there itself is further left, and never read.
 * @param proxies - how many of them are ours.
 */
export function clientAddress(
  socket: string | undefined,
  forwarded: string | string[] | undefined,
  proxies: number
): string {
  const seen = [forwarded ?? []]
    .flat()
    .flatMap((header) => header.split(','))
    .map((address) => address.trim())
    .filter(Boolean);
  return (proxies > 0 ? seen.at(-proxies) : undefined) ?? socket ?? 'inconnue';
}

/** Without a public origin, any port of this machine is right (a tunnel changes it), any other name is a forgery. */
function loopbackHost(claimed: string | undefined, port: number): string {
  const name = claimed?.replace(/:\d+$/, '') ?? '';
  return claimed && isLoopback(name) ? claimed : `localhost:${port}`;
}
