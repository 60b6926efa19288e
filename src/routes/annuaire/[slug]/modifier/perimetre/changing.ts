/** What the buttons of the perimeter do to the one being typed. */
import {
  addZone,
  dropZone,
  readZone,
  removeZone,
  setCovered
} from '#domain/directory/editor/zones.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import type { ResolvedZones } from '#domain/directory/editor/reach.ts';
import { resolveZones } from '#domain/directory/server/zones/queries.ts';
import type { Atlas } from '#domain/territory/atlas.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';

const UNKNOWN: PerimeterInput = { certainty: 'unknown', include: [], exclude: [], note: '' };

/** The perimeter shown: the structure's, or that of one of its services; null when it follows the structure's. */
export function perimeterOf(typed: StructureInput, service: number | null): PerimeterInput | null {
  if (service === null) return typed.perimeter;
  return typed.services[service]?.perimeter ?? null;
}

export function withPerimeter(
  typed: StructureInput,
  service: number | null,
  perimeter: PerimeterInput | null
): StructureInput {
  if (service === null) return { ...typed, perimeter: perimeter ?? UNKNOWN };
  const services = typed.services.map((one, at) => (at === service ? { ...one, perimeter } : one));
  return { ...typed, services };
}

/** Lines typed or pasted that are not one zone for sure. */
export type Unsettled = Pick<ResolvedZones, 'ambiguous' | 'unknown'>;

/** The change that was asked, and what of it has to be asked back. */
export async function readChange(
  db: Database,
  atlas: Atlas,
  form: FormData,
  near: TerritoryId | undefined
): Promise<{ change: (perimeter: PerimeterInput) => PerimeterInput; unsettled: Unsettled }> {
  const asked = text(form, 'faire');
  const settled = { ambiguous: [], unknown: [] };
  if (asked === 'ajouter' || asked === 'retirer') {
    const sure = readZone(atlas, text(form, 'zone'));
    const resolved = sure
      ? { found: [sure], ...settled }
      : await resolveZones(db, text(form, 'liste'), near);
    const apply = asked === 'ajouter' ? addZone : removeZone;
    return {
      change: (perimeter) =>
        resolved.found.reduce((now, zone) => apply(atlas, now, zone), perimeter),
      unsettled: resolved
    };
  }
  return { change: simpleChange(atlas, form, asked), unsettled: settled };
}

function simpleChange(
  atlas: Atlas,
  form: FormData,
  asked: string
): (perimeter: PerimeterInput) => PerimeterInput {
  const [verb, rest = ''] = asked.split(':');
  const zone = readZone(atlas, rest);
  if (verb === 'oter' && zone) return (now) => dropZone(atlas, now, 'include', zone);
  if (verb === 'remettre' && zone) return (now) => addZone(atlas, now, zone);
  if (verb === 'tout' && zone) return (now) => addZone(atlas, now, zone);
  if (verb === 'rien' && zone) return (now) => removeZone(atlas, now, zone);
  if (asked === 'cocher') {
    const shown = text(form, 'montrees').split(' ').filter(Boolean).slice(0, 700);
    const ticked = new Set(form.getAll('couverte').map(String));
    return (now) => setCovered(atlas, now, shown, ticked);
  }
  if (asked === 'etendue') return (now) => withCertainty(now, form);
  return (now) => now;
}

/** Zones are kept while « déclaré »; the other answers have none. */
function withCertainty(perimeter: PerimeterInput, form: FormData): PerimeterInput {
  const certainty = text(form, 'certainty');
  const note = text(form, 'note').slice(0, 500);
  if (certainty === 'declared') return { ...perimeter, certainty, note };
  if (certainty !== 'everywhere' && certainty !== 'unknown') return { ...perimeter, note };
  return { certainty, include: [], exclude: [], note };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
