import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export const OPENID_CLIENT = {
  id: 'maillage',
  secret: 'un-secret-de-test-assez-long-pour-hs256'
};

/** Who signs in there: as the provider names them, and what it says of them. */
export interface Claims {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

export interface OpenIdServer {
  readonly issuer: string;
  close(): Promise<void>;
}

/** What happens at the provider when it asks who one is: it ends by a sign-in, or by an OAuth error. */
export type Interaction = (
  request: IncomingMessage
) => Promise<{ readonly account: string } | { readonly error: string } | { readonly page: string }>;

/**
 * A real OpenID Connect provider for one client, Maillage, that gives its consent by itself.
 * @param site - the address of Maillage, to which it sends back.
 */
export async function startOpenIdProvider(
  site: string,
  claimsOf: (account: string) => Claims,
  interact: Interaction
): Promise<OpenIdServer> {
  let serve: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(site, claimsOf));
  const callback = provider.callback();
  serve = async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response);
    const outcome = await interact(request);
    if ('page' in outcome)
      return response.setHeader('content-type', 'text/html; charset=utf-8').end(outcome.page);
    return provider.interactionFinished(
      request,
      response,
      'account' in outcome ? { login: { accountId: outcome.account } } : outcome
    );
  };
  return {
    issuer,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    }
  };
}

function configuration(site: string, claimsOf: (account: string) => Claims): Configuration {
  return {
    clients: [
      {
        client_id: OPENID_CLIENT.id,
        client_secret: OPENID_CLIENT.secret,
        redirect_uris: [`${site}/connexion/oidc/retour`],
        post_logout_redirect_uris: [`${site}/deconnexion`],
        grant_types: ['authorization_code'],
        response_types: ['code']
      }
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...claimsOf(id), sub: id }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    }
  };
}
