/** A set of communes in words a person would use: the fewest names that say it exactly. */
import { enumerate, normalise } from '#shared/text.ts';
import { communePosition, upperZone, zonePositions, type Atlas, type AtlasZone } from '../atlas.ts';
import { shortestCover } from './cover.ts';
import type {
  Certainty,
  DescriptionPart,
  PerimeterDescription,
  Zone,
  ZoneLevel,
  ZoneRef
} from '../model.ts';
import { wholeOf, withArticle, type SpokenName } from '../names.ts';

const NOT_DECLARED = {
  everywhere: 'partout en France',
  unknown: 'périmètre non renseigné'
} as const;

/**
 * Describes what a perimeter covers, from its communes and not from how it was typed: « Pays d'Iroise sauf
 * Le Conquet ; Brest ».
 *
 * @param positions - positions in the atlas of the communes covered, each once; read only when declared.
 */
export function describe(
  atlas: Atlas,
  certainty: Certainty,
  positions: readonly number[]
): PerimeterDescription {
  if (certainty !== 'declared') {
    return { certainty, text: NOT_DECLARED[certainty], parts: [], communeCount: 0, population: 0 };
  }
  const parts = partsOf(atlas, positions);
  return {
    certainty,
    text: inWords(atlas, positions.length, parts),
    parts,
    communeCount: positions.length,
    population: positions.reduce(
      (sum, position) => sum + (atlas.communes[position]?.population ?? 0),
      0
    )
  };
}

function inWords(atlas: Atlas, size: number, parts: readonly DescriptionPart[]): string {
  if (parts.length === 0) return 'aucune commune';
  if (size === atlas.communes.length) return 'toute la France';
  return parts.map(partText).join('\u00a0; ');
}

function partText({ label, except }: DescriptionPart): string {
  return except.length === 0 ? label : `${label} sauf ${enumerate(except.map((one) => one.label))}`;
}

interface Named {
  zone: Zone;
  spoken: SpokenName;
  population: number;
  positions: ReadonlySet<number>;
}

function partsOf(atlas: Atlas, positions: readonly number[]): DescriptionPart[] {
  const cover = shortestCover(atlas, positions);
  const include = cover.include.map((zone) => named(atlas, zone)).sort(widestFirst);
  const exclude = cover.exclude.map((zone) => named(atlas, zone)).sort(widestFirst);
  const exceptions = new Map<Named, Named[]>(include.map((zone) => [zone, []]));
  for (const zone of exclude) {
    // An exception is said once, of the first zone it takes something from.
    const owner = include.find((one) =>
      [...zone.positions].some((position) => one.positions.has(position))
    );
    if (owner) exceptions.get(owner)?.push(zone);
  }
  const labels = labelsOf(atlas, [...include, ...exclude]);
  return include.map((one) => {
    const except = exceptions.get(one) ?? [];
    const label = inSentence(one, labels.get(one) ?? '', except.length === 0);
    return {
      zone: one.zone,
      label,
      except: except.map((other) => ({
        zone: other.zone,
        label: asException(other, labels.get(other) ?? '')
      }))
    };
  });
}

const LEVELS: readonly ZoneLevel[] = ['region', 'departement', 'epci', 'commune'];

function widestFirst(a: Named, b: Named): number {
  const levels = LEVELS.indexOf(a.zone.level) - LEVELS.indexOf(b.zone.level);
  return levels || b.population - a.population || a.zone.name.localeCompare(b.zone.name, 'fr');
}

function named(atlas: Atlas, ref: ZoneRef): Named {
  const positions = new Set(zonePositions(atlas, ref));
  if (ref.level === 'commune') {
    const commune = atlas.communes[communePosition(atlas, ref.code) ?? -1];
    const { name = ref.code, population = 0 } = commune ?? {};
    return { zone: { ...ref, name }, spoken: { label: name, article: '' }, population, positions };
  }
  const zone = upperZone(atlas, ref.level, ref.code);
  const { name = ref.code, population = 0, spoken = { label: ref.code, article: '' } } = zone ?? {};
  return { zone: { ...ref, name }, spoken, population, positions };
}

/** What each zone is called here: its short name, and what tells it from another of the same name. */
function labelsOf(atlas: Atlas, all: readonly Named[]): Map<Named, string> {
  const labels = new Map(all.map((one) => [one, distinctName(atlas, one, all)]));
  const seen = new Map<string, number>();
  for (const label of labels.values()) seen.set(label, (seen.get(label) ?? 0) + 1);
  for (const [one, label] of labels) {
    const [first = -1] = one.positions;
    const departement = atlas.communes[first]?.departement.code;
    if ((seen.get(label) ?? 0) > 1 && departement) labels.set(one, `${label} (${departement})`);
  }
  return labels;
}

function distinctName(atlas: Atlas, one: Named, all: readonly Named[]): string {
  const { zone, spoken, positions } = one;
  if (zone.level === 'epci') return isSharedEpciName(atlas, one) ? zone.name : spoken.label;
  if (zone.level !== 'commune') return spoken.label;
  const name = normalise(spoken.label);
  const isBesideItsEpci = all.some(
    (other) =>
      other.zone.level === 'epci' && ` ${normalise(other.spoken.label)} `.startsWith(` ${name} `)
  );
  return isBesideItsEpci || isUpperName(atlas, name, positions.size)
    ? `${spoken.label} (commune)`
    : spoken.label;
}

const sharedEpciNames = new WeakMap<Atlas, Map<string, boolean>>();

/** Whether an EPCI's short name is also that of one of its communes, or of a département: Bastia, Vienne. */
function isSharedEpciName(atlas: Atlas, { zone, spoken, positions }: Named): boolean {
  let shared = sharedEpciNames.get(atlas);
  if (!shared) sharedEpciNames.set(atlas, (shared = new Map<string, boolean>()));
  let answer = shared.get(zone.code);
  if (answer === undefined) {
    const name = normalise(spoken.label);
    const isCommune = [...positions].some(
      (position) => normalise(atlas.communes[position]?.name ?? '') === name
    );
    shared.set(zone.code, (answer = isCommune || isUpperName(atlas, name, positions.size)));
  }
  return answer;
}

const upperNames = new WeakMap<Atlas, Map<string, AtlasZone[]>>();

/** Whether a département or a région of another extent has this name: Mayenne, but not Paris. */
function isUpperName(atlas: Atlas, name: string, size: number): boolean {
  let names = upperNames.get(atlas);
  if (!names) {
    const zones = [...atlas.departements.values(), ...atlas.regions.values()];
    upperNames.set(atlas, (names = Map.groupBy(zones, (zone) => normalise(zone.spoken.label))));
  }
  return (names.get(name) ?? []).some((zone) => zone.communes.length !== size);
}

function inSentence({ zone, spoken }: Named, label: string, isWhole: boolean): string {
  if (zone.level === 'commune' || zone.level === 'epci') return label;
  return isWhole
    ? wholeOf(zone.level, { ...spoken, label })
    : withArticle(zone.level, { ...spoken, label });
}

function asException({ zone, spoken }: Named, label: string): string {
  return zone.level === 'commune' || zone.level === 'epci'
    ? label
    : withArticle(zone.level, { ...spoken, label });
}
