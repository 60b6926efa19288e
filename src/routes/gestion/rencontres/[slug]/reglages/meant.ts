import { findStructureMeant } from '#domain/directory/server/joining/queries.ts';
import type { Event } from '#domain/events/model.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TypedSettings } from './settings.ts';

/** The commune and the structure that the words of the form name, and what to say of those that name none. */
export async function findMeant(
  db: Database,
  event: Event,
  typed: TypedSettings,
  chosen: { commune: string; organiser: string }
) {
  const commune = typed['commune'] ?? '';
  const place = commune ? await resolveCommune(db, chosen.commune || commune) : null;
  const structure = await findOrganiser(db, event, typed['organisateur'] ?? '', chosen.organiser);
  const errors: Record<string, string> = {};
  if (place && place.kind !== 'one')
    errors['commune'] =
      place.kind === 'several'
        ? 'Commune\u00a0: plusieurs portent ce nom, choisissez dans la liste ou donnez son code INSEE'
        : 'Commune\u00a0: aucune ne porte ce nom';
  if (structure === undefined)
    errors['organisateur'] =
      'Organisée par\u00a0: ce nom n’est pas, ou pas exactement, celui d’une structure de l’annuaire';
  return {
    commune: place?.kind === 'one' ? place.commune.code : null,
    organiser: structure ?? null,
    errors
  };
}

async function findOrganiser(db: Database, event: Event, text: string, slug: string) {
  if (text === '') return null;
  if (event.organiser?.name === text) return event.organiser.id;
  const meant = await findStructureMeant(db, event.territory, { slug, text });
  return meant.kind === 'one' ? meant.structure.id : undefined;
}
