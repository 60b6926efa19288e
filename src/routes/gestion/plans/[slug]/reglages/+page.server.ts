import { fail, redirect } from '@sveltejs/kit';
import { PLAN_STATUSES } from '#domain/plans/model.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import {
  deleteDraftPlan,
  setPlanStatus,
  updatePlan
} from '#domain/plans/server/setup/settings/commands.ts';
import { text } from '../../../rencontres/reading.ts';
import { checkPlan, readPlan, typedFrom } from '../../plan-form.ts';
import { findSignatories } from './signatories.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  return {
    settings: typedFrom(plan),
    version: plan.version,
    sheetCount: plan.sheetCount,
    done: url.searchParams.get('fait') ?? '',
    was: PLAN_STATUSES.find((one) => one === url.searchParams.get('etait')) ?? null
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const typed = readPlan(form);
    const version = Number(text(form, 'version'));
    const checked = checkPlan(typed, await findSignatories(db, plan, typed.signatories));
    if (!checked.ok) return fail(400, { typed, version, errors: checked.errors });
    const told = { input: checked.input, version, reread: form.get('relu') === 'oui' };
    const said = await updatePlan(db, actor, plan.id, told);
    if (said.ok) redirect(303, '?fait=enregistre');
    if (said.reason === 'second-reading')
      return fail(400, { typed, version, readings: said.readings });
    // What the other wrote is shown beside; sending again writes over it, knowingly.
    return fail(409, { typed, version: said.theirs.version, theirs: typedFrom(said.theirs) });
  },
  etat: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getLedPlan(db, actor, { slug: params.slug });
    const asked = text(await request.formData(), 'etat');
    const status = PLAN_STATUSES.find((one) => one === asked);
    if (!status) return fail(400, { message: 'Ce geste n’existe pas.' });
    const was = await setPlanStatus(db, actor, id, status);
    redirect(303, `?fait=${status}${was === status ? '' : `&etait=${was}`}#etat`);
  },
  supprimer: async ({ locals: { db, actor }, params }) => {
    const { id, sheetWord } = await getLedPlan(db, actor, { slug: params.slug });
    const said = await deleteDraftPlan(db, actor, id);
    if (said.ok) redirect(303, '/gestion/plans?supprime');
    const message =
      said.reason === 'sheets'
        ? `Retirez d’abord ses ${sheetWord}s\u00a0: un plan qui en a ne se supprime pas.`
        : 'Seul un brouillon se supprime. Un plan publié se clôt.';
    return fail(409, { message });
  }
};
