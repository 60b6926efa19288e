import type { z } from 'zod';
import { structureInput } from '#domain/directory/forms.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';

type Given = z.input<typeof structureInput>;

/** A whole fiche from what matters to the test; the rest is what the form gives when nothing is said. */
export function aStructure(given: Partial<Given> & { name: string }): StructureInput {
  return structureInput.parse({ type: 'MSP', ...given });
}

/** A declared perimeter. Zones are written « epci 242900074 », « commune 29260 ». */
export function covering(...zones: string[]): PerimeterInput {
  return { certainty: 'declared', include: zones.map(zone), exclude: [] };
}

/** A declared perimeter with exclusions. */
export function coveringAllBut(included: string[], excluded: string[]): PerimeterInput {
  return { certainty: 'declared', include: included.map(zone), exclude: excluded.map(zone) };
}

export const EVERYWHERE: PerimeterInput = { certainty: 'everywhere', include: [], exclude: [] };
export const UNKNOWN: PerimeterInput = { certainty: 'unknown', include: [], exclude: [] };

function zone(text: string): ZoneRef {
  const [level, code] = text.split(' ');
  return { level: level as ZoneRef['level'], code: code! };
}
