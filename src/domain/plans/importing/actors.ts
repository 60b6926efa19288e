/** Who pilots and who is a partner, as a text lists them. */
import type { StructureId } from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import { cutOutside, joinWrapped } from './items.ts';
import type { UnderstoodActor } from './understood.ts';

/** A structure that a text may name. */
export interface KnownStructure {
  readonly id: StructureId;
  readonly name: string;
  readonly acronym: string;
}

/** Whose name means one structure alone; two of the same name are nobody. */
export type StructureNames = ReadonlyMap<string, UnderstoodActor['structure']>;

export function structureNames(structures: readonly KnownStructure[]): StructureNames {
  const names = new Map<string, UnderstoodActor['structure']>();
  for (const { id, name, acronym } of structures)
    for (const written of new Set([normalise(name), normalise(acronym)].filter(Boolean)))
      names.set(written, names.has(written) && names.get(written)?.id !== id ? null : { id, name });
  return names;
}

/** The actors of lines: parted by commas, semicolons, bullets, or a slash; never within brackets. */
export function readActors(lines: readonly string[], names: StructureNames): UnderstoodActor[] {
  return joinWrapped(lines)
    .flatMap((line) => cutOutside(line, /^(?:[,;]|\s[•/|]\s)/u))
    .map((label) => label.replace(/[\s.]+$/u, '').replace(/^[•–-]\s*/u, ''))
    .filter((label) => label !== '')
    .map((label) => ({ label, structure: recognise(label, names) }));
}

function recognise(label: string, names: StructureNames): UnderstoodActor['structure'] {
  const written = normalise(label);
  const bare = written.replace(/^(?:et |le |la |les |l )+/u, '');
  const short = normalise(label.replace(/\([^()]{0,80}\)/u, ''));
  return names.get(written) ?? names.get(bare) ?? names.get(short) ?? null;
}
