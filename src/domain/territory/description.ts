/** A set of communes in the fewest names that say it exactly. */
import type { Atlas } from './atlas.ts';
import type { Certainty, PerimeterDescription } from './model.ts';

/** First version: the names of the communes. */
export function describe(
  atlas: Atlas,
  certainty: Certainty,
  positions: readonly number[]
): PerimeterDescription {
  const communes = positions.flatMap((position) => atlas.communes[position] ?? []);
  const population = communes.reduce((sum, commune) => sum + commune.population, 0);
  const text =
    certainty === 'declared'
      ? communes.map(({ name }) => name).join(' ; ')
      : certainty === 'everywhere'
        ? 'partout en France'
        : 'périmètre non renseigné';
  return { certainty, text, parts: [], communeCount: communes.length, population };
}
