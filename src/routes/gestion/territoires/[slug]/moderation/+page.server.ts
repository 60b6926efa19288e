import { fail, redirect } from '@sveltejs/kit';
import type { ConductDecision } from '#domain/sharing/care.ts';
import { decideConduct, reopenConduct } from '#domain/sharing/server/conduct/commands.ts';
import { listConductReports } from '#domain/sharing/server/conduct/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  return {
    territory,
    ...(await listConductReports(db, actor, territory.id)),
    done: url.searchParams.get('fait')
  };
};

export const actions: Actions = {
  decide: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    const report = Number(form.get('signalement'));
    const typed = {
      decision: String(form.get('decision') ?? '') as ConductDecision,
      reason: String(form.get('raison') ?? '')
    };
    const reread = form.get('relu') === 'oui';
    const outcome = await decideConduct(db, actor, report, typed, { now: new Date(), reread });
    if (outcome.ok) redirect(303, `?fait=${outcome.decision}`);
    if (outcome.reason === 'second-reading')
      return fail(422, { report, typed, readings: outcome.readings });
    const errors = Object.fromEntries(outcome.issues.map(({ path, message }) => [path, message]));
    return fail(400, { report, typed, errors });
  },
  reopen: async ({ locals: { db, actor }, request }) => {
    const form = await request.formData();
    await reopenConduct(db, actor, Number(form.get('signalement')));
    redirect(303, '?fait=repris');
  }
};
