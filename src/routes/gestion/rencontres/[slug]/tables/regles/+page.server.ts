import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import {
  getTablePlan,
  listGoneGuests,
  listPlanGuests,
  listPlanRules
} from '#domain/seating/server/plan/queries.ts';
import { addPlanRule, removePlanRule } from '#domain/seating/server/rules/commands.ts';
import { numberOf } from '../../../reading.ts';
import { readRule } from './rule-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const [plan, rules] = [await getTablePlan(db, event.id), await listPlanRules(db, event.id)];
  const people = [...(await listGoneGuests(db, event.id)), ...(await listPlanGuests(db, event.id))];
  const names = new Map(people.map(({ registration, name }) => [registration, name]));
  return {
    plan: plan && { rounds: plan.rounds, tables: plan.tables },
    rules: rules.map((rule) => ({
      ...rule,
      name: names.get(rule.registration) ?? 'Une personne qui n’est plus inscrite',
      otherName: 'other' in rule ? (names.get(rule.other) ?? 'une personne désinscrite') : ''
    })),
    done: url.searchParams.get('fait') ?? ''
  };
};

const REFUSED = {
  'no-plan': 'Dites d’abord combien de personnes par table et combien de tours.',
  guest: 'Cette personne n’a pas de place confirmée à cette rencontre.',
  other: 'L’autre personne n’a pas de place confirmée à cette rencontre.',
  same: 'Choisissez deux personnes différentes.',
  round: 'Ce tour n’existe pas, ou a déjà eu lieu.',
  table: 'Cette table n’existe pas dans la salle.',
  known: 'Cette règle y est déjà.',
  many: 'Un plan porte 500 règles au plus.'
} as const;

export const actions: Actions = {
  ajouter: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const read = readRule(form, await listPlanGuests(db, event.id));
    if (!read.ok) return fail(400, { typed: read.typed, errors: read.errors });
    const added = await addPlanRule(db, actor, event.id, read.rule);
    if (added.ok) redirect(303, '?fait=ajoutee');
    return fail(409, { typed: read.typed, message: REFUSED[added.reason] });
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    await removePlanRule(db, actor, event.id, numberOf((await request.formData()).get('id')));
    redirect(303, '?fait=retiree');
  }
};
