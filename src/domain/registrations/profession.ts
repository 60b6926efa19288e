/** What people do: the professions of the ANS, and those of a network that the ANS does not name (interne, élu·e…). */
import { normalise } from '#shared/text.ts';
import defaults from './defaults/professions.json' with { type: 'json' };

export interface Profession {
  /** « G15-60 » of the nomenclatures of the ANS, or « local-interne ». */
  readonly code: string;
  readonly label: string;
  /** Other ways of saying it: feminine forms, usual names, acronyms. */
  readonly also: readonly string[];
}

/** Where the codes and labels of the ANS come from. */
export const PROFESSIONS_SOURCE: string = defaults.source;

/** All of them, those of the ANS first. */
export const PROFESSIONS: readonly Profession[] = [...defaults.ans, ...defaults.local].map(
  (one) => ({ code: one.code, label: one.label, also: 'also' in one ? (one.also ?? []) : [] })
);

/** One way of saying a profession, as it is proposed. */
export interface ProfessionChoice {
  readonly code: string;
  readonly label: string;
}

interface Way extends ProfessionChoice {
  readonly words: string;
}

const WAYS: readonly Way[] = PROFESSIONS.flatMap(({ code, label, also }) =>
  [label, ...also].map((way) => ({ code, label: way, words: normalise(way) }))
);

/**
 * The professions that a few letters begin, each once, in the words that match: « infirmière » proposes
 * « Infirmière ».
 * @param most - how many at most.
 */
export function suggestProfessions(typed: string, most = 8): ProfessionChoice[] {
  const words = normalise(typed);
  if (!words) return [];
  const starting = WAYS.filter((way) => way.words.startsWith(words));
  const within = WAYS.filter((way) => ` ${way.words}`.includes(` ${words}`));
  const found = new Map<string, ProfessionChoice>();
  for (const { code, label } of [...starting, ...within])
    if (!found.has(code)) found.set(code, { code, label });
  return [...found.values()].slice(0, most);
}

/**
 * The profession that somebody means, in her own words; without code when no list knows it.
 * @param chosen - the code chosen in the list, or ''.
 */
export function readProfession(typed: string, chosen = ''): ProfessionChoice {
  const label = typed.trim();
  const words = normalise(label);
  const said = WAYS.filter((way) => way.words === words);
  const meant = said.find(({ code }) => code === chosen) ?? said[0];
  return { code: meant?.code ?? '', label };
}

/** The label of a code, for figures; the words kept with it when the list has lost it. */
export function professionLabel(code: string, fallback: string): string {
  return PROFESSIONS.find((one) => one.code === code)?.label ?? fallback;
}
