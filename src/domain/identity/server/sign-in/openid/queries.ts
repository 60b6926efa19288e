import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import type { Executor } from '#server/db/connection.ts';
import { environment } from '#server/env.ts';
import { siteAddress } from '#server/http/address.ts';
import { returnPath } from '../../../return-path.ts';
import type { Client } from '../../../session.ts';
import { engineOptions, headersOf } from '../engine/commands.ts';

/** Where the provider sends people back; to be declared to it. */
const OPENID_RETURN = '/connexion/oidc/retour';
/** How better-auth names the one provider of an instance. */
export const PROVIDER = 'oidc';

/** Where to send the browser, and the Set-Cookie headers that go with it. */
export interface Redirection {
  readonly url: string;
  readonly cookies: readonly string[];
}

/**
 * Begins to sign in with the provider. Nothing is written: what the return will be checked against (state, nonce,
 * PKCE verifier) is in an encrypted cookie of this browser.
 * @throws Error when no provider is set.
 */
export async function beginOpenId(
  db: Executor,
  client: Client,
  next: string
): Promise<Redirection> {
  const { headers, response } = await openIdEngine(db).api.signInSocial({
    body: {
      provider: PROVIDER,
      callbackURL: returnPath(next),
      errorCallbackURL: '/connexion',
      disableRedirect: true
    },
    headers: headersOf(client),
    returnHeaders: true
  });
  if (!response.url) throw new Error('the provider has no authorization endpoint');
  return { url: response.url, cookies: headers.getSetCookie() };
}

const engines = new WeakMap<Executor, ReturnType<typeof makeEngine>>();

/** Apart from the other engine: making it asks the provider where its addresses are. */
export function openIdEngine(db: Executor): ReturnType<typeof makeEngine> {
  const engine = engines.get(db) ?? makeEngine(db);
  engines.set(db, engine);
  return engine;
}

function makeEngine(db: Executor) {
  const provider = environment().oidc;
  if (!provider) throw new Error('OIDC_ISSUER is not set');
  const options = engineOptions(db);
  return betterAuth({
    ...options,
    account: { ...options.account, storeStateStrategy: 'cookie' },
    databaseHooks: {
      ...options.databaseHooks,
      account: { create: { before: forgetTokens }, update: { before: forgetTokens } }
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            discoveryUrl: `${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
            clientId: provider.clientId,
            clientSecret: provider.clientSecret,
            redirectURI: siteAddress(OPENID_RETURN),
            scopes: ['openid', 'email', 'profile'],
            pkce: true,
            requireIdTokenVerification: true,
            disableSignUp: true
          }
        ]
      })
    ]
  });
}

/** Maillage asks the provider who one is, once: what would let it ask again in her name is not kept. */
function forgetTokens<A extends object>(account: A) {
  const data = { ...account, accessToken: null, refreshToken: null };
  return Promise.resolve({ data });
}
