import { fail, redirect } from '@sveltejs/kit';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { tablePlanInput } from '#domain/seating/forms.ts';
import { saveTablePlan } from '#domain/seating/server/plan/commands.ts';
import { getTablePlan } from '#domain/seating/server/plan/queries.ts';
import { civilTime } from '#shared/dates.ts';
import { fieldOf, planOf, readTyped, typedOf } from './typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const event = await getManagedEvent(db, actor, params.slug);
  const plan = await getTablePlan(db, event.id);
  const { sessions } = await getProgramme(db, event.id);
  return {
    typed: typedOf(plan, event.timeZone),
    done: plan?.rounds.map(({ doneAt }) => doneAt !== null) ?? [],
    hasDate: event.startsAt !== null,
    sessions: sessions.map(({ id, title }) => ({ value: String(id), label: title }))
  };
};

const REFUSED = {
  done: { tours: 'Un tour qui a eu lieu ne se retire pas.' },
  session: { seance: 'Cette séance n’est plus au programme.' }
} as const satisfies Record<string, Record<string, string>>;

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const event = await getManagedEvent(db, actor, params.slug);
    const form = await request.formData();
    const typed = readTyped(form);
    const day = event.startsAt ? civilTime(event.startsAt, event.timeZone).slice(0, 10) : '';
    const parsed = tablePlanInput.safeParse(planOf(typed, day));
    if (!parsed.success) {
      const errors: Record<string, string> = {};
      for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message;
      return fail(400, { typed, errors });
    }
    const saved = await saveTablePlan(db, actor, {
      ...{ event: event.id, version: typed.version, plan: parsed.data },
      reread: form.has('relu')
    });
    if (saved.ok) redirect(303, `/gestion/rencontres/${params.slug}/tables?fait=reglages`);
    if (saved.reason === 'second-reading') return fail(422, { typed, readings: saved.readings });
    if (saved.reason === 'stale') return fail(409, { typed, stale: true });
    return fail(400, { typed, errors: REFUSED[saved.reason] });
  }
};
