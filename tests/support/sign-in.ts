import type { Client } from '#domain/identity/session.ts';
import { requestSignIn, type SignInOutcome } from '#domain/identity/server/sign-in/commands.ts';
import type { Database } from '#server/db/connection.ts';

/** Who has not signed in yet, from an address of documentation. */
export const visitor: Client = { cookie: '', userAgent: 'Test', address: '192.0.2.1' };
export const refused = { ok: false, reason: 'refused' };

/** Her browser, with the cookies that signing in gave it. */
export function signedIn(outcome: SignInOutcome): Client {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return { ...visitor, cookie: outcome.cookies.map((one) => one.split(';')[0]).join('; ') };
}

/** The last message to an address, with the secrets it holds. */
export async function lastMailTo(db: Database, to: string) {
  const mail = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('recipient', '=', to)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const text = mail.text_body ?? '';
  return {
    ...mail,
    token: /jeton=([\w-]+)/.exec(text)?.[1] ?? '',
    code: /Code\s:\s(\d{6})/.exec(text)?.[1] ?? ''
  };
}

/** What somebody receives who asks to sign in; without the delay that hides who has an account. */
export async function askedBy(db: Database, email: string, next = '/mon-espace') {
  const outcome = await requestSignIn(db, visitor, { email, next }, 0);
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return lastMailTo(db, email);
}
