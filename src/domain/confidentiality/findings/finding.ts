/** What makes a person recognisable, as one reads it in a text. */
export type FindingKind = 'name' | 'birth' | 'number' | 'age-place' | 'age-name';

/** A passage of a text, before anything is said of it. */
export interface Passage {
  readonly kind: FindingKind;
  /** Offsets in the text, in UTF-16 units; `end` is excluded. */
  readonly start: number;
  readonly end: number;
}

/** Where a sentence stands in a text. */
export interface Sentence {
  readonly start: number;
  readonly text: string;
}

/** After these a full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(«’'])(?:M|MM|Mr|Mme|Mmes|Mlle|Dr|Pr|Me|St|Ste|av|bd|tél|ex|etc|\p{Lu})$/u;

/** Sentences of a text, in order. A line break ends one: lists have no full stop. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const stop of text.matchAll(/[.!?…]+(?=\s)|\n/gu)) {
    if (stop[0] === '.' && ABBREVIATION.test(text.slice(start, stop.index))) continue;
    sentences.push({ start, text: text.slice(start, stop.index) });
    start = stop.index + stop[0].length;
  }
  return [...sentences, { start, text: text.slice(start) }].filter(({ text }) => text.trim());
}
