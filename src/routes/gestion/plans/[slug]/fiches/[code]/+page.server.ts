import { fail, redirect } from '@sveltejs/kit';
import { sheetCode, sheetNumber } from '#domain/plans/forms/plan.ts';
import { findFormerSheet, listFormerNumbers } from '#domain/plans/server/numbering/queries.ts';
import { arrangeSheet } from '#domain/plans/server/numbering/arranging/commands.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { findSheet, listSheets } from '#domain/plans/server/sheets/queries.ts';
import { NotFound } from '#shared/errors.ts';
import { text } from '../../../../rencontres/reading.ts';
import { placeChoices, placeValue, readPlace } from '../../tree.ts';
import { sayIssues } from '../sheet-form.ts';
import { readAfter, sayReturn } from './place.ts';
import type { Actions, PageServerLoad } from './$types';

const GONE = 'Cette fiche n’est plus au plan.';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const sheet = await findSheet(db, { plan: plan.id, slug: params.code });
  if (!sheet) {
    const former = await findFormerSheet(db, plan.id, params.code);
    if (former) redirect(307, `/gestion/plans/${plan.slug}/fiches/${former.slug}`);
    throw new NotFound(GONE);
  }
  const fellows = (await listSheets(db, actor, plan.id)).filter(
    ({ axis, objective }) => axis === sheet.axis && objective === sheet.objective
  );
  const rank = fellows.findIndex(({ id }) => id === sheet.id);
  const { id, number, code, slug, title } = sheet;
  return {
    places: placeChoices(plan.axes),
    fellows: fellows
      .filter((one) => one.id !== id)
      .map((one) => ({ value: String(one.id), label: `Après ${one.number} — ${one.title}` })),
    sheet: { id, number, code, slug, title },
    former: await listFormerNumbers(db, id),
    proposed: {
      ...{ number, code, place: placeValue(sheet) },
      after: rank > 0 ? String(fellows[rank - 1]!.id) : 'premiere'
    }
  };
};

export const actions: Actions = {
  enregistrer: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const sheet = await findSheet(db, { plan: plan.id, slug: params.code });
    if (!sheet) throw new NotFound(GONE);
    const form = await request.formData();
    const typed = {
      ...{ number: text(form, 'numero'), code: text(form, 'code') },
      ...{ place: text(form, 'ou'), after: text(form, 'apres') }
    };
    const wrong = {
      number: sheetNumber.safeParse(typed.number),
      code: sheetCode.safeParse(typed.code)
    };
    const issues = Object.entries(wrong).flatMap(([path, { error }]) =>
      error ? [{ path, message: error.issues[0]!.message }] : []
    );
    if (issues.length > 0) return fail(400, { typed, errors: sayIssues(issues) });
    const said = await arrangeSheet(
      db,
      actor,
      { plan: plan.id, sheet: sheet.id },
      {
        ...{ before: { number: text(form, 'lu-numero'), code: text(form, 'lu-code') } },
        ...{ number: wrong.number.data!, code: wrong.code.data! },
        put: { ...readPlace(typed.place), after: readAfter(typed.after) }
      }
    );
    if (!said.ok && said.reason === 'gone') throw new NotFound(GONE);
    if (!said.ok) return fail(409, { typed, errors: sayIssues(said.issues) });
    redirect(303, `/gestion/plans/${plan.slug}?${sayReturn(sheet.id, said.was)}#fiche-${sheet.id}`);
  }
};
