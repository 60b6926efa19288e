import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { returnPath } from '../../../return-path.ts';
import type { Client } from '../../../session.ts';
import { headersOf } from '../engine/commands.ts';
import { openIdEngine, PROVIDER, type Redirection } from './queries.ts';

/** What one did not obtain, for the page to say what to do. */
export type OpenIdRefusal = 'unknown' | 'cancelled' | 'restart';

/**
 * Ends what `beginOpenId` began: signs in somebody known by an address that the provider has verified, or who
 * came by it before. Nobody gets an account this way. Only the browser that began can end it, once.
 * @param query - what the provider added to the address.
 */
export async function finishOpenId(
  db: Executor,
  client: Client,
  query: Readonly<Record<string, string>>
): Promise<
  | ({ readonly ok: true } & Redirection)
  | { readonly ok: false; readonly reason: OpenIdRefusal; readonly cookies: readonly string[] }
> {
  const response = await openIdEngine(db).api.callbackOAuth({
    method: 'GET',
    params: { id: PROVIDER },
    query,
    headers: headersOf(client),
    asResponse: true
  });
  const cookies = response.headers.getSetCookie();
  const url = new URL(response.headers.get('location') ?? '/connexion?error=', siteAddress('/'));
  const error = url.searchParams.get('error');
  if (error === null && response.status < 400)
    return { ok: true, url: returnPath(url.pathname + url.search), cookies };
  return { ok: false, reason: reasonOf(error ?? ''), cookies };
}

/** Where the provider ends its own session, for somebody who came by it; null when it does not say. */
export async function openIdFarewell(db: Executor, client: Client): Promise<Redirection> {
  const { headers, response } = await openIdEngine(db).api.signOut({
    body: { callbackURL: siteAddress('/deconnexion'), disableRedirect: true },
    headers: headersOf(client),
    returnHeaders: true
  });
  return { url: response.url ?? '', cookies: headers.getSetCookie() };
}

const UNKNOWN = ['signup_disabled', 'account_not_linked', 'email_not_found', 'email_not_verified'];

function reasonOf(error: string): OpenIdRefusal {
  if (UNKNOWN.includes(error)) return 'unknown';
  return error === 'access_denied' ? 'cancelled' : 'restart';
}
