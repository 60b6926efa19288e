/** How any part of a sheet is written: held, merged with what others wrote meanwhile, checked, kept as a version. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId } from '#shared/ids.ts';
import {
  contentFrom,
  contentOf,
  fieldsOf,
  headingOfPath,
  type Fields,
  type SheetContent
} from '../../../comparison/content.ts';
import { tellChange } from '../../../comparison/labels.ts';
import { mergeFields, type FieldConflict, type MergedFields } from '../../../comparison/merging.ts';
import type { Plan } from '../../../model.ts';
import type { ActionSheet } from '../../../sheet.ts';
import { endChange, holdSheet } from '../../holding/commands.ts';
import { findPlan } from '../../queries.ts';
import { findChangeSince, findVersion } from '../../versions/queries.ts';
import { writeRows } from '../rows/commands.ts';
import { findClosedLoop, listTargetIssues, type LoopLink } from '../targets/queries.ts';

/** Somebody wrote the same fields meanwhile: both are there, nothing is written. */
export interface SheetConflict {
  readonly ok: false;
  readonly reason: 'conflict';
  /** What the sheet says now: what is chosen is chosen against this version. */
  readonly sheet: ActionSheet;
  readonly version: number;
  readonly conflicts: readonly FieldConflict[];
  /** What would have been written besides. */
  readonly written: Fields;
  /** Who wrote last; '' when nobody knows. */
  readonly by: string;
  readonly at: Date | null;
}

export type SheetWritten =
  | { readonly ok: true; readonly version: number; readonly isChanged: boolean }
  /** By path: « title », « texts.stakes », « pilots.2 », « links.0.url ». */
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  /** It would lean on itself: the circle, from itself to itself. */
  | { readonly ok: false; readonly reason: 'loop'; readonly chain: readonly LoopLink[] }
  | SecondReadingRefusal
  | SheetConflict;

export interface WriteOptions {
  /** The version that was read before it was changed. Without it, the last to write wins. */
  readonly version?: number | undefined;
  /** The author read again what may let somebody be recognised. */
  readonly reread?: boolean;
  /** For the history, instead of the names of what changed: « version 4 reprise ». */
  readonly change?: string;
}

/** Any number, the same everywhere: of two sheets that would lean on each other at once, the second is refused. */
const LEANING_LOCK = 4_300_007;

/**
 * Lets nobody else say what sheets lean on until the transaction ends. Whoever holds several sheets, or one before she
 * knows what it leans on, takes it first: it is never waited for with a sheet in hand.
 */
export async function holdLeaning(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LEANING_LOCK})`.execute(tx);
}

/**
 * Writes fields of a sheet, in the transaction of the caller.
 * @param action - for the trace: « sheet.write ».
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export async function writeFields(
  tx: Tx,
  actor: Actor,
  id: ActionSheetId,
  asked: { readonly action: string; readonly fields: Fields },
  options: WriteOptions
): Promise<SheetWritten> {
  const targets = targetsOf(contentFrom(asked.fields));
  if (targets.length > 0) await holdLeaning(tx);
  const sheet = await holdSheet(tx, actor, id);
  const plan = (await findPlan(tx, { id: sheet.place.plan.id }))!;
  const known = contentOf(sheet);
  const { written, conflicts } = await merge(tx, sheet, known, asked.fields, options.version);
  const next = contentFrom(written);
  const issues = [
    ...listWrong(plan, known, next),
    ...(await listTargetIssues(tx, { actor, territory: plan.place.territory, known }, next))
  ];
  if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
  if (conflicts.length > 0) return conflictOf(tx, sheet, { conflicts, written }, options.version);
  if (written.size === 0) return { ok: true, version: sheet.version, isChanged: false };
  const chain = next.resources && (await findClosedLoop(tx, actor, id, targetsOf(next)));
  if (chain) return { ok: false, reason: 'loop', chain };
  const unread = refuseUnread(newTexts(known, written), options.reread ?? false);
  if (unread) return unread;
  await writeRows(tx, id, written, known.texts);
  const paths = [...written.keys()];
  const change = options.change ?? tellChange(paths, plan.headings);
  const version = await endChange(tx, actor, sheet, {
    ...{ action: asked.action, change, detail: { fields: paths } }
  });
  return { ok: true, version, isChanged: true };
}

async function merge(
  tx: Tx,
  sheet: ActionSheet,
  known: SheetContent,
  mine: Fields,
  version: number | undefined
) {
  const theirs = fieldsOf(known);
  if (version === undefined || version === sheet.version) return mergeFields(theirs, mine, theirs);
  const read = await findVersion(tx, sheet.id, version);
  return mergeFields(read && fieldsOf(contentOf(read.document)), mine, theirs);
}

async function conflictOf(
  tx: Tx,
  sheet: ActionSheet,
  merged: MergedFields,
  version: number | undefined
): Promise<SheetConflict> {
  const last = await findChangeSince(tx, sheet.id, version ?? 0);
  const { by = null, at = null } = last ?? {};
  return {
    ...{ ok: false, reason: 'conflict', sheet, version: sheet.version },
    ...merged,
    ...{ by: by?.name ?? '', at }
  };
}

function targetsOf({ resources = [] }: Partial<SheetContent>): ActionSheetId[] {
  return resources.flatMap(({ targetSheet }) => targetSheet ?? []);
}

/** What only the whole of the sheet, or its plan, can tell. */
function listWrong(plan: Plan, known: SheetContent, next: Partial<SheetContent>): Issue[] {
  const { startsOn, endsOn } = { ...known, ...next };
  const isBackwards = startsOn !== null && endsOn !== null && startsOn > endsOn;
  const written = plan.headings.filter(({ kind }) => kind !== 'rows').map(({ key }) => key);
  return [
    ...(isBackwards ? [{ path: 'endsOn', message: 'la fin doit venir après le début' }] : []),
    ...Object.entries(next.texts ?? {})
      .filter(([key, items]) => items.length > 0 && !written.includes(key))
      .map(([key]) => ({ path: `texts.${key}`, message: 'cette rubrique n’est pas dans ce plan' }))
  ];
}

/** Only what is written now is read again: the rest was, when it was. */
function newTexts(known: SheetContent, written: Fields): Record<string, string> {
  const before = new Set([
    ...[known.title, known.remainder, ...Object.values(known.texts).flat()],
    ...known.resources.flatMap(({ part, action }) => [part, action])
  ]);
  const fresh = (texts: readonly string[]) => texts.filter((text) => !before.has(text)).join('\n');
  return Object.fromEntries(
    [...written].flatMap(([path, value]) => {
      if (path === 'title' || path === 'remainder') return [[path, fresh([value as string])]];
      if (headingOfPath(path) !== null) return [[path, fresh(value as string[])]];
      if (path !== 'resources') return [];
      const resources = value as SheetContent['resources'];
      return [[path, fresh(resources.flatMap(({ part, action }) => [part, action]))]];
    })
  );
}
