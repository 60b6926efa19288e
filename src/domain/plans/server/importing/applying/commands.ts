/** An import that a person has read becomes sheets: all of it, or nothing. */
import { sql } from 'kysely';
import { needsSecondReading, type SecondReading } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { ActionSheetId, AxisId, ObjectiveId, PlanId } from '#shared/ids.ts';
import { fieldsOf } from '../../../comparison/content.ts';
import { actorsInput, sheetInput } from '../../../forms/sheet.ts';
import {
  branchesOf,
  contentToWrite,
  type ImportPart,
  type Ties
} from '../../../importing/deciding.ts';
import type { Numbered, UnderstoodSheet } from '../../../importing/understood.ts';
import type { Plan } from '../../../model.ts';
import { createAxis } from '../../numbering/axes/commands.ts';
import { createObjective } from '../../numbering/objectives/commands.ts';
import { findPlan } from '../../queries.ts';
import { createSheet } from '../../setup/commands.ts';
import { lockWrittenPlan, tracePlan } from '../../setup/rows/commands.ts';
import { findSheet } from '../../sheets/queries.ts';
import { holdLeaning, writeFields } from '../../writing/fields/commands.ts';
import { getSheetImport } from '../queries.ts';

/** What cannot be written of a part, in French. */
export interface PartIssue {
  readonly position: number;
  readonly messages: readonly string[];
}

export interface PartWritten {
  readonly position: number;
  readonly decision: 'create' | 'replace';
  readonly sheet: ActionSheetId;
  readonly number: string;
  readonly slug: string;
}

export type ImportApplied =
  | { readonly ok: true; readonly written: readonly PartWritten[]; readonly skipped: number }
  /** Applied or given up already. */
  | { readonly ok: false; readonly reason: 'closed' }
  /** Parts of which nobody has decided. */
  | { readonly ok: false; readonly reason: 'undecided'; readonly positions: readonly number[] }
  | { readonly ok: false; readonly reason: 'invalid'; readonly parts: readonly PartIssue[] }
  /** By « position.field ». */
  | { readonly ok: false; readonly reason: 'second-reading'; readonly readings: SecondReading };

class Refused extends Error {
  readonly issue: PartIssue;

  constructor(issue: PartIssue) {
    super('refused');
    this.issue = issue;
  }
}

/**
 * Writes the sheets of an import: created, or written over, as was decided of each. All or nothing, and once.
 * @param options.reread - the actor read again what may let somebody be recognised.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export async function applySheetImport(
  db: Executor,
  actor: Actor,
  id: string,
  options: { readonly reread?: boolean } = {}
): Promise<ImportApplied> {
  try {
    return await inTransaction(db, (tx) => applyIn(tx, actor, id, options.reread ?? false));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, reason: 'invalid', parts: [error.issue] };
  }
}

async function applyIn(tx: Tx, actor: Actor, id: string, reread: boolean): Promise<ImportApplied> {
  const { rows } = await sql<{ plan: PlanId }>`
    select plan_id as plan from sheet_import where id::text = ${id} for update`.execute(tx);
  if (rows[0]) await lockWrittenPlan(tx, actor, rows[0].plan);
  // What a sheet leans on may be written again: never asked for with another sheet in hand.
  await holdLeaning(tx);
  // Read once both are held: what the plan holds already is what it holds now.
  const { plan, sheetImport } = await getSheetImport(tx, actor, id);
  if (sheetImport.status !== 'open') return { ok: false, reason: 'closed' };
  const { parts } = sheetImport;
  const undecided = parts
    .filter(({ decision }) => decision === 'ask')
    .map(({ position }) => position);
  if (undecided.length > 0) return { ok: false, reason: 'undecided', positions: undecided };
  const chosen = parts.filter(({ decision }) => decision === 'create' || decision === 'replace');
  const readings = needsSecondReading(textsOf(chosen), reread);
  if (readings) return { ok: false, reason: 'second-reading', readings };
  const change = `import de « ${sheetImport.sourceName} »`;
  const written: PartWritten[] = [];
  let tree: Plan = plan;
  for (const part of chosen) {
    const { one, isTreeChanged } = await writePart(tx, actor, tree, part, change);
    if (isTreeChanged) tree = (await findPlan(tx, { id: plan.id }))!;
    written.push(one);
  }
  await close(tx, id, written);
  await tracePlan(tx, actor, 'plan.import', plan);
  return { ok: true, written, skipped: parts.length - chosen.length };
}

/** All that others will read, by part and field. */
function textsOf(parts: readonly ImportPart[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap(({ position, sheet }) => [
      [`${position}.title`, sheet.title],
      ...Object.entries(sheet.texts).map(([key, items]) => [
        `${position}.${key}`,
        items.join('\n')
      ]),
      [`${position}.remainder`, sheet.remainder]
    ])
  ) as Record<string, string>;
}

async function close(tx: Tx, id: string, written: readonly PartWritten[]): Promise<void> {
  const rows = written.map(({ position, sheet }) => ({ position, sheet }));
  await sql`update sheet_import_part t set sheet_id = r.sheet
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (position integer, sheet bigint)
    where t.import_id = ${id} and t.position = r.position`.execute(tx);
  await tx.updateTable('sheet_import').set({ status: 'applied' }).where('id', '=', id).execute();
}

async function writePart(tx: Tx, actor: Actor, plan: Plan, part: ImportPart, change: string) {
  const { position, sheet, standing } = part;
  if (part.decision === 'replace') {
    if (standing.kind !== 'exists')
      throw new Refused({
        position,
        messages: [
          `la fiche ${sheet.number} n’est plus dans ce plan : elle ne peut pas être remplacée`
        ]
      });
    const { id, number, slug } = standing.sheet;
    await writeOver(tx, actor, { plan, position, id, sheet, change });
    return {
      one: { position, decision: 'replace' as const, sheet: id, number, slug },
      isTreeChanged: false
    };
  }
  const place = await branch(tx, actor, plan, part);
  const { code, title, renewsYearly } = sheet;
  const number = sheet.number === '' ? {} : { number: sheet.number };
  const { axis, objective } = place;
  const input = { plan: plan.id, ...number, code, title, axis, objective, renewsYearly };
  const created = await createSheet(tx, actor, input);
  if (!created.ok)
    throw new Refused({ position, messages: created.issues.map(({ message }) => message) });
  const remainder = told([...place.leftover, sheet.remainder]);
  await writeRest(tx, actor, { position, id: created.id, sheet, change }, { remainder });
  const one = {
    position,
    decision: 'create' as const,
    sheet: created.id,
    number: sheet.number,
    slug: created.slug
  };
  return { one, isTreeChanged: place.isNew };
}

/** Lines put together, each once: what is imported again is not left twice. */
function told(parts: readonly string[]): string {
  const lines = parts.flatMap((part) => part.split('\n')).filter((line) => line.trim() !== '');
  return [...new Set(lines)].join('\n');
}

interface Write {
  readonly position: number;
  readonly id: ActionSheetId;
  readonly sheet: UnderstoodSheet;
  readonly change: string;
  /** Written over: what it is tied to stays, where the text says the same words. */
  readonly before?: Ties;
}

/** Headings that the text has are written over; the others, and who is not named, stay. */
async function writeOver(
  tx: Tx,
  actor: Actor,
  { plan, ...write }: Write & { readonly plan: Plan }
): Promise<void> {
  const { sheet, id } = write;
  const before = (await findSheet(tx, { id }))!;
  const { leftover, axis, objective } = branchesOf(plan.axes, sheet);
  const elsewhere =
    axis === before.axis && objective === before.objective ? [] : moved(sheet, leftover);
  const code = sheet.code === '' || sheet.code === before.code ? [] : [`Action ${sheet.code}`];
  const remainder = told([before.remainder, ...leftover, ...elsewhere, ...code, sheet.remainder]);
  const title = sheet.title === '' ? {} : { title: sheet.title };
  const renewsYearly = sheet.renewsYearly || before.renewsYearly;
  await writeRest(tx, actor, { ...write, before }, { ...title, renewsYearly, remainder });
}

/** Where the text would put a sheet that is elsewhere, unless it is told already. */
function moved({ axis, objective }: UnderstoodSheet, leftover: readonly string[]): string[] {
  const lines = [
    axis && `Axe ${axis.number} : ${axis.title}`,
    objective && `Objectif ${objective.number} : ${objective.title}`
  ];
  return lines.filter((line): line is string => line !== null && !leftover.includes(line));
}

/** All that a text says of a sheet, in one version of it. */
async function writeRest(
  tx: Tx,
  actor: Actor,
  { position, id, sheet, change, before }: Write,
  more: { readonly title?: string; readonly renewsYearly?: boolean; readonly remainder: string }
): Promise<void> {
  const said = { ...more, ...contentToWrite(sheet, before) };
  const wrong = [
    ...(sheetInput.safeParse(said).error?.issues ?? []),
    ...(actorsInput.safeParse(said).error?.issues ?? [])
  ];
  if (wrong.length > 0)
    throw new Refused({ position, messages: wrong.map(({ message }) => message) });
  const asked = { action: 'sheet.import', fields: fieldsOf(said) };
  const outcome = await writeFields(tx, actor, id, asked, { reread: true, change });
  if (outcome.ok) return;
  const issues = outcome.reason === 'invalid' ? outcome.issues : [];
  const messages = issues.map(({ message }) => message);
  throw new Refused({
    position,
    messages: messages.length > 0 ? messages : ['cette fiche n’a pas pu être écrite']
  });
}

/** The axis and the objective of a new sheet, added to the plan when it has them not. */
async function branch(tx: Tx, actor: Actor, plan: Plan, { position, sheet }: ImportPart) {
  const { axis, objective, leftover } = branchesOf(plan.axes, sheet);
  const input = ({ number, title }: Numbered) => ({ number, title, summary: '' });
  const add = async <Id>(adding: Promise<{ ok: true; id: Id } | { ok: false; reason: string }>) => {
    const added = await adding;
    if (!added.ok)
      throw new Refused({
        position,
        messages: ['son axe ou son objectif n’a pas pu être ajouté au plan']
      });
    return added.id;
  };
  const axisId: AxisId | null =
    axis === 'new'
      ? await add(createAxis(tx, actor, { plan: plan.id, input: input(sheet.axis!), reread: true }))
      : axis;
  const objectiveId: ObjectiveId | null =
    objective === 'new'
      ? await add(
          createObjective(
            tx,
            actor,
            { plan: plan.id, axis: axisId! },
            { input: input(sheet.objective!), reread: true }
          )
        )
      : objective;
  const isNew = axis === 'new' || objective === 'new';
  return { axis: axisId, objective: objectiveId, leftover, isNew };
}
