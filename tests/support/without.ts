import type { KyselyPlugin } from 'kysely';
import type { Database } from '#server/db/connection.ts';

/**
 * The same database, whose statements are sent without some words: what a command does once a lock or a rule is taken
 * from it. A negative control runs the command itself, not a copy of it.
 * @throws in `missed` when no statement had these words: the control would prove nothing.
 */
export function without(db: Database, words: string): { db: Database; missed: () => void } {
  let found = 0;
  const strip = (node: unknown): unknown => {
    if (typeof node === 'string' && node.includes(words)) {
      found += 1;
      return node.replace(words, '');
    }
    if (Array.isArray(node)) return node.map(strip);
    if (
      node === null ||
      typeof node !== 'object' ||
      Object.getPrototypeOf(node) !== Object.prototype
    )
      return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, strip(value)]));
  };
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => strip(node) as typeof node,
    transformResult: ({ result }) => Promise.resolve(result)
  };
  return {
    db: db.withPlugin(plugin),
    missed: () => {
      if (found === 0) throw new Error(`no statement says « ${words} »`);
    }
  };
}
