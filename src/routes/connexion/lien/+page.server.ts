import { fail, redirect } from '@sveltejs/kit';
import { returnPath } from '#domain/identity/return-path.ts';
import { SIGN_IN_WITHIN } from '#domain/identity/session.ts';
import { signInByLink } from '#domain/identity/server/sign-in/commands.ts';
import { isLinkAlive } from '#domain/identity/server/sign-in/queries.ts';
import { DEAD_LINK, refusalMessage } from '../answers.ts';
import { setCookies } from '#server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

const COOKIE = 'maillage-lien';
const options = (url: URL) => ({
  path: '/connexion/lien',
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: url.protocol === 'https:'
});

/**
 * The secret leaves the address at once for a cookie of this page alone: it stays neither in the history of the
 * browser nor in what it tells the next site. A scanner that follows the link uses nothing: only the button does.
 */
export const load: PageServerLoad = async ({ cookies, locals: { db }, url }) => {
  const token = url.searchParams.get('jeton');
  const next = returnPath(url.searchParams.get('suite'));
  if (token) {
    cookies.set(COOKIE, token.slice(0, 100), { ...options(url), maxAge: SIGN_IN_WITHIN });
    redirect(303, `/connexion/lien?suite=${encodeURIComponent(next)}`);
  }
  const kept = cookies.get(COOKIE) ?? '';
  return { next, alive: kept !== '' && (await isLinkAlive(db, kept, new Date())) };
};

export const actions: Actions = {
  default: async ({ cookies, locals: { db, client }, request, url }) => {
    const form = await request.formData();
    const outcome = await signInByLink(db, client, cookies.get(COOKIE) ?? '');
    if (!outcome.ok) {
      const status = outcome.reason === 'too-many' ? 429 : 400;
      return fail(status, { message: refusalMessage(outcome, DEAD_LINK) });
    }
    cookies.delete(COOKIE, options(url));
    setCookies(cookies, outcome.cookies);
    redirect(303, returnPath(form.get('suite')));
  }
};
