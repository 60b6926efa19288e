import { fail, redirect } from '@sveltejs/kit';
import { isPast } from '#domain/events/edition.ts';
import { seriesInput } from '#domain/events/forms.ts';
import { updateSeries } from '#domain/events/server/series/commands.ts';
import { getSeries } from '#domain/events/server/series/queries.ts';
import { listEditionFigures } from '#domain/registrations/server/history/queries.ts';
import { errorsOf, text } from '../../reading.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const series = await getSeries(db, actor, params.slug);
  const editions = await listEditionFigures(db, series.id);
  return {
    series,
    editions: editions.map((one) => ({ ...one, isPast: isPast(one.event, now) })),
    saved: url.searchParams.has('enregistre')
  };
};

const LABELS = { titre: 'Nom', description: 'Description' };

export const actions: Actions = {
  default: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const typed = { title: text(form, 'titre'), description: text(form, 'description') };
    const read = seriesInput.safeParse(typed);
    if (!read.success)
      return fail(400, { typed, errors: errorsOf(read.error, { title: 'titre' }, LABELS) });
    const reread = form.get('relu') === 'oui';
    const outcome = await updateSeries(db, actor, params.slug, { ...read.data, reread });
    if (!outcome.ok) return fail(400, { typed, readings: outcome.readings });
    redirect(303, '?enregistre');
  }
};
