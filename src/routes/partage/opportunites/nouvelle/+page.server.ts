import { redirect } from '@sveltejs/kit';
import { blankContribution } from '#domain/sharing/forms/fields.ts';
import { dayOf, LONGEST_DAYS } from '#domain/sharing/opportunities.ts';
import { publish } from '#domain/sharing/server/publishing/commands.ts';
import { addDays } from '#shared/dates.ts';
import { Forbidden } from '#shared/errors.ts';
import { fieldChoices } from '../../choosing.ts';
import { openContribution } from '../../saving.ts';
import { readOffer } from '../typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  if (actor.kind !== 'person')
    redirect(303, `/connexion?suite=${encodeURIComponent(url.pathname)}`);
  const choices = await fieldChoices(db, actor);
  if (choices.territories.length === 0)
    throw new Forbidden('Publier une annonce est réservé aux membres d’un réseau.');
  const today = dayOf(new Date());
  // An announcement is made for people who have no account yet.
  const typed = {
    ...blankContribution(choices.territories[0]!.value),
    visibility: 'public' as const
  };
  return { choices, typed, today, until: addDays(today, LONGEST_DAYS), me: actor.id };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const { details, errors } = await readOffer(locals.db, form);
    const sent = { form, kind: 'opportunity' as const, details, errors };
    const opened = await openContribution(locals, sent);
    if (!opened.ok) return opened.failure;
    const isPublished = form.get('geste') === 'publier';
    if (isPublished) await publish(locals.db, locals.actor, opened.id, new Date());
    redirect(
      303,
      `/partage/opportunites/${opened.slug}?fait=${isPublished ? 'publie' : 'enregistre'}`
    );
  }
};
