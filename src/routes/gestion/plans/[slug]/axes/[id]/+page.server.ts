import { fail, redirect } from '@sveltejs/kit';
import { createAxis, updateAxis } from '#domain/plans/server/numbering/axes/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { nextNumber } from '#domain/plans/numbering.ts';
import { NotFound } from '#shared/errors.ts';
import type { AxisId } from '#shared/ids.ts';
import { numberOf } from '../../../../rencontres/reading.ts';
import { branchRefusal, checkBranch, readBranch } from '../../branch.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { axes } = await getLedPlan(db, actor, { slug: params.slug });
  if (params.id === 'nouveau') {
    const numbers = axes.map(({ number }) => number).filter(Boolean);
    const number = numbers.length === axes.length ? nextNumber(numbers) : '';
    return { axis: null, proposed: { number, title: '', summary: '', axis: '' } };
  }
  const axis = axes.find(({ id }) => id === numberOf(params.id));
  if (!axis) throw new NotFound('Cet axe n’est plus dans ce plan.');
  const { id, number, title, summary, objectives } = axis;
  const proposed = { number, title, summary, axis: '' };
  return { axis: { id, number, title, summary, objectives: objectives.length }, proposed };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const { id: plan, slug } = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const { typed, before } = readBranch(form);
    const checked = checkBranch(typed);
    if (!checked.ok) return fail(400, { typed, before, errors: checked.errors });
    const told = { input: checked.input, reread: form.get('relu') === 'oui' };
    const isNew = params.id === 'nouveau';
    const said = isNew
      ? await createAxis(db, actor, { plan, ...told })
      : await updateAxis(
          db,
          actor,
          { plan, axis: numberOf(params.id) as AxisId },
          { ...told, before }
        );
    if (!said.ok) return fail(409, branchRefusal({ typed, before }, said));
    const done = `fait=${isNew ? 'ajoute' : 'ecrit'}&quoi=axe&numero=${said.id}`;
    redirect(303, `/gestion/plans/${slug}?${done}#axe-${said.id}`);
  }
};
