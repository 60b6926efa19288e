import { redirect } from '@sveltejs/kit';
import { isPerson } from '#domain/identity/rules.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import { nextStep } from '#domain/plans/progress.ts';
import type { Waiting } from '#domain/plans/piloting.ts';
import { listOwnWaiting } from '#domain/plans/server/piloting/queries.ts';
import { setStepStatus } from '#domain/plans/server/steps/commands.ts';
import { STEP_STATUSES } from '#domain/plans/sheet.ts';
import { today as dayOf } from '#domain/plans/wording.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import { numberOf } from '../../gestion/rencontres/reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const { referentOf } = oneself(actor);
  const now = new Date();
  const today = dayOf(now);
  const all = await listOwnWaiting(db, actor, { now, today });
  const query = url.searchParams;
  return {
    today,
    sheets: all.map((waiting) => ({
      ...shown(waiting),
      byName: waiting.sheet.pilots.persons.some((person) => isPerson(actor, person)),
      houses: waiting.sheet.pilots.structures
        .filter(({ id }) => referentOf.includes(id))
        .map(({ name }) => name)
    })),
    done: {
      sheet: numberOf(query.get('fiche')),
      step: numberOf(query.get('etape')),
      was: STEP_STATUSES.find((status) => status === query.get('etait')) ?? null
    }
  };
};

/** Nobody else’s identifier is sent. */
function shown({ sheet, lateSteps, missing }: Waiting) {
  const { pilots: _pilots, steps, ...own } = sheet;
  const kept = steps.filter(({ status }) => status !== 'dropped');
  return {
    ...{ ...own, lateSteps, missing, next: nextStep(steps) },
    steps: kept.length,
    stepsDone: kept.filter(({ status }) => status === 'done').length
  };
}

export const actions: Actions = {
  /** A step is done, or is not after all. */
  cocher: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const sheet = numberOf(form.get('fiche')) as ActionSheetId;
    const step = numberOf(form.get('etape'));
    const status = STEP_STATUSES.find((one) => one === form.get('etat')) ?? 'done';
    const asked = { step, status, today: dayOf(new Date()) };
    const was = await setStepStatus(db, actor, sheet, asked);
    const said = status === 'done' && was ? `?fiche=${sheet}&etape=${step}&etait=${was}` : '?';
    redirect(303, `${said}#fiche-${sheet}`);
  }
};
