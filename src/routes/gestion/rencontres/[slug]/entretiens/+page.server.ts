import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { interviewRulesInput, namedHostInput } from '#domain/registrations/forms.ts';
import { getDeskForm } from '#domain/registrations/server/desk/queries.ts';
import {
  nameHost,
  saveInterviewRules
} from '#domain/registrations/server/interviews/organiser/commands.ts';
import { getInterviewBoard } from '#domain/registrations/server/interviews/queries.ts';
import { daysOf } from '../../../../ma-place/[jeton]/entretiens/reading.ts';
import { readNaming, readRules, refusedFields } from './reading.ts';
import { slotActions } from './slot-actions.ts';
import type { Actions, PageServerLoad } from './$types';

const JUST = ['regle', 'nomme', 'relie', 'ajoutes', 'retire'] as const;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { event, rules, hosts } = await getInterviewBoard(db, actor, params.slug);
  const { categories } = await getDeskForm(db, event.id);
  const count = (name: string) => Math.max(0, Number(url.searchParams.get(name)) || 0);
  return {
    ...{ rules, hosts, days: daysOf(event), now: new Date() },
    categories: categories.map(({ id, label }) => ({ value: String(id), label })),
    just: JUST.find((one) => url.searchParams.has(one)) ?? null,
    added: { added: count('ajoutes'), known: count('deja') }
  };
};

export const actions: Actions = {
  regler: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const asked = readRules(await request.formData());
    const read = interviewRulesInput.safeParse(asked);
    if (!read.success) return fail(400, { asked, errors: refusedFields(read.error) });
    const outcome = await saveInterviewRules(db, actor, id, read.data);
    if (outcome.ok) redirect(303, '?regle');
    const errors = { categorie: 'Catégorie\u00a0: elle n’existe plus, choisissez-en une autre.' };
    return fail(409, { asked, errors });
  },
  nommer: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const naming = readNaming(form);
    const read = namedHostInput.safeParse(naming);
    if (!read.success) return fail(400, { naming, errors: refusedFields(read.error) });
    const reread = form.get('relu') === 'oui';
    const outcome = await nameHost(db, actor, id, read.data, { reread });
    if (outcome.ok) redirect(303, outcome.registered ? '?relie' : '?nomme');
    if (outcome.reason === 'second-reading')
      return fail(422, { naming, readings: outcome.readings });
    const errors = { courriel: 'Adresse e-mail\u00a0: cette personne reçoit déjà.' };
    return fail(409, { naming, errors });
  },
  ...slotActions
};
