import { redirect } from '@sveltejs/kit';
import { signOut } from '#domain/identity/server/sessions/commands.ts';
import { setCookies } from '../connexion/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ signedIn: locals.actor.kind === 'person' });

export const actions: Actions = {
  default: async ({ cookies, locals }) => {
    setCookies(cookies, await signOut(locals.db, locals.client));
    redirect(303, '/');
  }
};
