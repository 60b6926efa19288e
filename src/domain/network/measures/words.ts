/** The measures in the words of those who read them. */
import { plural } from '#shared/text.ts';
import { LEVEL_LABELS, type Level } from '../model.ts';
import type { Estimate } from './asked.ts';
import type { Change } from './evolution.ts';

/** Two shares that differ by less are one, told apart by the arithmetic of the machine. */
const EXACT = 1e-9;

type MeasureCode =
  | 'response'
  | 'density'
  | 'reciprocity'
  | 'meanLevel'
  | 'isolation'
  | 'degree'
  | 'betweenness'
  | 'evolution';

/** What each is called, and what it says, in one sentence. */
export const MEASURE_WORDS: Readonly<
  Record<MeasureCode, { readonly label: string; readonly sentence: string }>
> = {
  response: {
    label: 'Structures qui ont répondu',
    sentence: 'La part des structures interrogées qui ont répondu, au moins sur une autre.'
  },
  density: {
    label: 'Se sont déjà parlé',
    sentence:
      'La part des réponses qui disent «\u00a0a déjà échangé\u00a0» ou mieux\u00a0: la densité du réseau.'
  },
  reciprocity: {
    label: 'Le disent toutes les deux',
    sentence:
      'Quand l’une dit avoir échangé avec l’autre, à quelle fréquence l’autre le dit aussi\u00a0: la réciprocité.'
  },
  isolation: {
    label: 'Structures isolées',
    sentence:
      'Celles qui ne disent avoir échangé avec aucune voisine, et dont aucune voisine ne le dit.'
  },
  meanLevel: {
    label: 'Niveau moyen',
    sentence: 'La moyenne des réponses, de 0 (ne connaît pas) à 4 (projet ou convention en commun).'
  },
  degree: {
    label: 'Liens',
    sentence: 'Le nombre de structures avec lesquelles elle a échangé, d’après l’une ou l’autre.'
  },
  betweenness: {
    label: 'Ponts',
    sentence:
      'Celles par qui passent les plus courts chemins entre les autres\u00a0: sans elles, le réseau se sépare ou s’allonge.'
  },
  evolution: {
    label: 'Évolution',
    sentence: 'Comparée sur les seules questions auxquelles la même structure a répondu deux fois.'
  }
};

/** « 42 % »; « non connu ». */
export function writeShare({ value }: Pick<Estimate, 'value'>): string {
  return value === null ? 'non connu' : percent(value);
}

/** « 1,8 sur 4 »; « non connu ». */
export function writeMean({ value }: Pick<Estimate, 'value'>): string {
  return value === null ? 'non connu' : `${decimal(value)} sur 4`;
}

/** « 4 »; « non connu ». */
export function writeCount({ value }: Pick<Estimate, 'value'>): string {
  return value === null ? 'non connu' : String(value);
}

/** « Entre 31 et 58 %, selon ce que diraient celles qui n’ont pas répondu. »; '' when nothing is missing. */
export function writeShareRange({ low, high }: Estimate): string {
  const [least, most] = [Math.floor(100 * low + 1e-9), Math.ceil(100 * high - 1e-9)];
  return high - low < EXACT || least === most ? '' : between(String(least), `${most}\u00a0%`);
}

/** The same of a mean: « Entre 1,2 et 2,4… ». */
export function writeMeanRange({ low, high }: Estimate): string {
  const [least, most] = [decimal(low), decimal(high)];
  return least === most ? '' : between(least, most);
}

/** The same of a number of structures. */
export function writeCountRange({ low, high }: Estimate): string {
  return low === high ? '' : between(String(low), String(high));
}

function between(least: string, most: string): string {
  return `Entre ${least} et ${most}, selon ce que diraient celles qui n’ont pas répondu.`;
}

/** Said of what is compared on the same questions. */
export const SAME_QUESTIONS = ', sur les mêmes questions';

/** « +6 points depuis la vague 1 »; '' when there is nothing to compare. */
export function writeShareChange({ before, after }: Change, number: number): string {
  if (before === null || after === null) return '';
  const points = Math.round(100 * after) - Math.round(100 * before);
  if (points === 0) return `Comme à la vague ${number}`;
  return `${signed(points)} ${Math.abs(points) < 2 ? 'point' : 'points'} depuis la vague ${number}`;
}

/** « +0,4 depuis la vague 1 ». */
export function writeMeanChange({ before, after }: Change, number: number): string {
  if (before === null || after === null) return '';
  const tenths = Math.round(10 * after) - Math.round(10 * before);
  if (tenths === 0) return `Comme à la vague ${number}`;
  return `${tenths > 0 ? '+' : '\u2212'}${decimal(Math.abs(tenths) / 10)} depuis la vague ${number}`;
}

/** « 5 à la vague 1 ». */
export function writeCountChange({ before, after }: Change, number: number): string {
  if (before === null || after === null) return '';
  return before === after ? `Autant qu’à la vague ${number}` : `${before} à la vague ${number}`;
}

/** « 32 structures sur 45 ont répondu, 412 réponses sur 560 ». */
export function describeAnswers(response: Estimate, answers: Estimate): string {
  const structures = `${plural(response.known, 'structure')} sur ${response.of} ${response.known < 2 ? 'a' : 'ont'} répondu`;
  return `${structures}, ${plural(answers.known, 'réponse')} sur ${answers.of}`;
}

/** « a déjà échangé », inside a sentence. */
export function levelInSentence(level: Level): string {
  const label = LEVEL_LABELS[level];
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** « 42 % ». */
export function percent(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}

/** « 1,8 ». */
export function decimal(value: number): string {
  return value.toLocaleString('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

const signed = (points: number) => (points > 0 ? `+${points}` : `\u2212${Math.abs(points)}`);
