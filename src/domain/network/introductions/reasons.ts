/** What two structures have in common, as their fiches say it, and how far they know each other. */
import { plural } from '#shared/text.ts';
import { ACQUAINTED } from '../model.ts';
import type { CandidatePair } from './pair.ts';

/** For everybody: whoever serves them shares all the publics of the other. */
export const ALL_AUDIENCES = 'tous-publics';

/**
 * The publics two structures have in common.
 * @returns null when both say whom they serve, and it is nobody in common; an empty list when one of them does not say.
 */
export function sharedAudiences(a: readonly string[], b: readonly string[]): string[] | null {
  if (a.length === 0 || b.length === 0) return [];
  const [allOfA, allOfB] = [a.includes(ALL_AUDIENCES), b.includes(ALL_AUDIENCES)];
  if (allOfA && allOfB) return [ALL_AUDIENCES];
  if (allOfA || allOfB) return [...new Set(allOfA ? b : a)];
  const shared = [...new Set(a)].filter((one) => b.includes(one));
  return shared.length > 0 ? shared : null;
}

/** What each thing in common is worth. */
export const WORTH = {
  /** Each time the shared communes double. */
  communesDoubled: 10,
  /** Each shared public, the first three. */
  audience: 12,
  /** They are of two types; one acts for people and the other brings actors together. */
  otherType: 10,
  otherAction: 5,
  /** Each of the two that says it does not know the other; only by name. */
  unknown: 10,
  byName: 5,
  /** They have been at the same edition already: they had an occasion. */
  together: -10
} as const;
const AUDIENCES_COUNTED = 3;

/** What two structures have in common, whatever they know of each other. */
export function worthOf(communes: number, shared: readonly string[]): number {
  const publics = Math.min(shared.length, AUDIENCES_COUNTED);
  return WORTH.communesDoubled * Math.log2(1 + communes) + WORTH.audience * publics;
}

/** « 12 communes et les personnes âgées en commun, jamais rencontrés »: for animators, who read every answer. */
export function reasonOf(
  pair: CandidatePair,
  shared: readonly string[],
  labels: ReadonlyMap<string, string>
): string {
  const common = commonGround(pair.communes, shared, labels);
  const met = pair.together ? `\u00a0; ensemble à «\u00a0${pair.together.title}\u00a0»` : '';
  return `${common}, ${acquaintance(pair.said, pair.together !== null)}${met}`;
}

/** « 12 communes et les personnes âgées en commun »: what anybody may read in their fiches, and nothing they answered. */
export function commonGround(
  communes: number,
  shared: readonly string[],
  labels: ReadonlyMap<string, string>
): string {
  const places = communes > 0 ? plural(communes, 'commune') : 'Un même territoire';
  if (shared.includes(ALL_AUDIENCES)) return `${places} et tous les publics en commun`;
  const names = shared.flatMap((code) => labels.get(code) ?? []).map(withArticle);
  if (names.length === 0) return `${places} en commun`;
  if (names.length === 1) return `${places} et ${names[0]} en commun`;
  if (names.length === 2) return `${places}, ${names[0]} et ${names[1]} en commun`;
  return `${places} et ${names.length} publics en commun, dont ${names[0]}`;
}

function acquaintance({ a, b }: CandidatePair['said'], together: boolean): string {
  if (a === null && b === null) return 'aucune des deux n’a encore répondu';
  const known = Math.max(a ?? 0, b ?? 0);
  const half = a === null || b === null ? ' selon l’une des deux' : '';
  if (known === 0) return `${together ? 'ne se connaissent pas' : 'jamais rencontrés'}${half}`;
  if (known < ACQUAINTED)
    return half || a === b ? `se connaissent de nom${half}` : 'l’une connaît l’autre de nom';
  return 'se connaissent';
}

/** « Personnes âgées » → « les personnes âgées ». */
function withArticle(label: string): string {
  return `les ${label.charAt(0).toLocaleLowerCase('fr')}${label.slice(1)}`;
}
