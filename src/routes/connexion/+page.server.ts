import { fail, redirect } from '@sveltejs/kit';
import { readyMadePeople } from '#app/demo-people.ts';
import { returnPath } from '#domain/identity/return-path.ts';
import { signInAsInvented } from '#domain/identity/server/sessions/commands.ts';
import { listInvented } from '#domain/identity/server/people/queries.ts';
import { environment } from '#server/env.ts';
import { setCookies } from './cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
  next: returnPath(url.searchParams.get('suite')),
  asked: url.searchParams.has('suite'),
  name: locals.actor.kind === 'person' ? locals.actor.name : null,
  demonstration: environment().demo !== 'off',
  readyMade: environment().demo === 'off' ? [] : await offered(locals)
});

async function offered({ db }: App.Locals) {
  const people = readyMadePeople();
  const present = await listInvented(
    db,
    people.map(({ email }) => email)
  );
  return people.filter(({ email }) => present.has(email));
}

export const actions: Actions = {
  demonstration: async ({ cookies, locals, request }) => {
    const form = await request.formData();
    const email = String(form.get('personne') ?? '');
    const opened = await signInAsInvented(locals.db, locals.client, email);
    if (!opened) return fail(400, { message: 'Cette personne n’a pas de compte ici.' });
    setCookies(cookies, opened.cookies);
    redirect(303, returnPath(form.get('suite')));
  }
};
