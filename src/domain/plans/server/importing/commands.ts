/** A text is given to be understood, corrected by a person, or given up. Nothing is written to the plan here. */
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { PlanId, SheetImportId } from '#shared/ids.ts';
import { importPartInput, type ImportPartInput } from '../../forms/importing.ts';
import { readActors } from '../../importing/actors.ts';
import {
  choicesOf,
  proposedDecision,
  standingsOf,
  type Decision,
  type ImportPart
} from '../../importing/deciding.ts';
import { LONGEST_TEXT, MOST_PARTS } from '../../importing/limits.ts';
import { splitSheets } from '../../importing/parts.ts';
import { readSheet, type Knowledge } from '../../importing/reading.ts';
import { planCode } from '../../importing/resources.ts';
import type { UnderstoodSheet } from '../../importing/understood.ts';
import type { Plan } from '../../model.ts';
import { listNumbers } from '../numbering/queries.ts';
import { getLedPlan } from '../queries.ts';
import { lockWrittenPlan } from '../setup/rows/commands.ts';
import { loadKnowledge } from './knowledge/queries.ts';
import { getSheetImport } from './queries.ts';

export type ImportBegun =
  | { readonly ok: true; readonly id: SheetImportId; readonly sheets: number }
  /** Why there is nothing to import, in French. */
  | { readonly ok: false; readonly message: string };

const NO_SHEET =
  'Aucune fiche n’a été reconnue dans ce texte : ni « Fiche 12 », ni deux rubriques (Enjeux, Actions, Pilotes…).';

/**
 * Understands a text as sheets of a plan, and keeps what was understood until a person says yes.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not closed.
 */
export async function beginSheetImport(
  db: Executor,
  actor: Actor,
  asked: { readonly plan: PlanId; readonly sourceName: string; readonly text: string }
): Promise<ImportBegun> {
  const plan = await getLedPlan(db, actor, { id: asked.plan });
  const read = await understand(await loadKnowledge(db, plan), asked.text);
  if (!read.ok) return read;
  const { parts } = read;
  return inTransaction(db, async (tx) => {
    await lockWrittenPlan(tx, actor, plan.id);
    const { id } = await tx
      .insertInto('sheet_import')
      .values({
        plan_id: plan.id,
        created_by: actor.kind === 'person' ? actor.id : null,
        source_name: asked.sourceName.slice(0, 200) || 'texte collé'
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await insertParts(tx, plan, id, parts);
    const sheets = parts.filter(({ kind }) => kind === 'sheet').length;
    return { ok: true, id: id as SheetImportId, sheets };
  });
}

type Understood = Pick<ImportPart, 'position' | 'kind' | 'source' | 'sheet'>;

/** Sheet after sheet, giving way to other requests between two. */
async function understand(
  knowledge: Knowledge,
  text: string
): Promise<{ ok: true; parts: Understood[] } | { ok: false; message: string }> {
  if (text.length > LONGEST_TEXT)
    return { ok: false, message: 'Ce texte est trop long : coupez-le en plusieurs.' };
  const pieces = splitSheets(text, knowledge.headings);
  if (pieces.every(({ kind }) => kind === 'other')) return { ok: false, message: NO_SHEET };
  if (pieces.length > MOST_PARTS)
    return {
      ok: false,
      message: `Ce texte compte ${pieces.length} fiches ; ${MOST_PARTS} au plus à la fois. Coupez-le en plusieurs.`
    };
  const parts: Understood[] = [];
  for (const [at, { kind, text: source }] of pieces.entries()) {
    parts.push({ position: at + 1, kind, source, sheet: readSheet(source, knowledge) });
    await setImmediate();
  }
  return { ok: true, parts };
}

async function insertParts(tx: Tx, plan: Plan, id: string, parts: readonly Understood[]) {
  const standings = standingsOf(parts, await listNumbers(tx, plan.id));
  const rows = parts.map(({ position, kind, source, sheet }, at) => ({
    ...{ position, source, decision: proposedDecision(standings[at]!) },
    document: { kind, sheet }
  }));
  await sql`insert into sheet_import_part (import_id, position, source, document, decision)
    select ${id}, position, source, document, decision
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (position integer, source text, document jsonb, decision text)`.execute(tx);
}

export type PartSaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  /** Somebody corrected it meanwhile, or it has been imported. */
  | { readonly ok: false; readonly reason: 'changed' };

/**
 * Keeps what a person corrected of a part, and what she decided of it.
 * @param which.version - as it was read. @throws NotFound, Forbidden
 */
export async function correctPart(
  db: Executor,
  actor: Actor,
  which: { readonly id: string; readonly position: number; readonly version: number },
  typed: unknown
): Promise<PartSaved> {
  const { plan, sheetImport } = await getSheetImport(db, actor, which.id);
  const part = sheetImport.parts.find(({ position }) => position === which.position);
  if (!part) throw new NotFound('Cette partie n’existe pas dans cet import.');
  const parsed = importPartInput.safeParse(typed);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.'),
      message
    }));
    return { ok: false, reason: 'invalid', issues };
  }
  const sheet = corrected(part.sheet, parsed.data, await loadKnowledge(db, plan));
  const { decision } = parsed.data;
  return inTransaction(db, (tx) => savePart(tx, which, { kind: part.kind, sheet }, decision));
}

/** Waits for who applies the import; she waits for what is being corrected. */
async function holdCorrected(tx: Tx, id: string): Promise<void> {
  await sql`select from sheet_import where id::text = ${id} for share`.execute(tx);
}

async function savePart(
  tx: Tx,
  { id, position, version }: { id: string; position: number; version: number },
  document: { readonly kind: ImportPart['kind']; readonly sheet: UnderstoodSheet },
  decision: Decision
): Promise<PartSaved> {
  await holdCorrected(tx, id);
  const { rows } = await sql`
    update sheet_import_part t set document = ${JSON.stringify(document)}::jsonb, decision = ${decision},
      version = t.version + 1
    from sheet_import m
    where m.id = t.import_id and m.status = 'open' and t.import_id = ${id} and t.position = ${position}
      and t.version = ${version}
    returning t.position`.execute(tx);
  return rows.length === 1 ? { ok: true } : { ok: false, reason: 'changed' };
}

/** A structure stays the one that was recognised while its name is not changed. */
function corrected(
  before: UnderstoodSheet,
  input: ImportPartInput,
  knowledge: Knowledge
): UnderstoodSheet {
  const { decision: _decision, axis, objective, texts, ...rest } = input;
  const named = (labels: readonly { readonly label: string }[]) =>
    labels.map(({ label }) => ({
      label,
      structure: readActors([label], knowledge.structures)[0]?.structure ?? null
    }));
  const isSaid = (branch: typeof axis) => branch.number !== '' || branch.title !== '';
  return {
    ...before,
    ...rest,
    axis: isSaid(axis) ? axis : null,
    objective: isSaid(objective) ? objective : null,
    texts: Object.fromEntries(Object.entries(texts).filter(([, items]) => items.length > 0)),
    pilots: named(rest.pilots),
    partners: named(rest.partners),
    resources: rest.resources.map((resource) => ({
      ...resource,
      acronym: planCode(resource.planLabel, knowledge.plans)
    }))
  };
}

/**
 * Decides alike of all the parts that nobody has decided of: sheets that exist already, sheets told twice.
 * @returns how many. @throws NotFound, Forbidden
 */
export function decideRest(
  db: Executor,
  actor: Actor,
  id: string,
  decision: 'replace' | 'skip'
): Promise<number> {
  return inTransaction(db, async (tx) => {
    await holdCorrected(tx, id);
    const { sheetImport } = await getSheetImport(tx, actor, id);
    const waiting = sheetImport.parts
      .filter((part) => part.decision === 'ask' && choicesOf(part.standing).includes(decision))
      .map(({ position }) => position);
    const { rows } = await sql`
      update sheet_import_part t set decision = ${decision}, version = t.version + 1
      from sheet_import m where m.id = t.import_id and m.status = 'open' and t.import_id = ${id}
        and t.decision = 'ask' and t.position = any(${waiting}) returning t.position`.execute(tx);
    return rows.length;
  });
}

/** Gives an import up: what was understood is forgotten; the plan was never touched. @throws NotFound, Forbidden */
export async function dropSheetImport(db: Executor, actor: Actor, id: string): Promise<void> {
  const { sheetImport } = await getSheetImport(db, actor, id);
  await db
    .deleteFrom('sheet_import')
    .where('id', '=', sheetImport.id)
    .where('status', '=', 'open')
    .execute();
}
