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
  for (const { index } of text.matchAll(/(?<![\p{L}\p{N}.])@(?=\p{L})/gu)) {
    const after = `${normalise(text.slice(index + 1, index + 1 + REACH))} `;
    const one = names.find(([name]) => after.startsWith(`${name} `))?.[1];
    if (one) found.set(`${one.kind}:${one.id}`, one);
  }
  return [...found.values()];
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
