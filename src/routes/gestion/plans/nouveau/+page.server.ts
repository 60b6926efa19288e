import { fail, redirect } from '@sveltejs/kit';
import { runsInstance } from '#domain/identity/rules.ts';
import { canLeadPlan } from '#domain/plans/rules.ts';
import { createPlan } from '#domain/plans/server/setup/commands.ts';
import { getTerritory, listTerritories } from '#domain/territory/server/queries.ts';
import { Forbidden } from '#shared/errors.ts';
import { text } from '../../rencontres/reading.ts';
import { BLANK_PLAN, checkPlan, readPlan } from '../plan-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url }) => {
  const led = (await listTerritories(db)).filter(({ id }) => canLeadPlan(actor, { territory: id }));
  // Of an instance without a territory, « Gestion » says what to do first.
  if (led.length === 0 && runsInstance(actor)) redirect(303, '/gestion');
  if (led.length === 0)
    throw new Forbidden('Les plans d’un territoire sont ouverts par les personnes qui l’animent.');
  return {
    territories: led.map(({ slug, name }) => ({ value: slug, label: name })),
    territory: url.searchParams.get('territoire') ?? ''
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const typed = { ...BLANK_PLAN, ...readPlan(form), visibility: BLANK_PLAN.visibility };
    const territory = text(form, 'territoire');
    const checked = checkPlan(typed);
    if (!checked.ok) return fail(400, { typed, territory, errors: checked.errors });
    const { id } = await getTerritory(db, territory);
    const made = await createPlan(db, actor, { ...checked.input, territory: id });
    redirect(303, `/gestion/plans/${made.slug}?fait=ouvert`);
  }
};
