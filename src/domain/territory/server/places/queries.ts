import type { Executor } from '#server/db/connection.ts';
import { normalise } from '#shared/text.ts';
import type { Commune, CommuneMatch } from '../../model.ts';
import { findCommune, searchCommunes } from '../queries.ts';

/** What a person may have meant by what they typed. */
export type Place =
  | { kind: 'one'; commune: Commune }
  | { kind: 'several'; communes: CommuneMatch[] }
  | { kind: 'none' };

const INSEE = /^(\d{2}|2[AB])\d{3}$/i;

/**
 * The commune meant by a code or a name typed without help. A name that is exactly one commune's is that
 * commune; anything less sure is left to the person to choose.
 */
export async function resolveCommune(db: Executor, typed: string): Promise<Place> {
  if (INSEE.test(typed)) {
    const commune = await findCommune(db, typed.toUpperCase());
    if (commune) return { kind: 'one', commune };
  }
  const found = await searchCommunes(db, typed, 12);
  if (found.length === 0) return { kind: 'none' };
  const wanted = normalise(typed);
  const exact = found.filter(
    (commune) => normalise(commune.matchedName ?? commune.name) === wanted
  );
  if (exact.length === 1) return { kind: 'one', commune: exact[0]! };
  if (found.length === 1) return { kind: 'one', commune: found[0]! };
  return { kind: 'several', communes: exact.length > 1 ? exact : found };
}
