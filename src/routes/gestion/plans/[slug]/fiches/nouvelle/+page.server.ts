import { fail, redirect } from '@sveltejs/kit';
import { newSheetInput } from '#domain/plans/forms/plan.ts';
import { nextNumber, nextUnder } from '#domain/plans/numbering.ts';
import { listNumbers } from '#domain/plans/server/numbering/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { createSheet } from '#domain/plans/server/setup/commands.ts';
import { errorsOf, numberOf, text } from '../../../../rencontres/reading.ts';
import { placeChoices, placeValue, readPlace } from '../../tree.ts';
import { SHEET_FIELDS, SHEET_LABELS, sayIssues } from '../sheet-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const { id, axes } = await getLedPlan(db, actor, { slug: params.slug });
  const asked = (name: string) => numberOf(url.searchParams.get(name)) || null;
  const known = await listNumbers(db, id);
  const objective = axes
    .flatMap((axis) => axis.objectives)
    .find((one) => one.id === asked('objectif'));
  const codes = known.map(({ code }) => code);
  const hasCodes = codes.some((code) => code !== '');
  return {
    places: placeChoices(axes),
    proposed: {
      number: nextNumber(known.map(({ number }) => number)),
      code: hasCodes && objective ? nextUnder(objective.number, codes) : '',
      title: '',
      place: placeValue({ axis: asked('axe'), objective: objective?.id ?? null })
    }
  };
};

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const { id: plan, slug } = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const typed = {
      ...{ number: text(form, 'numero'), code: text(form, 'code') },
      ...{ title: text(form, 'titre'), place: text(form, 'ou') }
    };
    const { number, code, title } = typed;
    const read = newSheetInput.safeParse({ number, code, title, ...readPlace(typed.place) });
    if (!read.success)
      return fail(400, { typed, errors: errorsOf(read.error, SHEET_FIELDS, SHEET_LABELS) });
    const made = await createSheet(db, actor, { plan, ...read.data });
    if (!made.ok) return fail(409, { typed, errors: sayIssues(made.issues) });
    if (form.has('rediger')) redirect(303, `/plans/${slug}/fiches/${made.slug}/modifier`);
    const done = `fait=ajoutee&quoi=fiche&numero=${made.id}`;
    redirect(303, `/gestion/plans/${slug}?${done}#fiche-${made.id}`);
  }
};
