import { redirect, type RequestHandler } from '@sveltejs/kit';
import { returnPath } from '#domain/identity/return-path.ts';
import { beginOpenId } from '#domain/identity/server/sign-in/openid/queries.ts';
import { environment } from '#server/env.ts';
import { NotFound } from '#shared/errors.ts';
import { setCookies } from '#server/http/cookies.ts';

/** A link and not a form: `form-action 'self'` refuses a form that ends on another site. Nothing is written. */
export const GET: RequestHandler = async ({ cookies, locals: { client, db }, url }) => {
  if (!environment().oidc) throw new NotFound('Cette façon de se connecter n’est pas réglée ici.');
  const next = returnPath(url.searchParams.get('suite'));
  const begun = await beginOpenId(db, client, next).catch(() => null);
  if (!begun) redirect(303, '/connexion?oidc=restart');
  setCookies(cookies, begun.cookies);
  // Where the provider says that it asks: Kit follows no address of another site unless told.
  redirect(303, begun.url, { external: true });
};
