import { isAPIError } from 'better-auth/api';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { allow, type Limit } from '#server/throttle.ts';
import { hashToken } from '#server/tokens.ts';
import type { PersonId } from '#shared/ids.ts';
import { returnPath } from '../../return-path.ts';
import type { Client, SignedIn } from '../../session.ts';
import { sayPersonWasSeen } from '../sessions/commands.ts';
import { headersOf, signInEngine } from './engine/commands.ts';
import { closedAccountMail, signInMail, strangerMail } from './mails.ts';
import { alone, burn, findWhoMaySignIn, makeLink } from './secrets/commands.ts';

const QUARTER = 15 * 60;
const DAY = 24 * 3600;

/** A hospital goes out by one address: those of addresses are wide, those of a mailbox are narrow. */
const LIMITS = {
  requestsOfMailbox: { most: 5, windowSeconds: QUARTER },
  requestsOfAddress: { most: 60, windowSeconds: QUARTER },
  codesOfMailbox: { most: 10, windowSeconds: QUARTER },
  codesOfAddress: { most: 100, windowSeconds: QUARTER },
  linksOfAddress: { most: 100, windowSeconds: QUARTER },
  strangers: { most: 1, windowSeconds: DAY },
  strangersOfAddress: { most: 20, windowSeconds: DAY }
} satisfies Record<string, Limit>;

export interface TooMany {
  readonly ok: false;
  readonly reason: 'too-many';
  /** Before trying again. */
  readonly minutes: number;
}

export type SignInOutcome =
  ({ readonly ok: true } & SignedIn) | { readonly ok: false; readonly reason: 'refused' } | TooMany;

/** Every answer takes at least this long (ms): how long it takes tells nothing of who has an account. */
const ANSWER_AFTER = 400;

/**
 * Sends the link and the code to who has an account, once what was sent before is burned. To who has none, a message
 * that says so and how to join, once a day at most: she may have mistaken her address, and only the owner of the
 * mailbox learns it. The answer is the same, after the same time.
 * @param input.email - already checked (`emailAddress`).
 * @param input.next - where to go once signed in.
 * @param answerAfter - ms; less only where nobody measures, in tests.
 */
export async function requestSignIn(
  db: Database,
  client: Client,
  input: { readonly email: string; readonly next: string },
  answerAfter = ANSWER_AFTER
): Promise<{ readonly ok: true } | TooMany> {
  const refused = await tooMany(db, [
    ['requestsOfMailbox', input.email],
    ['requestsOfAddress', client.address]
  ]);
  if (refused) return refused;
  await Promise.all([inTransaction(db, (tx) => send(tx, client, input)), delay(answerAfter)]);
  return { ok: true };
}

/** Signs in with the secret of a link; it and its code serve no more. */
export async function signInByLink(
  db: Database,
  client: Client,
  token: string
): Promise<SignInOutcome> {
  const refused = await tooMany(db, [['linksOfAddress', client.address]]);
  if (refused) return refused;
  return inTransaction(db, async (tx) => {
    const email = await emailOfLink(tx, token);
    if (email === null) return { ok: false, reason: 'refused' } as const;
    return enter(tx, email, () =>
      signInEngine(tx).api.magicLinkVerify({
        query: { token },
        headers: headersOf(client),
        returnHeaders: true
      })
    );
  });
}

/**
 * Signs in with the code; it and its link serve no more. A wrong code, an expired one, one tried too often and an
 * address without an account are refused alike.
 */
export async function signInByCode(
  db: Database,
  client: Client,
  { email, code }: { readonly email: string; readonly code: string },
  answerAfter = ANSWER_AFTER
): Promise<SignInOutcome> {
  const refused = await tooMany(db, [
    ['codesOfMailbox', email],
    ['codesOfAddress', client.address]
  ]);
  if (refused) return refused;
  const [outcome] = await Promise.all([
    inTransaction(db, (tx) =>
      enter(tx, email, () =>
        signInEngine(tx).api.signInEmailOTP({
          body: { email, otp: code },
          headers: headersOf(client),
          returnHeaders: true
        })
      )
    ),
    delay(answerAfter)
  ]);
  return outcome;
}

async function tooMany(
  db: Database,
  acts: readonly (readonly [keyof typeof LIMITS, string])[]
): Promise<TooMany | null> {
  for (const [limit, key] of acts) {
    if (await allow(db, `sign-in-${limit}`, key, LIMITS[limit])) continue;
    const { windowSeconds } = LIMITS[limit];
    const left = windowSeconds - (Math.floor(Date.now() / 1000) % windowSeconds);
    return { ok: false, reason: 'too-many', minutes: Math.ceil(left / 60) };
  }
  return null;
}

async function send(tx: Tx, client: Client, { email, next }: { email: string; next: string }) {
  await alone(tx, email);
  const known = await findWhoMaySignIn(tx, email);
  if (!known?.open) {
    const told =
      (await allow(tx, 'sign-in-strangers', email, LIMITS.strangers)) &&
      (await allow(tx, 'sign-in-strangersOfAddress', client.address, LIMITS.strangersOfAddress));
    if (told)
      await queueMail(tx, known ? closedAccountMail({ email, ...known }) : strangerMail(email));
    return;
  }
  const { token, engine } = await makeLink(tx, client, email);
  const code = await engine.api.createVerificationOTP({ body: { email, type: 'sign-in' } });
  const secret = { token, code, next: returnPath(next) };
  await queueMail(tx, signInMail({ email, name: known.name }, secret));
}

/** Uses a secret, then burns what was sent with it. A refusal is kept (it counts), so nothing is thrown for it. */
async function enter(
  tx: Tx,
  email: string,
  use: () => Promise<{ headers: Headers; response: { user: { id: string } } }>
): Promise<SignInOutcome> {
  await alone(tx, email);
  try {
    const { headers, response } = await use();
    const personId = response.user.id as PersonId;
    await burn(tx, email);
    await sayPersonWasSeen(tx, personId);
    return { ok: true, personId, cookies: headers.getSetCookie() };
  } catch (error) {
    if (isAPIError(error)) return { ok: false, reason: 'refused' };
    throw error;
  }
}

async function emailOfLink(tx: Tx, token: string): Promise<string | null> {
  const row = await tx
    .selectFrom('sign_in_verification')
    .select('value')
    .where('identifier', '=', `magic-link:${hashToken(token)}`)
    .executeTakeFirst();
  return row ? (JSON.parse(row.value) as { email: string }).email : null;
}
