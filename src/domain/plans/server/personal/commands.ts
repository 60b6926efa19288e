import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { allForgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/** Erases somebody from plans: what was planned, done and measured stays, without her name. */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await letGo(tx, id);
  for (const { update, texts = [], documents = [] } of WORDS) {
    const columns = [...texts, ...documents];
    const values = { ...allForgotten(texts, named), ...allForgottenJson(documents, named) };
    await sql`${update} set ${assignments(values)} where ${names(columns, named)}`.execute(tx);
  }
}

/** Columns that say who, by identifier. */
const WHO: readonly (readonly [RawBuilder<unknown>, string])[] = [
  [sql`update plan`, 'created_by'],
  [sql`update action_sheet`, 'created_by'],
  [sql`update action_sheet`, 'updated_by'],
  [sql`update action_sheet_actor`, 'person_id'],
  [sql`update action_sheet_note`, 'answered_by'],
  [sql`update action_sheet_version`, 'person_id'],
  [sql`update plan_committee`, 'frozen_by'],
  [sql`update indicator_value`, 'person_id'],
  [sql`update plan_year`, 'closed_by']
];

interface Words {
  readonly update: RawBuilder<unknown>;
  /** Columns where somebody may be named. */
  readonly texts?: readonly string[];
  /** Documents that may hold a name, or an identifier. */
  readonly documents?: readonly string[];
}

const WORDS: readonly Words[] = [
  { update: sql`update plan`, texts: ['title', 'short_title', 'summary', 'contact'] },
  { update: sql`update plan_signatory`, texts: ['name', 'quality'] },
  { update: sql`update plan_heading`, texts: ['label', 'hint'] },
  { update: sql`update plan_axis`, texts: ['title', 'summary'] },
  { update: sql`update plan_objective`, texts: ['title', 'summary'] },
  { update: sql`update action_sheet`, texts: ['title', 'remainder'], documents: ['texts'] },
  { update: sql`update action_sheet_actor`, texts: ['label'] },
  { update: sql`update action_sheet_reference`, texts: ['plan_label', 'part', 'action'] },
  { update: sql`update action_sheet_link`, texts: ['title', 'url'] },
  { update: sql`update action_sheet_step`, texts: ['title', 'responsible'] },
  { update: sql`update action_sheet_funding`, texts: ['funder', 'note'] },
  {
    update: sql`update action_sheet_note`,
    texts: ['author', 'body', 'answer'],
    documents: ['before', 'proposed']
  },
  { update: sql`update action_sheet_version`, texts: ['change'], documents: ['document'] },
  { update: sql`update plan_committee`, texts: ['title', 'note'], documents: ['document'] },
  { update: sql`update plan_committee_sheet`, documents: ['document'] },
  { update: sql`update sheet_import`, texts: ['source_name'] },
  { update: sql`update sheet_import_part`, texts: ['source'], documents: ['document'] },
  { update: sql`update indicator`, texts: ['label', 'definition', 'unit', 'source'] },
  { update: sql`update indicator_value`, texts: ['comment', 'source'] },
  { update: sql`update plan_year`, texts: ['note'] },
  { update: sql`update plan_renewal`, documents: ['carried'] }
];

/** Her own texts given to be understood go with her; a version says neither who wrote it nor that she was its pilot. */
async function letGo(tx: Tx, id: PersonId): Promise<void> {
  await tx.deleteFrom('sheet_import').where('created_by', '=', id).execute();
  await tx
    .updateTable('action_sheet_note')
    .set({ author: '', author_id: null })
    .where('author_id', '=', id)
    .execute();
  for (const [update, column] of WHO)
    await sql`${update} set ${sql.ref(column)} = null where ${sql.ref(column)} = ${id}`.execute(tx);
  for (const { update, documents = [] } of WORDS)
    for (const column of documents)
      await sql`${update}
        set ${sql.ref(column)} = replace(${sql.ref(column)}::text, ${`"${id}"`}, 'null')::jsonb
        where ${sql.ref(column)}::text like ${`%"${id}"%`}`.execute(tx);
}

function allForgottenJson(columns: readonly string[], named: Named) {
  return Object.fromEntries(columns.map((column) => [column, forgottenJson(column, named)]));
}

function assignments(values: Readonly<Record<string, RawBuilder<unknown>>>) {
  return sql.join(
    Object.entries(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  );
}
