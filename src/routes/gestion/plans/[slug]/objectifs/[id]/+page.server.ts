import { fail, redirect } from '@sveltejs/kit';
import type { Plan } from '#domain/plans/model.ts';
import { nextUnder } from '#domain/plans/numbering.ts';
import {
  createObjective,
  updateObjective
} from '#domain/plans/server/numbering/objectives/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { AxisId, ObjectiveId } from '#shared/ids.ts';
import { numberOf } from '../../../../rencontres/reading.ts';
import { branchRefusal, checkBranch, readBranch } from '../../branch.ts';
import { nameBranch } from '../../tree.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const axes = plan.axes.map(({ id, number, title }) => ({
    ...{ value: String(id), label: `${nameBranch('Axe', number)} — ${title}` }
  }));
  if (params.id !== 'nouveau') return { axes, ...findHere(plan, numberOf(params.id)) };
  const axis = plan.axes.find(({ id }) => id === numberOf(url.searchParams.get('axe')));
  if (!axis)
    throw new NotFound('Un objectif s’ajoute dans un axe, et celui-ci n’est plus au plan.');
  const numbers = axis.objectives.map(({ number }) => number);
  const proposed = { number: nextUnder(axis.number, numbers), title: '', summary: '' };
  return { axes, objective: null, proposed: { ...proposed, axis: String(axis.id) } };
};

function findHere({ axes }: Plan, id: number) {
  const axis = axes.find(({ objectives }) => objectives.some((one) => one.id === id));
  const objective = axis?.objectives.find((one) => one.id === id);
  if (!axis || !objective) throw new NotFound('Cet objectif n’est plus dans ce plan.');
  return { objective, proposed: { ...objective, axis: String(axis.id) } };
}

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const { id: plan, slug } = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const { typed, before } = readBranch(form);
    const checked = checkBranch(typed);
    if (!checked.ok) return fail(400, { typed, before, errors: checked.errors });
    const told = { input: checked.input, reread: form.get('relu') === 'oui' };
    const axis = numberOf(typed.axis) as AxisId;
    const isNew = params.id === 'nouveau';
    const said = isNew
      ? await createObjective(db, actor, { plan, axis }, told)
      : await updateObjective(
          db,
          actor,
          { plan, objective: numberOf(params.id) as ObjectiveId },
          { ...told, axis, before }
        );
    if (!said.ok) return fail(409, branchRefusal({ typed, before }, said));
    const done = `fait=${isNew ? 'ajoute' : 'ecrit'}&quoi=objectif&numero=${said.id}`;
    redirect(303, `/gestion/plans/${slug}?${done}#objectif-${said.id}`);
  }
};
