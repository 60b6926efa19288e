import { sql } from 'kysely';
import { writeRows } from '#domain/sharing/server/writing/rows/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import { aContribution } from './contributions.ts';
import { person } from './people.ts';

/** What somebody leaves in what is shared: she writes each kind, answers, thanks, asks, reports, is paired. */
export async function someoneInSharing(
  db: Database,
  { territory }: { readonly territory: TerritoryId },
  { id, name, email }: { readonly id: PersonId; readonly name: string; readonly email: string }
): Promise<void> {
  const other = await person(db, { name: 'Une Autre', roles: [{ territory, role: 'member' }] });
  const said = { territory, author: id, title: `Le projet de ${name}`, summary: `Avec ${name}` };
  const texts = { description: `Écrire à ${email}` };
  const project = await aContribution(db, { ...said, texts });
  const experience = await aContribution(db, {
    ...{ ...said, kind: 'experience', details: { contact: name } }
  });
  const question = await aContribution(db, { ...said, kind: 'question' });
  await aContribution(db, {
    ...{ ...said, kind: 'opportunity', details: { contact: name, place: `Chez ${name}` } }
  });
  const document = await aContribution(db, {
    ...said,
    kind: 'document',
    details: { tags: [name] }
  });
  await aContribution(db, { ...said, title: `Brouillon de ${name}`, status: 'draft' });
  await db.transaction().execute((tx) =>
    writeRows(
      tx,
      { id: project.id, kind: 'project', perimeter: null },
      {
        carriers: [{ label: name, structure: null }],
        related: [experience.id]
      }
    )
  );
  await sql`update contribution set updated_by = ${id}, removed_by = ${id}, removal_reason = ${name}
    where id = ${project.id}`.execute(db);
  await sql`insert into contribution_version (contribution_id, version, person_id, change, document)
    values (${project.id}, 99, ${id}, ${name}, ${JSON.stringify({ title: name })})`.execute(db);
  await sql`insert into contribution_person (contribution_id, person_id, role) values (${experience.id}, ${id}, 'reviewer')`.execute(
    db
  );
  await sql`insert into project_need (contribution_id, kind, text, position) values (${project.id}, 'place', ${name}, 1)`.execute(
    db
  );
  await sql`insert into interest (contribution_id, person_id, answered_by) values
    (${project.id}, ${id}, ${id}), (${project.id}, ${other.id}, ${id})`.execute(db);
  await sql`insert into experience_reuse (contribution_id, person_id, outcome) values (${experience.id}, ${id}, ${name})`.execute(
    db
  );
  await sql`update question set resolved_at = now(), resolved_by = ${id} where contribution_id = ${question.id}`.execute(
    db
  );
  await sql`insert into question_call (contribution_id, person_id, cause, expires_on) values (${question.id}, ${id}, 'likely', '2026-12-01')`.execute(
    db
  );
  await sql`insert into document_version (contribution_id, number, file_name, media_type, size, sha256, storage_key, text, note, uploaded_by)
    values (${document.id}, 1, ${`${name}.pdf`}, 'application/pdf', 1, 'x', ${`db/${document.id}`}, ${name}, ${email}, ${id})`.execute(
    db
  );
  await saidAround(
    db,
    { project: project.id, question: question.id, territory },
    { id, name, other: other.id }
  );
}

async function saidAround(
  db: Database,
  at: { readonly project: number; readonly question: number; readonly territory: TerritoryId },
  { id, name, other }: { readonly id: PersonId; readonly name: string; readonly other: PersonId }
): Promise<void> {
  const { rows } = await sql<{
    id: number;
  }>`insert into reply (contribution_id, kind, body, author_id, removed_by, removal_reason)
    values (${at.question}, 'answer', ${`Demandez à ${name}`}, ${id}, ${id}, ${name}) returning id`.execute(
    db
  );
  const reply = rows[0]!.id;
  await sql`insert into reply_version (reply_id, version, body) values (${reply}, 1, ${name})`.execute(
    db
  );
  await sql`insert into reply_thanks (reply_id, person_id, kind) values (${reply}, ${id}, 'thanks')`.execute(
    db
  );
  await sql`insert into mention (contribution_id, reply_id, person_id, by_id) values
    (${at.question}, ${reply}, ${id}, ${other}), (${at.question}, ${reply}, ${other}, ${id})`.execute(
    db
  );
  await sql`insert into conduct_report (contribution_id, territory_id, reason, details, reporter_id, decision, decision_reason, decided_by, decided_at)
    values (${at.project}, ${at.territory}, 'tone', ${name}, ${id}, 'kept', ${name}, ${id}, now())`.execute(
    db
  );
  await sql`insert into pairing_member (territory_id, person_id) values (${at.territory}, ${id})`.execute(
    db
  );
  const round = await sql<{ id: number }>`insert into pairing_round (territory_id, month)
    values (${at.territory}, '2026-11-01') on conflict (territory_id, month) do update set drawn_at = now() returning id`.execute(
    db
  );
  const [a, b] = [id, other].sort();
  const pair = await sql<{ id: number }>`insert into pairing (round_id, a_id, b_id, common)
    values (${round.rows[0]!.id}, ${a}, ${b}, ${JSON.stringify([name])}) returning id`.execute(db);
  await sql`insert into pairing_feedback (pairing_id, person_id, outcome) values (${pair.rows[0]!.id}, ${id}, 'met')`.execute(
    db
  );
}
