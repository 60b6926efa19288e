import { sql, type RawBuilder } from 'kysely';
import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { listTexts } from '../../withheld.ts';
import { readStoredStructures } from '../details/queries.ts';

/** What withholdings call a fiche. */
export const STRUCTURE_CONTENT = 'structure';

/** In SQL: the texts of this structure are hidden now. */
export function hidesTexts(id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from withholding w where w.content_kind = 'structure'
    and w.content_id = ${id}::text and w.status = 'withheld')`;
}

/** A fiche as a withholding names it. Null when there is none with this slug or number. */
export async function findStructureContent(
  db: Executor,
  _actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const { rows } = await sql<{ id: number; slug: string; name: string; territory: number | null }>`
    select s.id, s.slug, s.name,
      (select min(territory_id) from structure_territory st where st.structure_id = s.id) as territory
    from structure s where s.slug = ${key} or s.id::text = ${key} limit 1`.execute(db);
  const [row] = rows;
  if (!row) return null;
  return {
    kind: STRUCTURE_CONTENT,
    id: String(row.id),
    label: `Fiche : ${row.name}`,
    territory: row.territory as TerritoryId | null,
    page: `/annuaire/${row.slug}`
  };
}

/** The texts of a fiche as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenTexts(db: Executor, id: string): Promise<StoredText[]> {
  const [structure] = await readStoredStructures(db, [Number(id) as StructureId]);
  return structure ? listTexts(structure) : [];
}
