/** What pays for a sheet: written whole, like a small table. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId, PlanId } from '#shared/ids.ts';
import type { FundingLineInput } from '../../forms/funding.ts';
import { closedYearsTouched, inOrder, isSameFunding } from '../../funding.ts';
import type { NamedStructure } from '../../model.ts';
import type { FundingLine } from '../../sheet.ts';
import { endChange, holdSheet } from '../holding/commands.ts';

/**
 * stale: somebody wrote other lines since `version`; theirs are given, to choose. closed-year: what closed years say of
 * money moves no more.
 */
export type FundingSaved =
  | { readonly ok: true; readonly version: number }
  | {
      readonly ok: false;
      readonly reason: 'stale';
      readonly version: number;
      readonly theirs: readonly FundingLine[];
    }
  | { readonly ok: false; readonly reason: 'closed-year'; readonly years: readonly number[] }
  | SecondReadingRefusal;

export interface FundingChange {
  /** Of the sheet, as its lines were read. What others wrote of the rest of the sheet since is no conflict. */
  readonly version: number;
  /** All of them, in their order. */
  readonly lines: readonly FundingLineInput[];
  readonly reread?: boolean;
}

/** Writes the funding of a sheet, whole. @throws NotFound, Forbidden unless the actor writes the sheet. */
export function setFunding(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  { version, lines, reread = false }: FundingChange
): Promise<FundingSaved> {
  return inTransaction(executor, async (tx) => {
    const sheet = await holdSheet(tx, actor, id);
    const wanted = inOrder(await recognise(tx, lines, sheet.funding));
    if (isSameFunding(sheet.funding, wanted)) return { ok: true, version: sheet.version };
    if (await isStale(tx, sheet, version))
      return { ok: false, reason: 'stale', version: sheet.version, theirs: sheet.funding };
    const closed = await closedYears(tx, sheet.place.plan.id);
    const years = closedYearsTouched(sheet.funding, wanted, closed);
    if (years.length > 0) return { ok: false, reason: 'closed-year', years };
    const unread = refuseUnread(textsOf(wanted), reread);
    if (unread) return unread;
    await tx.deleteFrom('action_sheet_funding').where('sheet_id', '=', id).execute();
    await insertFunding(tx, id, wanted);
    const did = { action: 'sheet.funding', change: 'financement' };
    return { ok: true, version: await endChange(tx, actor, sheet, did) };
  });
}

/** Writes lines after those that are there: for commands that hold the sheet. */
export async function insertFunding(
  tx: Tx,
  sheet: ActionSheetId,
  lines: readonly FundingLine[]
): Promise<void> {
  if (lines.length === 0) return;
  const { rows } = await sql<{ last: number }>`select coalesce(max(position), -1) as last
    from action_sheet_funding where sheet_id = ${sheet}`.execute(tx);
  await tx
    .insertInto('action_sheet_funding')
    .values(
      lines.map(({ structure, renewsYearly, ...line }, at) => ({
        ...{ ...line, sheet_id: sheet, position: rows[0]!.last + 1 + at },
        ...{ structure_id: structure?.id ?? null, renews_yearly: renewsYearly }
      }))
    )
    .execute();
}

/** Whether the lines are no longer those of that version of the sheet. */
async function isStale(
  tx: Tx,
  sheet: {
    readonly id: ActionSheetId;
    readonly version: number;
    readonly funding: readonly FundingLine[];
  },
  version: number
): Promise<boolean> {
  if (sheet.version === version) return false;
  const { rows } = await sql<{ funding: FundingLine[] }>`
    select document -> 'funding' as funding from action_sheet_version
    where sheet_id = ${sheet.id} and version = ${version}`.execute(tx);
  return !rows[0] || !isSameFunding(rows[0].funding, sheet.funding);
}

async function closedYears(tx: Tx, plan: PlanId): Promise<number[]> {
  const rows = await tx
    .selectFrom('plan_year')
    .select('year')
    .where('plan_id', '=', plan)
    .execute();
  return rows.map(({ year }) => year);
}

/**
 * Each funder as it is written, and which structure that is: the one chosen, or the only one of that very name. A line that
 * was there tied to none stays so until one is chosen: the directory may have grown since its year was closed.
 */
async function recognise(
  tx: Tx,
  lines: readonly FundingLineInput[],
  before: readonly FundingLine[]
): Promise<FundingLine[]> {
  const slugs = lines.map(({ structure }) => structure);
  const names = lines.map(({ funder }) => funder.toLowerCase());
  const { rows } = await sql<NamedStructure>`select id, slug, name from structure
    where slug = any(${slugs}) or lower(name) = any(${names})`.execute(tx);
  return lines.map(({ structure, ...line }) => {
    const untied = { ...line, structure: null };
    if (structure === '' && before.some((one) => isSameFunding([one], [untied]))) return untied;
    const named = rows.filter(({ name }) => name.toLowerCase() === line.funder.toLowerCase());
    const chosen = rows.find(({ slug }) => slug === structure);
    return { ...line, structure: chosen ?? (named.length === 1 ? named[0]! : null) };
  });
}

function textsOf(lines: readonly FundingLine[]): Record<string, string> {
  return Object.fromEntries(
    lines.map(({ funder, note }, at) => [`note-${at}`, note && `${funder}. ${note}`])
  );
}
