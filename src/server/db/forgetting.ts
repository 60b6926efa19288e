import { sql, type RawBuilder } from 'kysely';

/** What takes the place of a name that is erased. */
export const ERASED = 'une personne effacée';

/** The words by which somebody is named in what is kept. */
export interface Named {
  readonly name: string;
  readonly email: string;
}

/** A name as short as « Al » is in too many other words. */
const SHORTEST_NAME = 4;

function pattern({ name, email }: Named, inJson: boolean): string {
  const words = [email, ...(name.trim().length >= SHORTEST_NAME ? [name.trim()] : [])];
  const written = words.map((word) => (inJson ? JSON.stringify(word).slice(1, -1) : word));
  return `(?<![[:alnum:]])(${written.map(escaped).join('|')})(?![[:alnum:]])`;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** In SQL: a text where somebody is named no more. Case does not count. */
export function forgotten(column: string, named: Named): RawBuilder<string> {
  return sql<string>`regexp_replace(${sql.ref(column)}, ${pattern(named, false)}, ${ERASED}, 'gi')`;
}

/** Several of them, to be written together. */
export function allForgotten(
  columns: readonly string[],
  named: Named
): Readonly<Record<string, RawBuilder<string>>> {
  return Object.fromEntries(columns.map((column) => [column, forgotten(column, named)]));
}

/** The same in a jsonb column. */
export function forgottenJson(column: string, named: Named): RawBuilder<never> {
  return sql<never>`regexp_replace(${sql.ref(column)}::text, ${pattern(named, true)}, ${ERASED}, 'gi')::jsonb`;
}

/** In SQL: one of these texts or jsonb columns names somebody. */
export function names(columns: readonly string[], named: Named): RawBuilder<boolean> {
  const all = columns.map(
    (column) => sql`${sql.ref(column)}::text ~* ${pattern(named, true)}
      or ${sql.ref(column)}::text ~* ${pattern(named, false)}`
  );
  return sql<boolean>`(${sql.join(all, sql` or `)})`;
}
