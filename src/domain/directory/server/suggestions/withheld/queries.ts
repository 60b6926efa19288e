import { sql } from 'kysely';
import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import { animatesAny } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { canDecideSuggestion } from '../../../rules.ts';
import type { ChangeContent, ErrorContent, NewStructureContent } from '../../../suggestion.ts';
import { labelOf, valueInWords } from '../../../transfer/changes.ts';

/** What withholdings call a proposal. */
export const SUGGESTION_CONTENT = 'suggestion';

/**
 * A proposal as a withholding names it, and the desk where the actor reads it. Null when there is none, and for
 * whoever may not read it: its existence is not told.
 */
export async function findSuggestionContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const { rows } = await sql<{
    id: number;
    name: string | null;
    territory: TerritoryId | null;
    slug: string | null;
    structure: StructureId | null;
    places: TerritoryId[];
  }>`
    select g.id, coalesce(s.name, g.content ->> 'name') as name, g.territory_id as territory,
      t.slug, g.structure_id as structure,
      coalesce((select json_agg(territory_id) from structure_territory st
        where st.structure_id = s.id), '[]') as places
    from suggestion g
    left join structure s on s.id = g.structure_id
    left join territory t on t.id = g.territory_id
    where g.id::text = ${key}`.execute(db);
  const [row] = rows;
  if (!row || !canDecideSuggestion(actor, row)) return null;
  const leads = row.slug !== null && animatesAny(actor, [row.territory!]);
  return {
    kind: SUGGESTION_CONTENT,
    id: String(row.id),
    label: row.name ? `Proposition pour « ${row.name} »` : 'Une proposition',
    territory: row.territory,
    page: leads ? `/gestion/territoires/${row.slug}/suggestions` : '/mon-espace/suggestions'
  };
}

/** The texts of a proposal as they are stored: only for who decides, once checked. */
export async function listSuggestionTexts(db: Executor, id: string): Promise<StoredText[]> {
  const row = await db
    .selectFrom('suggestion')
    .select(['text', 'content', 'author_name'])
    .where('id', '=', Number(id))
    .executeTakeFirst();
  if (!row) return [];
  const content = row.content as Partial<ErrorContent & NewStructureContent & ChangeContent> | null;
  const changes = content?.changes ?? [];
  return [
    { label: 'Ce qui est écrit', text: row.text },
    { label: 'Structure', text: content?.name ?? '' },
    { label: 'Source', text: content?.source ?? '' },
    ...changes.map(({ field, after }) => ({
      label: `${labelOf(field)}, proposé`,
      text: typeof after === 'string' ? after : valueInWords(field, after)
    })),
    { label: 'De la part de', text: row.author_name }
  ].filter(({ text }) => text !== '');
}
