/** What a map, a plan schématique and their legend show of an area: a level, and the words for it. */

/** From one structure to four and more; nobody; some to ask first; or no figure at all. */
export type Level = '1' | '2' | '3' | '4' | 'none' | 'undetermined' | 'plain';

export interface AreaMark {
  code: string;
  name: string;
  level: Level;
  /** The whole of what is known, in a few words: « 3 structures ». */
  text: string;
  /** The same as one figure, where there is only room for that; may be empty. */
  figure: string;
  href: string;
  selected: boolean;
}

/** The level of a count of structures, 1 or more. */
export function levelOf(count: number): Level {
  return String(Math.min(4, Math.max(1, count))) as Level;
}

/** What a level says in a legend. */
export const LEVEL_LABELS: Readonly<Record<Level, string>> = {
  none: 'aucune déclarée',
  undetermined: 'aucune déclarée, à préciser',
  '1': '1',
  '2': '2',
  '3': '3',
  '4': '4 et plus',
  plain: ''
};
