import type { IncomingMessage, ServerResponse } from 'node:http';
import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { nameRoute } from '#server/trace.ts';
import { clientAddress } from './origin.ts';
import { answerTo, QUESTION_HEADER, readQuestion, type Seen } from './questions.ts';

interface Ground {
  readonly db: Database;
  readonly environment: Environment;
}

/**
 * `/sante`: 200 when pages can be served, 503 when the database does not answer. For probes and load balancers; and for
 * `doctor`, which asks by a signed question what arrives here of a request sent to the public address.
 * @returns whether the request was one, and is answered.
 */
export function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  ground: Ground
): boolean {
  if (request.url?.split('?', 1)[0] !== '/sante') return false;
  const question = readQuestion(request.headers[QUESTION_HEADER], new Date());
  if (request.method === 'POST' && !question) {
    request.resume();
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return true;
  }
  void tell(request, response, ground, question);
  return true;
}

async function tell(
  request: IncomingMessage,
  response: ServerResponse,
  { db, environment }: Ground,
  question: string | null
): Promise<void> {
  const seen = question === null ? null : await whatArrived(request, environment, question);
  const healthy = await sql`select 1`.execute(db).then(
    () => true,
    () => false
  );
  // A probe asks every few seconds: its line is written only when something is wrong.
  if (!healthy) nameRoute('/sante');
  response.writeHead(healthy ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store'
  });
  response.end(
    JSON.stringify({
      status: healthy ? 'ok' : 'unavailable',
      database: healthy,
      ...(seen && { seen })
    })
  );
}

/** What a request is once it has crossed whatever stands in front. */
async function whatArrived(
  request: IncomingMessage,
  { proxies }: Environment,
  question: string
): Promise<Seen> {
  const forwarded = request.headers['x-forwarded-for'];
  return {
    answer: answerTo(question),
    address: clientAddress(request.socket.remoteAddress, forwarded, proxies),
    forwarded: [forwarded ?? []]
      .flat()
      .flatMap((header) => header.split(','))
      .map((address) => address.trim())
      .filter(Boolean),
    received: await measureBody(request)
  };
}

/** Reads the body and throws it away. @returns its length, in bytes. */
function measureBody(request: IncomingMessage): Promise<number> {
  return new Promise((resolve) => {
    let length = 0;
    request.on('data', (chunk: Buffer) => (length += chunk.length));
    request.on('close', () => resolve(length));
    request.on('end', () => resolve(length));
  });
}
