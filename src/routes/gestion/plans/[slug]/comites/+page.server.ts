import { fail, redirect } from '@sveltejs/kit';
import { committeeInput } from '#domain/plans/forms/committee.ts';
import { freezeCommittee, removeCommittee } from '#domain/plans/server/committees/commands.ts';
import { listCommittees } from '#domain/plans/server/committees/queries.ts';
import { getLedPlan } from '#domain/plans/server/queries.ts';
import { today as civilToday } from '#domain/plans/wording.ts';
import type { CommitteeId } from '#shared/ids.ts';
import { errorsOf, numberOf, text } from '../../../rencontres/reading.ts';
import type { Actions, PageServerLoad } from './$types';

const FIELDS = { title: 'nom', heldOn: 'jour', note: 'note' };
const LABELS = { nom: 'Nom', jour: 'Jour', note: 'Note' };

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const plan = await getLedPlan(db, actor, { slug: params.slug });
  return {
    sheetCount: plan.sheetCount,
    today: civilToday(new Date()),
    committees: await listCommittees(db, actor, plan),
    frozen: numberOf(url.searchParams.get('gele')),
    removed: url.searchParams.has('retire'),
    removing: numberOf(url.searchParams.get('retirer'))
  };
};

export const actions: Actions = {
  geler: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const form = await request.formData();
    const typed = {
      title: text(form, 'nom'),
      heldOn: text(form, 'jour'),
      note: text(form, 'note')
    };
    const read = committeeInput.safeParse(typed);
    if (!read.success) return fail(400, { typed, errors: errorsOf(read.error, FIELDS, LABELS) });
    const said = await freezeCommittee(db, actor, plan.id, {
      ...{ input: read.data, now: new Date(), reread: form.get('relu') === 'oui' }
    });
    if (said.ok) redirect(303, `?gele=${said.id}`);
    return said.reason === 'exists'
      ? fail(409, { typed, same: said.id })
      : fail(422, { typed, readings: said.readings });
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const plan = await getLedPlan(db, actor, { slug: params.slug });
    const id = numberOf((await request.formData()).get('comite')) as CommitteeId;
    await removeCommittee(db, actor, plan.id, id);
    redirect(303, '?retire');
  }
};
