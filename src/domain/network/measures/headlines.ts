/** The figures of a wave as a page shows them: the four to read first, then the others. */
import { ACQUAINTED } from '../model.ts';
import type { Evolution } from './evolution.ts';
import { densityAt, type WaveFigures } from './figures.ts';
import {
  MEASURE_WORDS,
  SAME_QUESTIONS,
  levelInSentence,
  writeCount,
  writeCountChange,
  writeCountRange,
  writeMean,
  writeMeanChange,
  writeMeanRange,
  writeShare,
  writeShareChange,
  writeShareRange
} from './words.ts';

/** A figure in words: what it is, what it says, how sure it is, what has changed. */
export interface Shown {
  readonly code: string;
  readonly label: string;
  readonly value: string;
  readonly sentence: string;
  /** « Entre 31 et 58 %… », '' when nothing is missing. */
  readonly range: string;
  /** « +6 points depuis la vague 1 », '' when there is nothing to compare. */
  readonly change: string;
}

/** The wave before, and what can be compared with it. */
export interface Earlier {
  readonly number: number;
  readonly figures: WaveFigures;
  readonly evolution: Evolution;
}

/** Response, density at « a déjà échangé », reciprocity, isolated structures. */
export function headlinesOf(figures: WaveFigures, earlier: Earlier | null): Shown[] {
  const { response, reciprocity, isolation } = figures;
  const density = densityAt(figures, ACQUAINTED);
  const number = earlier?.number ?? 0;
  const changeOf = <Value>(
    value: Value | undefined,
    write: (value: Value, at: number) => string
  ) => (value === undefined ? '' : write(value, number));
  return [
    {
      ...shownAs('response', writeShare(response), ''),
      sentence: `${response.known} sur les ${response.of} à qui l’on a demandé.`,
      change: changeOf(since(earlier?.figures.response, response), writeShareChange)
    },
    {
      ...shownAs('density', writeShare(density), writeShareRange(density)),
      change: compared(changeOf(earlier?.evolution.density, writeShareChange))
    },
    {
      ...shownAs('reciprocity', writeShare(reciprocity), writeShareRange(reciprocity)),
      change: compared(changeOf(earlier?.evolution.reciprocity, writeShareChange))
    },
    {
      ...shownAs('isolation', writeCount(isolation), writeCountRange(isolation)),
      change: changeOf(since(earlier?.figures.isolation, isolation), writeCountChange)
    }
  ];
}

/** The mean level, and density at each level. */
export function othersOf({ meanLevel, densities }: WaveFigures, earlier: Earlier | null): Shown[] {
  return [
    {
      ...shownAs('meanLevel', writeMean(meanLevel), writeMeanRange(meanLevel)),
      change: earlier ? compared(writeMeanChange(earlier.evolution.meanLevel, earlier.number)) : ''
    },
    ...densities.map(({ level, density }) => ({
      code: `density-${level}`,
      label: `«\u00a0${levelInSentence(level)}\u00a0» ou mieux`,
      value: writeShare(density),
      sentence: 'La part des réponses à ce niveau ou au-dessus.',
      range: writeShareRange(density),
      change: ''
    }))
  ];
}

/** « 14 réponses sur 120 ont monté, 100 n’ont pas changé… »; '' when nothing can be compared. */
export function describeEvolution({ compared, up, same, down }: Evolution): string {
  if (compared === 0) return '';
  const said = [
    [up, 'a monté', 'ont monté'],
    [same, 'n’a pas changé', 'n’ont pas changé'],
    [down, 'a baissé', 'ont baissé']
  ] as const;
  const parts = said.map(([count, one, many]) => `${count} ${count < 2 ? one : many}`);
  return `Sur ${compared} ${compared < 2 ? 'réponse donnée' : 'réponses données'} aux deux vagues par la même structure, ${parts[0]}, ${parts[1]}, ${parts[2]}.`;
}

const compared = (change: string) => change && `${change}${SAME_QUESTIONS}`;

function shownAs(code: keyof typeof MEASURE_WORDS, value: string, range: string) {
  return { code, ...MEASURE_WORDS[code], value, range, change: '' };
}

function since(
  before: { readonly value: number | null } | undefined,
  { value: after }: { readonly value: number | null }
) {
  return before && { before: before.value, after };
}
