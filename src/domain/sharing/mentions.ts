/** « @Lucie Esquisse », « @CPTS de Montvermeil »: who is named in a text, among those of the network. */
import { normalise } from '#shared/text.ts';

/** Somebody, or a structure, that a text may name. */
export interface Mentionable {
  readonly kind: 'person' | 'structure';
  readonly id: string | number;
  readonly name: string;
}

/** Longer than any name. */
const REACH = 160;

/**
 * Those a text names after « @ », each once, in its order. The longest name that fits is meant; a name that two bear is
 * nobody’s, and what is not known stays words.
 */
export function findMentions(text: string, among: readonly Mentionable[]): Mentionable[] {
  const names = namesOf(among);
  const found = new Map<string, Mentionable>();
  for (const { after } of namings(text)) {
    const one = names.find(([name]) => after.startsWith(`${name} `))?.[1];
    if (one) found.set(`${one.kind}:${one.id}`, one);
  }
  return [...found.values()];
}

/** Whom the texts of a page may name, and whether the reader is told the names of people. */
export interface Mentioned {
  readonly among: readonly Mentionable[];
  readonly tellsPeople: boolean;
}

/** A stretch of a text: plain words, or « @ » and a name that the reader may be shown. */
export interface SaidPart {
  readonly text: string;
  readonly isMention: boolean;
}

/** Instead of the name of somebody, for whoever reads a public page from outside the network. */
export const SOMEBODY = '@une personne du réseau';

/**
 * A text cut where it names somebody or a structure of the network, by the rule of `findMentions`. Joined again, it is the
 * text, names of people apart when they are not told.
 */
export function splitMentions(text: string, { among, tellsPeople }: Mentioned): SaidPart[] {
  const names = among.length > 0 ? namesOf(among) : [];
  const parts: SaidPart[] = [];
  let from = 0;
  for (const { index, after } of namings(text)) {
    const found = index < from ? undefined : names.find(([name]) => after.startsWith(`${name} `));
    if (!found) continue;
    const [name, { kind }] = found;
    const end = index + 1 + lengthOf(text.slice(index + 1, index + 1 + REACH), name);
    if (index > from) parts.push({ text: text.slice(from, index), isMention: false });
    const isTold = tellsPeople || kind === 'structure';
    parts.push({ text: isTold ? text.slice(index, end) : SOMEBODY, isMention: true });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMention: false });
  return parts;
}

/** How many characters, as typed, hold a folded name. */
function lengthOf(typed: string, name: string): number {
  for (let length = 1; length < typed.length; length++)
    if (normalise(typed.slice(0, length)) === name) return length;
  return typed.length;
}

/** Where a text may name somebody, with what follows « @ », folded, and a space. */
function namings(text: string): { index: number; after: string }[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}.])@(?=\p{L})/gu)].map(({ index }) => ({
    index,
    after: `${normalise(text.slice(index + 1, index + 1 + REACH))} `
  }));
}

/** Folded names of one bearer each, the longest first. */
function namesOf(among: readonly Mentionable[]): [string, Mentionable][] {
  const bearers = new Map<string, Mentionable | null>();
  for (const one of among) {
    const name = normalise(one.name);
    const other = bearers.get(name);
    const isSame = other?.kind === one.kind && other.id === one.id;
    if (name) bearers.set(name, other === undefined || isSame ? one : null);
  }
  return [...bearers]
    .flatMap(([name, one]): [string, Mentionable][] => (one ? [[name, one]] : []))
    .toSorted(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
}
