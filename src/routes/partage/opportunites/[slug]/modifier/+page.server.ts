import { redirect } from '@sveltejs/kit';
import { contentOf } from '#domain/sharing/content.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { dayOf, LONGEST_DAYS } from '#domain/sharing/opportunities.ts';
import { listNamesOf } from '#domain/sharing/server/naming/queries.ts';
import { findCommuneName } from '#domain/sharing/server/opportunities/queries.ts';
import { getWritten } from '#domain/sharing/server/queries.ts';
import { addDays } from '#shared/dates.ts';
import { fieldChoices } from '../../../choosing.ts';
import { typedOf } from '../../../reading.ts';
import { saveContribution } from '../../../saving.ts';
import { offerOf, readOffer } from '../../typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const offer = await getWritten(db, actor, { kind: 'opportunity', slug: params.slug });
  const names = await listNamesOf(db, actor, [contentOf(offer)]);
  const commune = await findCommuneName(db, offer.details.commune);
  const today = dayOf(new Date());
  return {
    ...{ title: offer.title, slug: offer.slug, version: offer.version },
    ...{ today, until: addDays(today, LONGEST_DAYS) },
    isHidden: offer.place.hidden,
    me: actor.kind === 'person' ? actor.id : '',
    choices: await fieldChoices(db, actor),
    typed: typedOf(offer, names),
    offer: offerOf(offer, commune)
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const which = { kind: 'opportunity' as const, slug: params.slug };
    const offer = await getWritten(locals.db, locals.actor, which);
    const form = await request.formData();
    const { details, errors } = await readOffer(locals.db, form);
    const saved = await saveContribution(locals, offer, {
      ...{ form, kind: 'opportunity' as const, details, errors }
    });
    if (!saved.ok) return saved.failure;
    redirect(303, `${pageOf(offer)}?fait=${saved.changed ? 'enregistre' : 'rien'}`);
  }
};
