import { redirect, type RequestHandler } from '@sveltejs/kit';
import { finishOpenId } from '#domain/identity/server/sign-in/openid/commands.ts';
import { environment } from '#server/env.ts';
import { NotFound } from '#shared/errors.ts';
import { setCookies } from '#server/http/cookies.ts';

/** Where the provider sends back. OpenID Connect makes it a GET; without the cookie of the start it does nothing. */
export const GET: RequestHandler = async ({ cookies, locals: { client, db }, url }) => {
  if (!environment().oidc) throw new NotFound('Cette façon de se connecter n’est pas réglée ici.');
  const finished = await finishOpenId(db, client, Object.fromEntries(url.searchParams));
  setCookies(cookies, finished.cookies);
  redirect(303, finished.ok ? finished.url : `/connexion?oidc=${finished.reason}`);
};
