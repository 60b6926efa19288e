/** Where the words of a question are in the texts of what was found: a few lines around them, as plain parts. */

/** A piece of a passage; a screen marks those that were found. */
export interface PassagePart {
  readonly text: string;
  readonly isFound: boolean;
}
export type Passage = readonly PassagePart[];

/** What is shown of a text. */
const LENGTH = 220;
/** What is left before the first word. */
const BEFORE = 60;
/** Beyond, a text is searched by the index and not read again: fifty pages. */
export const MOST_READ = 150_000;

interface Hit {
  readonly from: number;
  readonly to: number;
  /** Which word of the question. */
  readonly word: number;
}

/** A passage, and how many of the words of the question are in it. */
interface Told {
  readonly passage: Passage;
  readonly words: number;
}

/** Finds the words of a question in a text. Made once for all the texts of a page. */
export type Finder = (text: string) => Told | null;

/**
 * @param forms - of each word that is asked, its normalised forms; `:*` at the end of one that begins words.
 * @returns what finds, in a text, the passage that has the most of the words, the first of them; null when it has none.
 */
export function passageFinder(forms: readonly (readonly string[])[]): Finder {
  const asked = forms.filter((some) => some.length > 0);
  const groups = asked.map((some) => `(${[...new Set(some)].map(patternOf).join('|')})`);
  const source = `(?<![\\p{L}\\p{N}])(?:${groups.join('|')})(?![\\p{L}\\p{N}])`;
  return (text) => {
    const read = text.slice(0, MOST_READ).normalize('NFC');
    const found = bestOf(hitsOf(new RegExp(source, 'giu'), read), asked.length);
    return found && { passage: cut(read, found), words: wordsOf(found) };
  };
}

/** The best of the passages of some texts: the one that has the most of the words, the first of those. */
export function bestPassage(finder: Finder, texts: readonly string[]): Passage | null {
  let best: Told | null = null;
  for (const text of texts) {
    const told = finder(text);
    if (told && told.words > (best?.words ?? 0)) best = told;
  }
  return best?.passage ?? null;
}

const wordsOf = (hits: readonly Hit[]) => new Set(hits.map(({ word }) => word)).size;

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'aàâäáãå', c: 'cç', e: 'eéèêë', i: 'iîïíì', n: 'nñ' },
  ...{ o: 'oôöóòõ', u: 'uùûüú', y: 'yÿý' }
};

/** A normalised form as it may be written: with its accents, « œ », « St ». */
function patternOf(form: string): string {
  const begins = form.endsWith(':*');
  const word = begins ? form.slice(0, -2) : form;
  if (!begins && (word === 'saint' || word === 'sainte'))
    return `${word}|${word.replace('ain', '')}`;
  const letters = word.replaceAll(
    /oe|ae|[\p{L}\p{N}]/gu,
    (one) =>
      ({ oe: '(?:œ|[oôö][eéèêë])', ae: '(?:æ|[aàâä][eéèêë])' })[one] ??
      (ACCENTS[one] ? `[${ACCENTS[one]}]` : one)
  );
  return begins ? `${letters}[\\p{L}\\p{N}]*` : letters;
}

function* hitsOf(pattern: RegExp, text: string): Generator<Hit> {
  for (const match of text.matchAll(pattern)) {
    const groups: readonly (string | undefined)[] = match.slice(1);
    const word = groups.findIndex((group) => group !== undefined);
    yield { from: match.index, to: match.index + match[0].length, word };
  }
}

/** The neighbouring hits that hold the most distinct words; it stops at the first that hold them all. */
function bestOf(hits: Iterable<Hit>, all: number): Hit[] | null {
  let best: Hit[] | null = null;
  let most = 0;
  let window: Hit[] = [];
  for (const hit of hits) {
    window = [...window.filter(({ from }) => hit.to - from <= LENGTH - BEFORE), hit];
    const words = wordsOf(window);
    if (words <= most) continue;
    [best, most] = [window, words];
    if (most === all) break;
  }
  return best;
}

function cut(text: string, hits: readonly Hit[]): Passage {
  const first = hits[0]!.from;
  const from = first <= BEFORE ? 0 : wordAfter(text, first - BEFORE, first);
  const last = hits.at(-1)!.to;
  const wanted = Math.max(last, from + LENGTH);
  const to = wanted >= text.length ? text.length : wordBefore(text, wanted, last);
  const parts: PassagePart[] = [];
  let at = from;
  for (const hit of hits) {
    parts.push({ text: text.slice(at, hit.from), isFound: false });
    parts.push({ text: text.slice(hit.from, hit.to), isFound: true });
    at = hit.to;
  }
  parts.push({ text: text.slice(at, to), isFound: false });
  return dressed(parts, { begins: from === 0, ends: to === text.length });
}

function wordAfter(text: string, at: number, limit: number): number {
  const space = text.slice(at, limit).search(/\s/u);
  return space < 0 ? limit : at + space + 1;
}

function wordBefore(text: string, at: number, limit: number): number {
  const end = text
    .slice(limit, at)
    .trimEnd()
    .search(/\s\S*$/u);
  return end < 0 ? at : limit + end;
}

/** On one line, with an ellipsis where the text goes on. */
function dressed(
  parts: readonly PassagePart[],
  { begins, ends }: { readonly begins: boolean; readonly ends: boolean }
): Passage {
  const told = parts.map((part) => ({ ...part, text: part.text.replaceAll(/\s+/gu, ' ') }));
  const last = told.length - 1;
  return told
    .map((part, at) => {
      let { text } = part;
      if (at === 0) text = begins ? text.trimStart() : `… ${text.trimStart()}`;
      if (at === last) text = ends ? text.trimEnd() : `${text.trimEnd()} …`;
      return { ...part, text };
    })
    .filter(({ text }) => text !== '');
}
