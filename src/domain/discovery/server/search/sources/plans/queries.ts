import { sql } from 'kysely';
import { PLAN_KIND_LABELS, type PlanKind, type SheetWord } from '#domain/plans/model.ts';
import { nameSheet, type SheetTexts } from '#domain/plans/sheet.ts';
import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { Layer } from '../../../../search.ts';
import type { Entry } from '../../../../search.ts';

interface PlanRow {
  readonly id: number;
  readonly kind: PlanKind;
  readonly territory: TerritoryId;
  readonly layer: Layer;
  readonly at: Date;
  readonly title: string;
  readonly shortTitle: string;
  readonly summary: string;
  readonly rest: readonly string[];
}

/** Plans, drafts too: who leads them finds them. */
export async function readPlans(db: Executor, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<PlanRow>`
    select p.id, p.kind, p.territory_id as territory, p.updated_at as at, p.title, p.short_title as "shortTitle", p.summary,
      case when p.status <> 'draft' and p.visibility = 'public' then 'public' else 'members' end as layer,
      array(select a.title || ' ' || a.summary from plan_axis a where a.plan_id = p.id)
        || array(select o.title || ' ' || o.summary from plan_objective o where o.plan_id = p.id) as rest
    from plan p where p.id = any(${ids}::bigint[])`.execute(db);
  return rows.map(({ id, kind, territory, layer, at, title, shortTitle, summary, rest }) => ({
    ...({ source: 'plan', kind: 'plan', id, territory, layer, at } as const),
    texts: { title, nature: ['Plan', PLAN_KIND_LABELS[kind], shortTitle], summary: [summary], rest }
  }));
}

interface SheetRow {
  readonly id: number;
  readonly territory: TerritoryId;
  readonly layer: Layer;
  readonly at: Date;
  readonly title: string;
  readonly number: string;
  readonly code: string;
  readonly sheetWord: SheetWord;
  readonly planTitle: string;
  readonly actors: readonly string[];
  readonly themes: readonly string[];
  readonly texts: SheetTexts;
}

/** Action sheets; of one whose texts are hidden, its title and who acts. What was not placed is not searched. */
export async function readSheets(db: Executor, ids: readonly number[]): Promise<Entry[]> {
  const { rows } = await sql<SheetRow>`
    select f.id, p.territory_id as territory, f.updated_at as at, f.title, f.number, f.code, p.sheet_word as "sheetWord",
      p.short_title as "planTitle",
      case when p.status <> 'draft' and p.visibility = 'public' and f.visibility = 'plan'
        then 'public' else 'members' end as layer,
      array(select concat_ws(' ', x.label, s.name, s.acronym) from action_sheet_actor x
        left join structure s on s.id = x.structure_id where x.sheet_id = f.id) as actors,
      array(select unnest(m.name || m.synonyms) from action_sheet_theme x join theme m on m.code = x.theme
        where x.sheet_id = f.id) as themes,
      case when exists (select from withholding w where w.content_kind = 'action-sheet'
        and w.content_id = f.id::text and w.status = 'withheld') then '{}'
        else f.texts - array(select h.key from plan_heading h where h.plan_id = p.id and h.hidden) end as texts
    from action_sheet f join plan p on p.id = f.plan_id
    where f.id = any(${ids}::bigint[]) and f.removed_at is null`.execute(db);
  return rows.map((row) => ({
    ...({ source: 'sheet', kind: 'sheet', id: row.id, territory: row.territory } as const),
    ...{ layer: row.layer, at: row.at },
    texts: {
      title: row.title,
      nature: ['Fiche action', nameSheet(row.sheetWord, row), row.planTitle],
      summary: [...row.actors, ...row.themes],
      rest: Object.values(row.texts).flat()
    }
  }));
}
