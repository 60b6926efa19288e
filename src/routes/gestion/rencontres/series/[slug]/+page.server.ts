import { fail, redirect } from '@sveltejs/kit';
import { seriesInput } from '#domain/events/forms.ts';
import { updateSeries } from '#domain/events/server/series/commands.ts';
import { getSeries } from '#domain/events/server/series/queries.ts';
import { listEditions } from '#domain/events/server/listing/queries.ts';
import { EDITION_MEASURES, writeFigure } from '#domain/surveys/measures.ts';
import { listEditionsFigures } from '#domain/surveys/server/figures/queries.ts';
import { errorsOf, text } from '../../reading.ts';
import type { Actions, PageServerLoad } from './$types';

const CODES = ['present', 'registered', 'structures', 'professions', 'satisfaction'];
const COMPARED = EDITION_MEASURES.filter(({ code }) => CODES.includes(code));

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const series = await getSeries(db, actor, params.slug);
  const editions = await listEditions(db, series.id);
  const ids = editions.map(({ id }) => id);
  const figures = await listEditionsFigures(db, ids, now);
  return {
    series,
    editions: editions.map((event, at) => ({
      event,
      isPast: figures[at]!.isPast,
      shown: Object.fromEntries(
        COMPARED.map((one) => [one.code, writeFigure(one, one.read(figures[at]!))])
      ),
      declared: figures[at]!.present.declared ? figures[at]!.present.source : ''
    })),
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
