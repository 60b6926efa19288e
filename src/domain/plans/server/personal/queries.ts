import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What somebody did in plans: the sheets she pilots, what she wrote, changed, froze, gave as figures or to be understood. */
export async function exportPerson(db: Executor, id: PersonId) {
  const { rows } = await sql<{ plans: Readonly<Record<string, unknown[]>> }>`
    select json_build_object(
      'piloted', ${rowsOf(sql`select p.title as plan, f.number, f.title, x.label from action_sheet_actor x
        join action_sheet f on f.id = x.sheet_id join plan p on p.id = f.plan_id where x.person_id = ${id}`)},
      'notes', ${rowsOf(sql`select f.number as sheet, n.kind, n.written_on, n.body, n.proposed, n.status, n.answer
        from action_sheet_note n join action_sheet f on f.id = n.sheet_id where n.author_id = ${id}`)},
      'answers', ${rowsOf(sql`select f.number as sheet, n.status, n.answer, n.answered_at
        from action_sheet_note n join action_sheet f on f.id = n.sheet_id where n.answered_by = ${id}`)},
      'changes', ${rowsOf(sql`select f.number as sheet, v.version, v.at, v.change from action_sheet_version v
        join action_sheet f on f.id = v.sheet_id where v.person_id = ${id}`)},
      'sheets', ${rowsOf(sql`select number, title, created_by = ${id} as created, updated_by = ${id} as last_changed
        from action_sheet where ${id} in (created_by, updated_by)`)},
      'plans', ${rowsOf(sql`select title, created_at from plan where created_by = ${id}`)},
      'figures', ${rowsOf(sql`select i.label, v.year, v.value, v.comment, v.at from indicator_value v
        join indicator i on i.id = v.indicator_id where v.person_id = ${id}`)},
      'committees', ${rowsOf(sql`select title, held_on, frozen_at from plan_committee where frozen_by = ${id}`)},
      'years_closed', ${rowsOf(sql`select year, closed_at, note from plan_year where closed_by = ${id}`)},
      'imports', ${rowsOf(sql`select m.source_name, m.created_at, m.status, (select json_agg(t.source order by t.position)
        from sheet_import_part t where t.import_id = m.id) as texts from sheet_import m where m.created_by = ${id}`)}
    ) as plans`.execute(db);
  return { plans: rows[0]!.plans };
}

function rowsOf(query: ReturnType<typeof sql>) {
  return sql`coalesce((select json_agg(q) from (${query}) q), '[]')`;
}
