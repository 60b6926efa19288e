import { fail, redirect } from '@sveltejs/kit';
import { getEvent } from '#domain/events/server/queries.ts';
import { deskState } from '#domain/registrations/desk.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import { answerInvitation } from '#domain/registrations/server/invitations/answers/commands.ts';
import { sendLinkAgain } from '#domain/registrations/server/links/commands.ts';
import { getRegistrationLink } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { findMachine, formStamp } from '#server/http/form-guard.ts';
import { firstTyped } from './first.ts';
import { readRequest, readTyped } from './posting.ts';
import { explain, readCarried, refused, TOO_FAST, type Refused } from './refusal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { place: _, ...event } = await getEvent(db, actor, params.slug);
  const form = await getDeskForm(db, event.id);
  const asked = url.searchParams;
  const invitation = asked.get('invitation') ?? '';
  return {
    event,
    form,
    state: deskState(form.desk, event, now),
    first: await firstTyped(db, actor, event, { invitation, halfDays: form.halfDays }),
    signedIn: actor.kind === 'person',
    carried: { relay: asked.get('relais') ?? '', invitation },
    key: crypto.randomUUID(),
    stamp: formStamp(now),
    sent: asked.has('envoye')
  };
};

export const actions: Actions = {
  inscrire: async ({ locals: { db, actor, address }, params, request }) => {
    const now = new Date();
    const event = await getEvent(db, actor, params.slug);
    const page = `/rencontres/${event.slug}/inscription`;
    const data = await request.formData();
    const typed = readTyped(data);
    const hidden = readCarried(data);
    const refuse = (status: number, about: Refused) => fail(status, { ...about, ...hidden });
    const machine = findMachine(data, now);
    if (machine === 'trap') redirect(303, `${page}?envoye`);
    if (machine === 'too-fast') return refuse(400, refused(typed, { message: TOO_FAST }));
    const form = await getDeskForm(db, event.id);
    const read = await readRequest(db, event, form, typed, 'self');
    if (!read.ok) return refuse(400, refused(typed, { errors: read.errors }));
    const asked = {
      ...read.request,
      email: read.request.email ?? '',
      relay: hidden.carried.relay || null,
      requestKey: hidden.key || null,
      reread: data.has('relu')
    };
    const outcome = await register(db, actor, { event, form }, asked, { now, address });
    if (outcome.ok) {
      const { invitation } = hidden.carried;
      if (invitation) await answerInvitation(db, invitation, outcome.registration);
      const link = await getRegistrationLink(db, outcome.registration);
      redirect(303, `${link}?${outcome.repeated ? 'deja' : 'inscrit'}`);
    }
    if (outcome.reason === 'already') redirect(303, `${page}?envoye`);
    if ('at' in outcome) redirect(303, page);
    const status = outcome.reason === 'too-many' ? 429 : 400;
    return refuse(status, explain(typed, outcome, asked));
  },

  lien: async ({ locals: { db, actor, address }, params, request }) => {
    const event = await getEvent(db, actor, params.slug);
    const email = String((await request.formData()).get('adresse') ?? '');
    await sendLinkAgain(db, event, email, address);
    redirect(303, `/rencontres/${event.slug}/inscription?envoye`);
  }
};
