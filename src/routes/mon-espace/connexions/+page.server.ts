import { redirect } from '@sveltejs/kit';
import { revokeOtherSessions, revokeSession } from '#domain/identity/server/sessions/commands.ts';
import { listSessions } from '#domain/identity/server/sessions/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { actor, db, session }, url }) => ({
  sessions: await listSessions(db, actor, session),
  closed: url.searchParams.has('fermee')
});

export const actions: Actions = {
  fermer: async ({ locals: { actor, db }, request }) => {
    const form = await request.formData();
    await revokeSession(db, actor, String(form.get('connexion') ?? ''));
    redirect(303, '/mon-espace/connexions?fermee');
  },
  autres: async ({ locals: { actor, db, session } }) => {
    await revokeOtherSessions(db, actor, session);
    redirect(303, '/mon-espace/connexions?fermee');
  }
};
