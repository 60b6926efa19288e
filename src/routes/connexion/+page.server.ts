import { fail, redirect } from '@sveltejs/kit';
import { readyMadePeople } from '#app/demo-people.ts';
import { emailAddress, signInCode } from '#domain/identity/forms.ts';
import { returnPath } from '#domain/identity/return-path.ts';
import { listInvented } from '#domain/identity/server/people/queries.ts';
import { signInAsInvented } from '#domain/identity/server/sessions/commands.ts';
import { requestSignIn, signInByCode } from '#domain/identity/server/sign-in/commands.ts';
import { environment } from '#server/env.ts';
import { answer, refusalMessage, refusalOf, waitMessage, WRONG_CODE } from './answers.ts';
import { setCookies } from '#server/http/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
  next: returnPath(url.searchParams.get('suite')),
  /** Sent here by a page that asks for an account. */
  needed: url.searchParams.has('suite') && locals.actor.kind === 'visitor',
  name: locals.actor.kind === 'person' ? locals.actor.name : null,
  /** What the provider’s button says; null without a provider. */
  provider: environment().oidc?.label ?? null,
  refusal: refusalOf(url.searchParams.get('oidc')),
  demonstration: environment().demo !== 'off',
  /** Else no message leaves, and the page says so: nobody waits for one. In demonstration they are read on a page. */
  writes: environment().smtpUrl !== null || environment().demo !== 'off',
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
  lien: async ({ locals: { db, client }, request }) => {
    const form = await request.formData();
    const email = emailAddress.safeParse(form.get('courriel'));
    if (!email.success) {
      const errors = { courriel: email.error.issues[0]!.message };
      return fail(400, answer('ask', form, { errors }));
    }
    const next = returnPath(form.get('suite'));
    const outcome = await requestSignIn(db, client, { email: email.data, next });
    if (outcome.ok) return answer('sent', form);
    return fail(429, answer('ask', form, { message: waitMessage(outcome) }));
  },

  code: async ({ cookies, locals: { db, client }, request }) => {
    const form = await request.formData();
    const email = emailAddress.safeParse(form.get('courriel'));
    if (!email.success) return fail(400, answer('ask', form));
    const code = signInCode.safeParse(form.get('code'));
    if (!code.success) {
      const errors = { code: code.error.issues[0]!.message };
      return fail(400, answer('sent', form, { errors }));
    }
    const outcome = await signInByCode(db, client, { email: email.data, code: code.data });
    if (!outcome.ok) {
      const status = outcome.reason === 'too-many' ? 429 : 400;
      const errors = { code: refusalMessage(outcome, WRONG_CODE) };
      return fail(status, answer('sent', form, { errors }));
    }
    setCookies(cookies, outcome.cookies);
    redirect(303, returnPath(form.get('suite')));
  },

  demonstration: async ({ cookies, locals, request }) => {
    const form = await request.formData();
    const person = String(form.get('personne') ?? '');
    const opened = await signInAsInvented(locals.db, locals.client, person);
    const message = 'Cette personne n’a pas de compte ici.';
    if (!opened) return fail(400, answer('ask', form, { message }));
    setCookies(cookies, opened.cookies);
    redirect(303, returnPath(form.get('suite')));
  }
};
