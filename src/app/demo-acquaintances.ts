import type { LineInput } from '#domain/network/forms.ts';
import type { Level, WaveNetwork, WaveStructure } from '#domain/network/model.ts';
import type { StructureId } from '#shared/ids.ts';

/** Where the story stands: before the rencontre, after it, and long after. */
export type Chapter = 'before' | 'after' | 'now';

/** Who was there, and who knows nobody, by their slugs. */
export interface Cast {
  readonly present: ReadonlySet<string>;
  readonly alone: string;
}

export interface InventedAnswers {
  readonly from: StructureId;
  readonly answers: LineInput[];
}

/** Those whose trade is to know the others. */
const COORDINATIONS = new Set(['DAC', 'CPTS', 'CLIC', 'CLS', 'CLSM', 'MDPH', 'C360']);
/** Few communes in common: neighbours. */
const NEARBY = 5;

/** Of those asked, how many answer: nearly all of those who were at the rencontre, three quarters of the others. */
const RESPONSE: Readonly<Record<Chapter, { present: number; absent: number }>> = {
  before: { present: 0.95, absent: 0.78 },
  after: { present: 0.95, absent: 0.84 },
  now: { present: 0.45, absent: 0.12 }
};
/** Of those who were not at the rencontre, who never answer. */
const NEVER = 0.14;

/**
 * What the structures of a wave say of each other: always the same for the same names, so that the demonstration tells
 * the same story. Those who were at the rencontre know each other better after it; of the others, few things change.
 */
export function inventAnswers(
  network: WaveNetwork,
  chapter: Chapter,
  cast: Cast
): InventedAnswers[] {
  const by = new Map(network.structures.map((one) => [one.structure, one]));
  return network.structures.flatMap((from) => {
    if (!cast.present.has(from.slug) && draw('never', from.slug) < NEVER) return [];
    const rate = RESPONSE[chapter][cast.present.has(from.slug) ? 'present' : 'absent'];
    if (draw('answers', chapter, from.slug) > rate) return [];
    const answers = network.pairs.flatMap(({ a, b, communes }): LineInput[] => {
      if (from.structure !== a && from.structure !== b) return [];
      const about = by.get(from.structure === a ? b : a)!;
      // One line in twenty is left for later.
      if (draw('line', chapter, from.slug, about.slug) > 0.95) return [];
      const level = levelOf(from, about, { communes, chapter, cast });
      return [{ about: about.structure, level }];
    });
    return answers.length > 0 ? [{ from: from.structure, answers }] : [];
  });
}

interface Story {
  readonly communes: number;
  readonly chapter: Chapter;
  readonly cast: Cast;
}

function levelOf(from: WaveStructure, about: WaveStructure, story: Story): Level {
  const { communes, chapter, cast } = story;
  const [one, other] = [from, about].toSorted((x, y) => (x.slug < y.slug ? -1 : 1)) as [
    WaveStructure,
    WaveStructure
  ];
  if (one.slug === cast.alone || other.slug === cast.alone)
    return draw('pair', one.slug, other.slug) > 0.7 ? 1 : 0;
  const colleagues = COORDINATIONS.has(one.type) && COORDINATIONS.has(other.type);
  const drawn =
    draw('pair', one.slug, other.slug) + (colleagues ? 0.16 : 0) + (communes <= NEARBY ? 0.12 : 0);
  let level = drawn < 0.42 ? 0 : drawn < 0.78 ? 1 : drawn < 0.98 ? 2 : drawn < 1.12 ? 3 : 4;
  if (chapter !== 'before') level += gain(one, other, level, cast);
  if (chapter === 'now' && draw('since', one.slug, other.slug) < 0.06) level += 1;
  // The two do not always say the same; but those who have shared a table know the name.
  const own = draw('own', from.slug, about.slug);
  if (own < 0.12) level -= 1;
  if (own > 0.93) level += 1;
  const least = chapter !== 'before' && wereThere(one, other, cast) ? 1 : 0;
  return Math.max(least, Math.min(4, level)) as Level;
}

function gain(one: WaveStructure, other: WaveStructure, level: number, cast: Cast): number {
  const lot = draw('gain', one.slug, other.slug);
  if (!wereThere(one, other, cast)) return lot < 0.06 ? 1 : 0;
  if (level >= 3) return 0;
  if (level === 2) return lot < 0.3 ? 1 : 0;
  return lot < 0.68 ? 2 - level : 1 - level;
}

function wereThere(one: WaveStructure, other: WaveStructure, { present }: Cast): boolean {
  return present.has(one.slug) && present.has(other.slug);
}

/** A number between 0 and 1 that words always give (FNV-1a, then mixed so that near words are far apart). */
function draw(...words: string[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join(' ')) {
    hash ^= character.codePointAt(0)!;
    hash = Math.imul(hash, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
