import { fail, redirect } from '@sveltejs/kit';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { closeYear, reopenYear } from '#domain/plans/server/renewal/commands.ts';
import { listClosedYears, readClosing } from '#domain/plans/server/renewal/queries.ts';
import { listSheets } from '#domain/plans/server/sheets/queries.ts';
import { closableYears } from '#domain/plans/renewal/carrying.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import { yearOf } from '#shared/dates.ts';
import { numberOf, text } from '../../../rencontres/reading.ts';
import { summarise } from './summary.ts';
import type { Actions, PageServerLoad } from './$types';

const LONGEST_NOTE = 500;

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  const now = new Date();
  const today = civilToday(now);
  const years = plan.status === 'closed' ? [] : closableYears(plan, today);
  const asked = numberOf(url.searchParams.get('annee'));
  const year = years.find((one) => one === asked) ?? years[0] ?? null;
  const closed = await listClosedYears(db, plan.id);
  const base = {
    ...{ years, closed, isOver: plan.status === 'closed', thisYear: yearOf(today) },
    justClosed: numberOf(url.searchParams.get('close')),
    reopened: numberOf(url.searchParams.get('rouverte')),
    already: url.searchParams.has('deja')
  };
  if (year === null) return { ...base, preview: null };
  const { closing, stamp } = await readClosing(db, actor, plan, { year, now });
  const [sheets, indicators] = await Promise.all([
    listSheets(db, actor, plan.id),
    listFollowed(db, actor, { plan: plan.id, today, now })
  ]);
  const summary = summarise(year, sheets, indicators);
  return { ...base, preview: { closing, stamp, summary } };
};

export const actions: Actions = {
  clore: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const year = numberOf(form.get('annee'));
    const note = text(form, 'note');
    if (note.length > LONGEST_NOTE)
      return fail(400, { note, errors: { note: `${LONGEST_NOTE} caractères au plus` } });
    const said = await closeYear(db, actor, plan.id, {
      ...{ year, note, stamp: text(form, 'etat'), now: new Date() },
      reread: form.get('relu') === 'oui'
    });
    if (said.ok) redirect(303, `?close=${year}${said.already ? '&deja' : ''}`);
    if (said.reason === 'second-reading') return fail(422, { note, readings: said.readings });
    return fail(409, { note, refused: said.reason, year });
  },
  rouvrir: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const year = numberOf((await request.formData()).get('annee'));
    const said = await reopenYear(db, actor, plan.id, year);
    if (said.ok) redirect(303, `?rouverte=${year}`);
    return fail(409, { note: '', refused: said.reason, year });
  }
};
