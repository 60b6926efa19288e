import { redirect } from '@sveltejs/kit';
import { sitePath } from '#shared/text.ts';
import type { RequestHandler } from './$types';

/** Where a message leads: to its page, or to sign in first, so that what members read is never « introuvable ». */
export const GET: RequestHandler = ({ locals: { actor }, url }) => {
  const to = sitePath(url.searchParams.get('vers')) ?? '/partage';
  redirect(303, actor.kind === 'visitor' ? `/connexion?suite=${encodeURIComponent(to)}` : to);
};
