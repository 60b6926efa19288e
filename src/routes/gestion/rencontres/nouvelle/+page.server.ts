import { fail, redirect } from '@sveltejs/kit';
import { runsInstance } from '#domain/identity/rules.ts';
import { canCreateEvents } from '#domain/events/rules.ts';
import { createEvent } from '#domain/events/server/commands.ts';
import { listManagedEvents } from '#domain/events/server/listing/queries.ts';
import type { SeriesChoice } from '#domain/events/server/series/commands.ts';
import { getSeries, listSeries } from '#domain/events/server/series/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { renewEdition } from '#domain/seating/server/copying/commands.ts';
import { getTerritory, listTerritories } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import { BLANK, checkOpening, PAST, readOpening, type TypedOpening } from './opening.ts';
import { findSource, proposeFrom } from './source.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, actor } = locals;
  const now = new Date();
  const territories = (await listTerritories(db)).filter(({ id }) => canCreateEvents(actor, id));
  // Of an instance without a territory, « Gestion » says what to do first.
  if (territories.length === 0 && runsInstance(actor)) redirect(303, '/gestion');
  if (territories.length === 0)
    throw new Forbidden(
      'Les rencontres sont ouvertes par les personnes qui animent un territoire.'
    );
  const source = await findSource(locals, url.searchParams.get('depuis'));
  const asked = url.searchParams.get('serie') ?? '';
  const known = await listManagedEvents(db, actor, now);
  return {
    territories: territories.map(({ slug, name }) => ({ value: slug, label: name })),
    series: await listSeries(db, actor),
    source: source && { slug: source.slug, title: source.title, territory: source.territory },
    proposed: source
      ? proposeFrom(source, now)
      : { ...BLANK, series: asked, territory: url.searchParams.get('territoire') ?? '' },
    sources: known.filter(({ role }) => role === 'animator').reverse()
  };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const typed = readOpening(await request.formData());
    const source = await findSource(locals, url.searchParams.get('depuis'));
    const checked = checkOpening(typed);
    if (!checked.ok) return fail(400, { typed, errors: checked.errors });
    const { db, actor } = locals;
    const { title, when } = checked.input;
    const series = await seriesOf(db, actor, typed);
    const startsOn = when?.start.slice(0, 10) ?? null;
    const { speakers, roles, alreadyHeld } = typed;
    const now = new Date();
    const made = source
      ? await renewEdition(db, actor, source.id, { title, series, startsOn, speakers, roles }, now)
      : await createEvent(
          db,
          actor,
          {
            ...checked.input,
            series,
            alreadyHeld,
            territory: (await getTerritory(db, typed.territory)).id
          },
          now
        );
    if (!made.ok) return fail(400, { typed, errors: PAST });
    const root = `/gestion/rencontres/${made.slug}`;
    redirect(303, typed.dating === 'sondage' ? `${root}/sondage` : `${root}?ouverte`);
  }
};

async function seriesOf(
  db: Database,
  actor: Actor,
  { series, seriesTitle }: TypedOpening
): Promise<SeriesChoice> {
  if (series === '') return null;
  return series === 'nouvelle' ? { title: seriesTitle } : (await getSeries(db, actor, series)).id;
}
