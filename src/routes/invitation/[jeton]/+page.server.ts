import { fail, redirect } from '@sveltejs/kit';
import { acceptInvitation } from '#domain/directory/server/invitations/acceptance/commands.ts';
import { findInvitation } from '#domain/directory/server/invitations/queries.ts';
import { findCorrespondent } from '#domain/identity/server/accounts/queries.ts';
import { openSession } from '#domain/identity/server/sessions/commands.ts';
import { setCookies } from '#server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'same-origin' });
  const invitation = await findInvitation(db, params.jeton, new Date());
  const person = actor.kind === 'person' ? await findCorrespondent(db, actor.id) : null;
  const mine = person !== null && person.email === invitation?.email;
  return { invitation, signedInAs: person?.name ?? null, mine };
};

export const actions: Actions = {
  default: async ({ cookies, locals, params, request }) => {
    const form = await request.formData();
    const name = String(form.get('nom') ?? '')
      .trim()
      .slice(0, 120);
    const profession = String(form.get('profession') ?? '')
      .trim()
      .slice(0, 120);
    if (form.has('nom') && name.length < 2)
      return fail(400, { reason: 'name' as const, name, profession });
    const outcome = await acceptInvitation(locals.db, locals.actor, {
      token: params.jeton,
      name,
      profession
    });
    if (!outcome.ok) return fail(400, { reason: outcome.reason, name, profession });
    if (locals.actor.kind !== 'person') {
      const opened = await openSession(locals.db, locals.client, outcome.person);
      if (opened) setCookies(cookies, opened.cookies);
    }
    redirect(303, `/bienvenue/${outcome.territory}`);
  }
};
