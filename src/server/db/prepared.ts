import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Said this often, a statement is worth keeping ready: one said once would only take memory. */
const OFTEN = 3;
/** Statements one connection keeps ready: each holds its plan in the memory of PostgreSQL. */
const MOST_OF_A_CONNECTION = 250;
/**
 * A value larger than this, in elements or in characters, is a load: one plan cannot serve a list of two and a list of
 * two thousand, nor tables that grow under it (seconds became minutes). It is planned for what it holds.
 */
const LARGE = { elements: 30, characters: 20_000 };
/** Texts whose occurrences are counted. Lists of any length (`in ($1, $2…)`) make new ones without end. */
const MOST_COUNTED = 5000;

/**
 * « on conflict (…) where … = $1 » names a partial index by a value that a plan kept for any value does not know:
 * PostgreSQL refuses it, from the sixth time on.
 */
const BY_PARTIAL_INDEX = /\bon conflict \([^)]*\) where\b/i;

const counted = new Map<string, { times: number; readonly name: string | null }>();

/**
 * Keeps ready, on this connection, the statements that are said again and again: PostgreSQL reads and plans them once
 * instead of each time, which is more than half of its work on the short statements of a page.
 *
 * A statement without values is left as it is (several may be written in one text), as is whatever names its own.
 * @param client - before its first statement.
 */
export function keepStatementsReady(client: pg.PoolClient): void {
  const kept = new Set<string>();
  const query = client.query.bind(client) as (...said: unknown[]) => unknown;
  const asSaid = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return query(text, values, ...rest);
    const name = values.some(isLarge) ? null : nameOf(text);
    if (name === null || (!kept.has(name) && kept.size >= MOST_OF_A_CONNECTION))
      return query(text, values, ...rest);
    kept.add(name);
    return query({ name, text, values }, ...rest);
  };
  client.query = asSaid as typeof client.query;
}

function isLarge(value: unknown): boolean {
  if (typeof value === 'string') return value.length > LARGE.characters;
  return Array.isArray(value) && value.length > LARGE.elements;
}

/** The name of a statement said often enough; null for any other. */
function nameOf(text: string): string | null {
  const known = counted.get(text);
  if (known) return ++known.times >= OFTEN ? known.name : null;
  if (counted.size >= MOST_COUNTED) counted.clear();
  const name = createHash('sha256').update(text).digest('base64url');
  counted.set(text, { times: 1, name: BY_PARTIAL_INDEX.test(text) ? null : name });
  return null;
}
