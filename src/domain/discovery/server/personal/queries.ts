import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What somebody follows and muted, how she is told the news and was, the letters she wrote. */
export async function exportPerson(db: Executor, id: PersonId) {
  const { rows } = await sql<{ news: Readonly<Record<string, unknown>> }>`
    select json_build_object(
      'follows', ${rowsOf(sql`select target, target_key as key, muted, created_at from follow where person_id = ${id} order by id`)},
      'preference', ${rowsOf(sql`select rhythm, seen_at, updated_at from digest_preference where person_id = ${id}`)},
      'digests', ${rowsOf(sql`select period, composed_at, items from digest where person_id = ${id} order by id`)},
      'letters', ${rowsOf(sql`select t.name as territory, to_char(n.month, 'YYYY-MM') as month, n.subject, n.status,
        n.created_by = ${id} as created, n.sent_by = ${id} as sent, n.sent_at,
        case when n.created_by = ${id} then n.introduction end as introduction,
        case when n.created_by = ${id} then ${WORDS} end as words
        from newsletter n join territory t on t.id = n.territory_id where ${id} in (n.created_by, n.sent_by) order by n.id`)}
    ) as news`.execute(db);
  return { news: rows[0]!.news };
}

/** What she added to a letter herself; the rest is of what others shared. */
const WORDS = sql`(select json_agg(json_build_object('title', item ->> 'title', 'text', item ->> 'text') order by at)
  from jsonb_array_elements(n.items) with ordinality x (item, at) where item ->> 'kind' = 'words')`;

function rowsOf(query: ReturnType<typeof sql>) {
  return sql`coalesce((select json_agg(q) from (${query}) q), '[]')`;
}
