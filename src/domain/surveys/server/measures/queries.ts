import { listEditions, listManagedIds } from '#domain/events/server/listing/queries.ts';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EditionMeasures } from '../../results.ts';
import { listMeasures } from '../results/queries.ts';

/** The editions of the series of one, that the actor manages too, the first first; those of which nothing is measured are left out. */
export async function compareEditions(
  db: Executor,
  actor: Actor,
  event: Event,
  now: Date
): Promise<EditionMeasures[]> {
  if (!event.series) return [];
  const managed = await listManagedIds(db, actor, now);
  const editions = (await listEditions(db, event.series.id)).filter(({ id }) => managed.has(id));
  const measures = await listMeasures(
    db,
    editions.map(({ id }) => id)
  );
  return editions
    .map(({ id, slug, title, startsAt }) => ({
      id,
      slug,
      title,
      startsAt,
      measures: measures.get(id) ?? []
    }))
    .filter((edition) => edition.measures.length > 0)
    .toReversed();
}
