import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { emailOTP, magicLink } from 'better-auth/plugins';
import { z } from 'zod';
import type { Executor } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import { siteAddress } from '#server/http/address.ts';
import { log } from '#server/log.ts';
import { instanceSecret } from '#server/secret.ts';
import { sign } from '#server/signing.ts';
import { SIGN_IN_WITHIN, type Client } from '../../../session.ts';

/** A person who does nothing for so long signs in again (s). */
const SESSION_KEPT = 30 * 24 * 3600;
/** A session is prolonged at most this often (s). */
const PROLONGED_EVERY = 24 * 3600;
/** Wrong codes before the code is burned. */
export const CODE_ATTEMPTS = 5;

/** How commands tell better-auth the client's address, already checked by `#server/http`. */
const ADDRESS_HEADER = 'x-maillage-address';

/** Called with the secret of a link that better-auth has just made and keeps hashed. */
export type OnLink = (link: { email: string; token: string }) => Promise<void>;

/**
 * better-auth on a pool or in a running transaction: about 2 ms to make (measured), so that what it writes is
 * committed with the message that tells it.
 */
export function signInEngine(executor: Executor, onLink: OnLink = refuseToSend) {
  return betterAuth({
    ...engineOptions(executor),
    plugins: [
      openSession(),
      magicLink({
        expiresIn: SIGN_IN_WITHIN,
        disableSignUp: true,
        storeToken: 'hashed',
        sendMagicLink: onLink
      }),
      emailOTP({
        expiresIn: SIGN_IN_WITHIN,
        disableSignUp: true,
        // Six figures are too few for a plain hash: with the secret of the instance, reading the table gives none.
        storeOTP: { hash: (code) => Promise.resolve(keyed(code)) },
        otpLength: 6,
        allowedAttempts: CODE_ATTEMPTS,
        // Never sent alone: the code travels with the link, in one message.
        sendVerificationOTP: () => Promise.reject(new Error('a code goes with its link'))
      })
    ]
  });
}

const engines = new WeakMap<Executor, ReturnType<typeof signInEngine>>();

/** The engine of a pool, made once: for what is asked at every request. */
export function sharedEngine(db: Executor): ReturnType<typeof signInEngine> {
  const engine = engines.get(db) ?? signInEngine(db);
  engines.set(db, engine);
  return engine;
}

/** What better-auth reads of a client. */
export function headersOf({ cookie, userAgent, address }: Client): Headers {
  return new Headers({ cookie, 'user-agent': userAgent, [ADDRESS_HEADER]: address });
}

/** What every use of better-auth shares: our tables, our cookies, our log. */
export function engineOptions(executor: Executor) {
  const https = environment().origin?.protocol === 'https:';
  return {
    appName: 'Maillage',
    baseURL: siteAddress('/'),
    basePath: '/connexion/oidc',
    secret: instanceSecret(),
    telemetry: { enabled: false },
    // Its own limits only act on its HTTP handler, which is not exposed: ours are in the commands.
    rateLimit: { enabled: false },
    logger: { level: 'error', log: logged },
    database: { db: executor, type: 'postgres' },
    ...TABLES,
    databaseHooks: {
      session: { create: { before: ({ userId }) => refuseSuspended(executor, userId) } }
    },
    advanced: {
      database: { generateId: 'uuid', validateSchema: false, joins: true },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // `__Host-` binds a cookie to this very host; browsers only take it over https.
      cookiePrefix: https ? '__Host-maillage' : 'maillage',
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: 'lax', path: '/' },
      useSecureCookies: false
    }
  } satisfies BetterAuthOptions;
}

/** Its models under our names; a test compares them with the migrations. */
const DATES = { createdAt: 'created_at', updatedAt: 'updated_at' };
const TABLES = {
  user: { modelName: 'person', fields: { ...DATES, emailVerified: 'email_verified' } },
  session: {
    modelName: 'sign_in_session',
    fields: {
      ...DATES,
      userId: 'person_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent'
    },
    expiresIn: SESSION_KEPT,
    updateAge: PROLONGED_EVERY,
    // A GET only reads; the session is prolonged by what the person does (POST).
    deferSessionRefresh: true
  },
  account: {
    modelName: 'sign_in_account',
    fields: {
      ...DATES,
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'person_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at'
    }
  },
  verification: {
    modelName: 'sign_in_verification',
    fields: { ...DATES, expiresAt: 'expires_at' }
  }
} satisfies Partial<BetterAuthOptions>;

/** Opens a session without a secret: for the ready-made people of the demonstration, who are not asked for one. */
function openSession() {
  const endpoint = createAuthEndpoint.serverOnly(
    { method: 'POST', body: z.object({ personId: z.uuid() }) },
    async (ctx) => {
      const user = await ctx.context.internalAdapter.findUserById(ctx.body.personId);
      const session = user && (await ctx.context.internalAdapter.createSession(user.id));
      if (!user || !session) return null;
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ personId: user.id });
    }
  );
  return { id: 'open-session', endpoints: { openSession: endpoint } } as const;
}

function keyed(code: string): string {
  return sign(`code:${code}`);
}

async function refuseSuspended(executor: Executor, personId: string) {
  const person = await executor
    .selectFrom('person')
    .select(['suspended_at', 'fictional'])
    .where('id', '=', personId)
    .executeTakeFirst();
  const invented = person?.fictional && environment().demo === 'off';
  return person && !person.suspended_at && !invented ? undefined : (false as const);
}

/** Its messages without what it attaches to them: errors there can hold an address or a token. */
function logged(level: string, message: string): void {
  log.warn({ from: 'better-auth', severity: level }, message.replaceAll(/\S+@\S+/g, '…'));
}

function refuseToSend(): Promise<never> {
  return Promise.reject(new Error('this engine sends nothing'));
}
