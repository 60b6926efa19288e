import { redirect } from '@sveltejs/kit';
import { signOut } from '#domain/identity/server/sessions/commands.ts';
import { openIdFarewell } from '#domain/identity/server/sign-in/openid/commands.ts';
import { environment } from '#server/env.ts';
import { setCookies } from '#server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the provider ends its own session, kept the time to read the page that offers it. */
const FAREWELL = 'maillage-sortie';

export const load: PageServerLoad = ({ cookies, locals }) => {
  const signedIn = locals.actor.kind === 'person';
  const label = environment().oidc?.label ?? '';
  return { signedIn, label, farewell: signedIn ? null : (cookies.get(FAREWELL) ?? null) };
};

export const actions: Actions = {
  default: async ({ cookies, locals: { client, db }, url }) => {
    if (!environment().oidc) {
      setCookies(cookies, await signOut(db, client));
      redirect(303, '/');
    }
    const farewell = await openIdFarewell(db, client);
    setCookies(cookies, farewell.cookies);
    if (!farewell.url) redirect(303, '/');
    const secure = url.protocol === 'https:';
    const options = { path: '/deconnexion', httpOnly: true, sameSite: 'lax', secure } as const;
    cookies.set(FAREWELL, farewell.url, { ...options, maxAge: 300 });
    redirect(303, '/deconnexion');
  }
};
