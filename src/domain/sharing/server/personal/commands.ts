import { sql, type RawBuilder } from 'kysely';
import { renameTargets } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import {
  allForgotten,
  forgotten,
  forgottenJson,
  names,
  type Named
} from '#server/db/forgetting.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';

/**
 * Erases somebody from what is shared: what she shared and answered stays, without her name; the drafts she alone wrote, what
 * she asked for and her binômes go with her. Files are not rewritten: what they hold is whoever shared them’s to take off.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await letGo(tx, id);
  for (const { update, texts = [], documents = [] } of WORDS) {
    const values = {
      ...allForgotten(texts, named),
      ...Object.fromEntries(documents.map((column) => [column, forgottenJson(column, named)]))
    };
    await sql`${update} set ${assignments(values)} where ${names([...texts, ...documents], named)}`.execute(
      tx
    );
  }
  await sql`update document set tags = array(select ${forgotten('tag', named)} from unnest(tags) as tag)
    where exists (select from unnest(tags) as tag where ${names(['tag'], named)})`.execute(tx);
}

interface Words {
  readonly update: RawBuilder<unknown>;
  /** Columns where somebody may be named. */
  readonly texts?: readonly string[];
  /** Documents that may hold a name. */
  readonly documents?: readonly string[];
}

const WORDS: readonly Words[] = [
  {
    update: sql`update contribution`,
    texts: ['title', 'summary', 'removal_reason'],
    documents: ['texts']
  },
  { update: sql`update contribution_structure`, texts: ['label'] },
  { update: sql`update contribution_version`, texts: ['change'], documents: ['document'] },
  { update: sql`update reply`, texts: ['body', 'removal_reason'] },
  { update: sql`update reply_version`, texts: ['body'] },
  { update: sql`update project_need`, texts: ['text'] },
  { update: sql`update experience`, texts: ['contact'] },
  { update: sql`update experience_reuse`, texts: ['outcome'] },
  { update: sql`update opportunity`, texts: ['profession', 'place', 'contact', 'url'] },
  { update: sql`update document_version`, texts: ['file_name', 'text', 'note'] },
  { update: sql`update conduct_report`, texts: ['details', 'decision_reason'] },
  { update: sql`update pairing`, documents: ['common'] }
];

/** Columns that say who, by identifier. */
const WHO: readonly (readonly [RawBuilder<unknown>, readonly string[]])[] = [
  [sql`update contribution`, ['author_id', 'updated_by', 'removed_by']],
  [sql`update contribution_version`, ['person_id']],
  [sql`update reply`, ['author_id', 'removed_by']],
  [sql`update mention`, ['by_id']],
  [sql`update conduct_report`, ['reporter_id', 'decided_by']],
  [sql`update interest`, ['answered_by']],
  [sql`update experience_reuse`, ['person_id']],
  [sql`update question`, ['resolved_by']],
  [sql`update document_version`, ['uploaded_by']]
];

async function letGo(tx: Tx, id: PersonId): Promise<void> {
  const drafts = await sql<{ id: ContributionId }>`
    delete from contribution c where c.author_id = ${id} and c.status = 'draft' and not exists (
      select from contribution_person x where x.contribution_id = c.id and x.role = 'writer')
    returning c.id`.execute(tx);
  await renameTargets(tx, { kind: 'contribution', ids: drafts.rows.map((row) => row.id) });
  await tx
    .deleteFrom('pairing')
    .where((where) => where.or([where('a_id', '=', id), where('b_id', '=', id)]))
    .execute();
  await tx.deleteFrom('pairing_member').where('person_id', '=', id).execute();
  await tx.deleteFrom('interest').where('person_id', '=', id).execute();
  await tx.deleteFrom('question_call').where('person_id', '=', id).execute();
  await tx.deleteFrom('mention').where('person_id', '=', id).execute();
  await tx.deleteFrom('reply_thanks').where('person_id', '=', id).execute();
  await tx.deleteFrom('contribution_person').where('person_id', '=', id).execute();
  for (const [update, columns] of WHO)
    for (const column of columns)
      await sql`${update} set ${sql.ref(column)} = null where ${sql.ref(column)} = ${id}`.execute(
        tx
      );
}

function assignments(values: Readonly<Record<string, RawBuilder<unknown>>>) {
  return sql.join(
    Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  );
}
