/** Who is paired with whom this month, and what the two have in common. */
import { plural } from '#shared/text.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import { matchByWeight } from './matching.ts';

/** Somebody who wants to be paired, with what can be had in common with her. */
export interface Pairable {
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  /** Her structures in this territory; `gathers`: it brings actors together. */
  readonly structures: readonly {
    readonly id: StructureId;
    readonly name: string;
    readonly type: string;
    readonly gathers: boolean;
  }[];
  /** Codes of the communes where her structures say they intervene. */
  readonly communes: readonly string[];
  /** Names, in lower case with their article when that is how they are said. */
  readonly themes: readonly string[];
  readonly audiences: readonly string[];
  /** Was alone the last time. */
  readonly wasAlone: boolean;
}

/** What is known between two people before the draw. */
export interface Between {
  /** Whether they were paired within twelve months. */
  readonly recent: boolean;
  /** How well their structures know each other, as the better informed says, from 0 to 4; null: nobody said. */
  readonly level: number | null;
  /** Whether their structures were introduced to each other already. */
  readonly introduced: boolean;
}

/** From this level, their structures work together regularly: the two know each other. */
const WORK_TOGETHER = 3;
/** What each thing is worth; an order of preference, shown nowhere. */
const WORTH = {
  anybody: 40,
  communesDoubled: 8,
  communesMost: 48,
  theme: 10,
  audience: 5,
  sameRole: 15,
  stranger: 20,
  talked: -20,
  introduced: -15
} as const;
const COUNTED = 3;

/**
 * What a pair is worth.
 * @returns 0 when the two must not be paired: of a same structure, paired within twelve months, or at work together.
 */
export function worthOf(a: Pairable, b: Pairable, between: Between): number {
  if (between.recent || (between.level ?? 0) >= WORK_TOGETHER) return 0;
  if (shared(structuresOf(a), structuresOf(b)).length > 0) return 0;
  const communes = shared(a.communes, b.communes).length;
  const ground =
    Math.min(WORTH.communesMost, Math.round(WORTH.communesDoubled * Math.log2(1 + communes))) +
    WORTH.theme * Math.min(COUNTED, shared(a.themes, b.themes).length) +
    WORTH.audience * Math.min(COUNTED, shared(a.audiences, b.audiences).length) +
    (roleInCommon(a, b) ? WORTH.sameRole : 0);
  const { level } = between;
  const known = level === null ? 0 : level >= 2 ? WORTH.talked : WORTH.stranger;
  return Math.max(1, WORTH.anybody + ground + known + (between.introduced ? WORTH.introduced : 0));
}

export interface Drawn {
  readonly pairs: readonly (readonly [Pairable, Pairable])[];
  readonly alone: readonly Pairable[];
}

/**
 * Pairs as many people as can be; among those ways, leaves alone as few as can be of those who were alone the last time;
 * among those again, the pairs that are worth most together. The same people give the same pairs.
 */
export function drawPairs(
  people: readonly Pairable[],
  between: (a: Pairable, b: Pairable) => Between
): Drawn {
  const sorted = people.toSorted(
    (a, b) => a.name.localeCompare(b.name, 'fr') || (a.id < b.id ? -1 : 1)
  );
  const worths = sorted.map((a, i) => sorted.slice(0, i).map((b) => worthOf(b, a, between(b, a))));
  // Each rank weighs more than all that comes below it together.
  const pairs = Math.ceil(sorted.length / 2);
  const all = 1 + pairs * Math.max(1, ...worths.flat());
  const perPair = 1 + all * sorted.length;
  const mates = matchByWeight(sorted.length, (i, j) => {
    const worth = worths[j]![i]!;
    if (worth === 0) return 0;
    const waited = Number(sorted[i]!.wasAlone) + Number(sorted[j]!.wasAlone);
    return worth + waited * all + perPair;
  });
  return {
    pairs: mates.flatMap((mate, i) =>
      mate !== null && i < mate ? [[sorted[i]!, sorted[mate]!] as const] : []
    ),
    alone: sorted.filter((_, i) => mates[i] === null)
  };
}

/** Three things two people have in common, the most telling first; nothing that either answered of the other’s structure. */
export function commonThings(a: Pairable, b: Pairable): string[] {
  const communes = shared(a.communes, b.communes).length;
  const themes = shared(a.themes, b.themes).slice(0, COUNTED);
  const audiences = shared(a.audiences, b.audiences).slice(0, COUNTED);
  const said = [
    ...(communes > 0 ? [`${plural(communes, 'commune')} où vos structures interviennent`] : []),
    ...saidOf('un même sujet', 'les mêmes sujets', themes),
    ...(roleInCommon(a, b) ?? []),
    ...saidOf('un même public', 'les mêmes publics', audiences),
    'un même réseau, dont vous êtes membres',
    'l’envie de prendre une demi-heure pour faire connaissance',
    'un métier qui se fait mieux à plusieurs'
  ];
  return said.slice(0, 3);
}

function saidOf(one: string, several: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [`${names.length > 1 ? several : one}\u00a0: ${names.join(', ').toLocaleLowerCase('fr')}`];
}

/** In a list of one, to be spread. */
function roleInCommon(a: Pairable, b: Pairable): string[] | null {
  const trade = a.profession.trim().toLocaleLowerCase('fr');
  if (trade !== '' && trade === b.profession.trim().toLocaleLowerCase('fr'))
    return [`le même métier\u00a0: ${trade}`];
  const types = shared(typesOf(a), typesOf(b));
  if (types.length > 0) return [`le même type de structure\u00a0: ${types[0]}`];
  const gathers = ({ structures }: Pairable) => structures.some((one) => one.gathers);
  return gathers(a) && gathers(b) ? ['un même rôle\u00a0: réunir les autres'] : null;
}

const structuresOf = ({ structures }: Pairable) => structures.map(({ id }) => id);
const typesOf = ({ structures }: Pairable) => structures.map(({ type }) => type);

function shared<T>(a: readonly T[], b: readonly T[]): T[] {
  const others = new Set(b);
  return [...new Set(a)].filter((one) => others.has(one));
}
