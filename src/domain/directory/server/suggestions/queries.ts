import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { StructureId, SuggestionId, TerritoryId } from '#shared/ids.ts';
import { canDecideSuggestion } from '../../rules.ts';
import type {
  ChangeContent,
  ErrorContent,
  NewStructureContent,
  Suggestion,
  SuggestionKind,
  SuggestionStatus
} from '../../suggestion.ts';

/** Of a territory, for those who lead it; or of the fiches that a person answers for. */
export type SuggestionScope =
  { territory: TerritoryId } | { referentOf: readonly StructureId[] } | { id: SuggestionId };

interface Row {
  id: SuggestionId;
  kind: SuggestionKind;
  status: SuggestionStatus;
  text: string;
  content: (ErrorContent & NewStructureContent & ChangeContent) | null;
  authorName: string;
  thanked: boolean;
  createdAt: Date;
  assignedTo: Suggestion['assignedTo'];
  escalateAt: Date | null;
  decidedAt: Date | null;
  decidedLabel: string;
  reason: string;
  territory: TerritoryId | null;
  structure: Suggestion['structure'];
  places: TerritoryId[];
}

/**
 * The proposals an actor may decide, those that wait first. What somebody said is about a person is left out. The
 * e-mail of an author is never read here.
 */
export async function listSuggestions(
  db: Executor,
  actor: Actor,
  scope: SuggestionScope,
  limit = 200
): Promise<Suggestion[]> {
  const rows = await select(db, actor, scope, limit);
  return rows.filter((row) => mayDecide(actor, row)).map(asSuggestion);
}

/** One proposal. @throws NotFound, also for whoever may not decide it: its existence is not told. */
export async function getSuggestion(
  db: Executor,
  actor: Actor,
  id: SuggestionId
): Promise<Suggestion> {
  const [row] = await select(db, actor, { id }, 1);
  if (!row || !mayDecide(actor, row)) throw new NotFound('Cette proposition n’existe pas.');
  return asSuggestion(row);
}

function mayDecide(actor: Actor, { territory, structure, places }: Row): boolean {
  return canDecideSuggestion(actor, { territory, structure: structure?.id ?? null, places });
}

async function select(
  db: Executor,
  actor: Actor,
  scope: SuggestionScope,
  limit: number
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select g.id, g.kind, g.status, g.text, g.content, g.author_name as "authorName",
      (g.author_email <> '' or g.person_id is not null) as thanked, g.created_at as "createdAt",
      g.assigned_to as "assignedTo", g.escalate_at as "escalateAt", g.decided_at as "decidedAt",
      g.decided_label as "decidedLabel", g.reason, g.territory_id as territory,
      case when s.id is null then null
        else json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end as structure,
      coalesce((select json_agg(territory_id) from structure_territory st
        where st.structure_id = s.id), '[]') as places
    from suggestion g
    left join structure s on s.id = g.structure_id
    where ${within(scope, actor)} and ${isShown}
    order by g.status <> 'pending', case when g.status = 'pending' then g.created_at end,
      g.decided_at desc nulls last, g.id
    limit ${limit}`.execute(db);
  return rows;
}

/** In SQL, of a proposal `g`: nobody said that it is about a person; otherwise it is in no list. */
export const isShown = sql<boolean>`not exists (
  select from withholding w where w.content_kind = 'suggestion' and w.content_id = g.id::text
    and w.status in ('withheld', 'removed'))`;

function within(scope: SuggestionScope, actor: Actor) {
  if ('id' in scope) return sql`g.id = ${scope.id}`;
  if ('referentOf' in scope) return sql`g.structure_id = any(${[...scope.referentOf]}::bigint[])`;
  const orphans = runsInstance(actor) ? sql`or g.territory_id is null` : sql``;
  return sql`(g.territory_id = ${scope.territory} ${orphans} or exists (
    select from structure_territory st
    where st.structure_id = g.structure_id and st.territory_id = ${scope.territory}))`;
}

function asSuggestion({ content, places: _, ...row }: Row): Suggestion {
  const isChange = content !== null && 'changes' in content;
  return {
    ...row,
    error: row.kind === 'structure' || isChange ? null : content,
    proposed: row.kind === 'structure' ? content : null,
    changes: isChange ? content.changes : []
  };
}

/** How many proposals wait on a territory, or on the fiches that a person answers for. */
export async function countPendingSuggestions(
  db: Executor,
  actor: Actor,
  scope: SuggestionScope
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from suggestion g
    where g.status = 'pending' and ${within(scope, actor)} and ${isShown}`.execute(db);
  return rows[0]!.count;
}
