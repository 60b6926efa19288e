import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/** What somebody shared, said, asked for and was asked: hers, and never what others said of the same things. */
export async function exportPerson(db: Executor, id: PersonId) {
  const { rows } = await sql<{ written: Rows; around: Rows }>`
    select ${written(id)} as written, ${around(id)} as around`.execute(db);
  return { sharing: { ...rows[0]!.written, ...rows[0]!.around } };
}

type Rows = Readonly<Record<string, unknown[]>>;

const written = (id: PersonId) => sql`json_build_object(
      'written', ${rowsOf(sql`select c.kind, c.title, c.summary, c.texts, c.status, c.visibility, c.created_at, c.published_at,
        c.removed_at, c.removal_reason from contribution c where c.author_id = ${id}`)},
      'co_written', ${rowsOf(sql`select c.kind, c.title, x.role, x.created_at, x.approved_at
        from contribution_person x join contribution c on c.id = x.contribution_id where x.person_id = ${id}`)},
      'changes', ${rowsOf(sql`select c.title, v.version, v.written_at, v.change from contribution_version v
        join contribution c on c.id = v.contribution_id where v.person_id = ${id}`)},
      'gestures', ${rowsOf(sql`select c.title, c.updated_by = ${id} as last_changed, c.removed_by = ${id} as taken_off,
        q.resolved_by = ${id} as resolved from contribution c left join question q on q.contribution_id = c.id
        where ${id} in (c.updated_by, c.removed_by, q.resolved_by)`)},
      'files', ${rowsOf(sql`select c.title, v.number, v.file_name, v.size, v.note, v.uploaded_at from document_version v
        join contribution c on c.id = v.contribution_id where v.uploaded_by = ${id}`)},
      'replies', ${rowsOf(sql`select c.title, r.kind, r.heading, r.body, r.happened_on, r.written_at, r.edited_at, r.removed_at,
        (select json_agg(v.body order by v.version) from reply_version v where v.reply_id = r.id) as before
        from reply r join contribution c on c.id = r.contribution_id where r.author_id = ${id}`)},
      'replies_taken_off', ${rowsOf(sql`select c.title, r.removed_at, r.removal_reason from reply r
        join contribution c on c.id = r.contribution_id where r.removed_by = ${id}`)})`;

/** What she said of others’ things, asked and was asked. */
const around = (id: PersonId) => sql`json_build_object(
      'thanks', ${rowsOf(sql`select c.title, x.kind, x.created_at from reply_thanks x join reply r on r.id = x.reply_id
        join contribution c on c.id = r.contribution_id where x.person_id = ${id}`)},
      'mentions', ${rowsOf(sql`select c.title, m.created_at, m.person_id = ${id} as of_her from mention m
        join contribution c on c.id = m.contribution_id where ${id} in (m.person_id, m.by_id)`)},
      'interests', ${rowsOf(sql`select c.title, i.created_at, i.introduced_at, i.answered_at, i.withdrawn_at,
        i.person_id = ${id} as hers from interest i join contribution c on c.id = i.contribution_id
        where ${id} in (i.person_id, i.answered_by) order by i.id`)},
      'reuses', ${rowsOf(sql`select c.title, u.status, u.outcome, u.created_at, u.updated_at from experience_reuse u
        join contribution c on c.id = u.contribution_id where u.person_id = ${id}`)},
      'asked', ${rowsOf(sql`select c.title, q.cause, q.created_at, q.expires_on from question_call q
        join contribution c on c.id = q.contribution_id where q.person_id = ${id}`)},
      'reports', ${rowsOf(sql`select c.title, r.reason, r.details, r.created_at, r.decision, r.decision_reason, r.decided_at
        from conduct_report r join contribution c on c.id = r.contribution_id where r.reporter_id = ${id}`)},
      'decided', ${rowsOf(sql`select c.title, r.decision, r.decision_reason, r.decided_at from conduct_report r
        join contribution c on c.id = r.contribution_id where r.decided_by = ${id}`)},
      'pairing', ${rowsOf(sql`select t.name as territory, m.joined_at, m.paused_until from pairing_member m
        join territory t on t.id = m.territory_id where m.person_id = ${id}`)},
      'pairings', ${rowsOf(sql`select d.month, p.common, p.dates, f.outcome, f.said_at from pairing p
        join pairing_round d on d.id = p.round_id
        left join pairing_feedback f on f.pairing_id = p.id and f.person_id = ${id} where ${id} in (p.a_id, p.b_id)`)})`;

function rowsOf(query: ReturnType<typeof sql>) {
  return sql`coalesce((select json_agg(q) from (${query}) q), '[]')`;
}
