import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Front {
  /** « https://localhost:41234 » */
  readonly origin: string;
  /** The file of the authority that signed its certificate: its own. */
  readonly authority: string;
  behave(behaviour: FrontBehaviour): void;
  close(): Promise<void>;
}

interface FrontBehaviour {
  /** What it writes of the client in X-Forwarded-For; by default it adds its address, as it should. */
  readonly forwarding?: 'adds' | 'nothing';
  /** The heaviest body it lets pass, in bytes. */
  readonly heaviest?: number;
}

/**
 * A real reverse proxy in https on this machine, as stands in front of an installed Maillage.
 * @param folder - where its certificate is made, by openssl.
 */
export async function startFront(folder: string, port: () => number): Promise<Front> {
  const [key, authority] = [join(folder, 'front.key'), join(folder, 'front.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '90', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', authority]
    ],
    { stdio: 'ignore' }
  );
  let { forwarding = 'adds', heaviest = Infinity }: FrontBehaviour = {};
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(authority) },
    (incoming, answer) => {
      if (Number(incoming.headers['content-length'] ?? 0) > heaviest) {
        answer.writeHead(413, { connection: 'close' }).end();
        return;
      }
      const before = incoming.headers['x-forwarded-for'];
      const seen = [before ?? [], incoming.socket.remoteAddress ?? ''].flat().join(', ');
      const headers = {
        ...incoming.headers,
        ...(forwarding === 'adds' ? { 'x-forwarded-for': seen } : {})
      };
      const { method, url: path } = incoming;
      const through = request({ host: '127.0.0.1', port: port(), path, method, headers });
      through.on('error', () => answer.writeHead(502).end());
      through.on('response', (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      incoming.pipe(through);
    }
  );
  server.on('clientError', () => undefined);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    authority,
    behave: (next) => ({ forwarding = 'adds', heaviest = Infinity } = next),
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((closed) => server.close(() => closed()));
    }
  };
}
