import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';

interface Link {
  child: string;
  column: string;
  parent: string;
  /** The column of the parent that it names. */
  key: string;
}

/** The rows that hang from an edition, however far, as the foreign keys of the database say it. */
export async function editionRows(db: Database) {
  const { rows: links } = await sql<Link>`
    select c.conrelid::regclass::text as child, a.attname as column, c.confrelid::regclass::text as parent,
      k.attname as key
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      join pg_attribute k on k.attrelid = c.confrelid and k.attnum = c.confkey[1]
    where c.contype = 'f' and c.confdeltype <> 'n' order by 1, 2`.execute(db);

  return {
    /** The tables that hang from an edition, the edition itself among them. */
    async tables(): Promise<string[]> {
      const { rows } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
      return rows.map(({ name }) => name).filter((name) => within(links, name, 0) !== null);
    },

    async of(table: string, event: number): Promise<Record<string, unknown>[]> {
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} where ${sql.raw(within(links, table, event)!)} order by 1, 2`.execute(
        db
      );
      return rows;
    }
  };
}

/** The rows of a table that hang from an edition, as a condition; null for a table that does not. */
function within(
  links: readonly Link[],
  table: string,
  event: number,
  seen: readonly string[] = []
): string | null {
  if (table === 'event') return `id = ${event}`;
  const up = links.filter(({ child, parent }) => child === table && !seen.includes(parent));
  const direct = up.find(({ parent }) => parent === 'event');
  if (direct) return `${direct.column} = ${event}`;
  for (const { column, parent, key } of up) {
    const above = within(links, parent, event, [...seen, table]);
    if (above) return `${column} in (select ${key} from ${parent} where ${above})`;
  }
  return null;
}
