import { sql } from 'kysely';
import type { FoundContent, StoredText } from '#domain/confidentiality/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { DomainError } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import type { Plan } from '../../model.ts';
import { nameSheet, type ActionSheet } from '../../sheet.ts';
import { findPlan } from '../queries.ts';
import { findSheet, getSheet } from '../sheets/queries.ts';

/** What withholdings call an action sheet; its content is numbered as it is. */
export const SHEET_CONTENT = 'action-sheet';

/**
 * A sheet as a withholding names it.
 * @param key - its identifier.
 * @returns null when there is none that the actor may read.
 */
export async function findSheetContent(
  db: Executor,
  actor: Actor,
  key: string
): Promise<FoundContent | null> {
  const id = idOf(key);
  const sheet = id === null ? null : await getSheet(db, actor, { id }).catch(nothing);
  const plan = sheet && (await findPlan(db, { id: sheet.place.plan.id }));
  if (!sheet || !plan) return null;
  const { place } = sheet;
  return {
    ...{ kind: SHEET_CONTENT, id: String(sheet.id), territory: place.plan.territory },
    label: `${plan.shortTitle}, ${nameSheet(plan.sheetWord, sheet)}`,
    page: pageOf(plan, sheet)
  };
}

/** Where a sheet is read. */
export function pageOf(plan: Pick<Plan, 'slug'>, sheet: Pick<ActionSheet, 'slug'>): string {
  return `/plans/${plan.slug}/fiches/${sheet.slug}`;
}

/** The texts of a sheet as they are stored, hidden or not: only for who decides, once checked. */
export async function listHiddenSheetTexts(db: Executor, key: string): Promise<StoredText[]> {
  const id = idOf(key);
  const sheet = id === null ? null : await findSheet(db, { id });
  const plan = sheet && (await findPlan(db, { id: sheet.place.plan.id }));
  if (!sheet || !plan) return [];
  const labels = new Map(plan.headings.map(({ key: heading, label }) => [heading, label]));
  return [
    ...Object.entries(sheet.texts).map(([heading, items]) => ({
      label: labels.get(heading) ?? 'Rubrique',
      text: items.join('\n')
    })),
    { label: 'Texte importé à placer', text: sheet.remainder },
    ...(await listIndicatorTexts(db, sheet.id))
  ].filter(({ text }) => text !== '');
}

/** What is written of its figures, those that were taken off included: all that erasing erases. */
async function listIndicatorTexts(db: Executor, sheet: ActionSheetId): Promise<StoredText[]> {
  const { rows } = await sql<WrittenTexts>`
    select i.label, i.definition, i.source,
      coalesce((select json_agg(json_build_object('year', v.year, 'comment', v.comment, 'source', v.source) order by v.year)
        from indicator_value v where v.indicator_id = i.id and v.origin = 'manual'), '[]') as values
    from indicator i where i.sheet_id = ${sheet} order by i.position, i.id`.execute(db);
  return rows.flatMap(({ label, definition, source, values }, at) => {
    const name = `Indicateur ${at + 1} (${label})`;
    return [
      { label: `${name}, définition`, text: definition },
      { label: `${name}, source`, text: source },
      ...values.flatMap((one) => [
        { label: `${name}, commentaire de ${one.year}`, text: one.comment },
        { label: `${name}, source de ${one.year}`, text: one.source }
      ])
    ];
  });
}

interface WrittenTexts {
  readonly label: string;
  readonly definition: string;
  readonly source: string;
  readonly values: readonly { year: number; comment: string; source: string }[];
}

function idOf(key: string): ActionSheetId | null {
  const id = Number(key);
  return Number.isSafeInteger(id) && id > 0 ? (id as ActionSheetId) : null;
}

/** What one may not read does not exist. */
export function nothing(error: unknown): null {
  if (error instanceof DomainError) return null;
  throw error;
}
