import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '#server/db/connection.ts';
import { outageOf } from '#server/db/outage.ts';
import { refuseMail } from '#server/mail/refusals.ts';
import { readUnsubscribeToken } from '#server/mail/unsubscribe.ts';
import { nameRoute } from '#server/trace.ts';

const PAGE = /^\/desabonnement\/([\w.-]+)$/;

/**
 * What a mail service sends when somebody presses its « se désabonner » (RFC 8058): a POST from no page, which the
 * protection against foreign forms would refuse. The signed token is all it needs, and no cookie is read.
 * @returns whether the request was one, and is answered.
 */
export function answerOneClick(
  request: IncomingMessage,
  response: ServerResponse,
  db: Database
): boolean {
  const token = PAGE.exec(request.url ?? '')?.[1];
  if (!token || request.method !== 'POST' || request.headers.origin || request.headers.cookie)
    return false;
  nameRoute('/desabonnement/[jeton]');
  // Its body says nothing more than « List-Unsubscribe=One-Click »: it is not read.
  request.resume();
  void leave(db, token).then(
    (status) => response.writeHead(status).end(),
    // A mail service asks again later when it is told to.
    (error: unknown) => response.writeHead(outageOf(error) ? 503 : 500).end()
  );
  return true;
}

async function leave(db: Database, token: string): Promise<200 | 404> {
  const said = readUnsubscribeToken(token);
  if (!said) return 404;
  await refuseMail(db, said.address, said.kind, 'Désabonnement demandé depuis la messagerie.');
  return 200;
}
