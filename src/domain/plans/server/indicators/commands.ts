/** Defines indicators: what is counted, what is aimed at, what it is computed from. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { ActionSheetId, IndicatorId, PlanId } from '#shared/ids.ts';
import {
  asMeasured,
  findBroken,
  isSameDefinition,
  type IndicatorDraft
} from '../../figures/definition.ts';
import { findMeasure } from '../../figures/measures.ts';
import { indicatorInput, unitOf, type IndicatorInput } from '../../forms/indicator.ts';
import type { Indicator } from '../../indicators.ts';
import { findFollowable } from './choices/queries.ts';
import { endIndicatorChange, holdPlace, type HeldPlace } from './holding/commands.ts';
import { findWritten, listWritten, type WrittenIndicator } from './rows/queries.ts';

/**
 * `conflict`: somebody wrote it meanwhile. `removed`: somebody took it off. `refused`: a field breaks a rule, said beside
 * it (`targets.2027`, `unit`…).
 */
export type IndicatorSaved =
  | { readonly ok: true; readonly id: IndicatorId }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: Indicator }
  | { readonly ok: false; readonly reason: 'removed'; readonly version: number }
  | { readonly ok: false; readonly reason: 'refused'; readonly issues: readonly Issue[] }
  | SecondReadingRefusal;

export interface IndicatorChange {
  readonly plan: PlanId;
  /** Null: of the plan as a whole, for who leads it. */
  readonly sheet: ActionSheetId | null;
  /** Absent: a new one, at the end. */
  readonly id?: IndicatorId;
  /** As it was read; of no matter for a new one. */
  readonly version?: number;
  readonly input: IndicatorDraft;
  readonly reread?: boolean;
}

/**
 * Defines an indicator, or changes its definition and targets. Sent twice, it is written once.
 * @throws NotFound, Forbidden unless the actor writes the sheet, or leads the plan.
 */
export function saveIndicator(
  executor: Executor,
  actor: Actor,
  { plan, sheet, id, version, input, reread = false }: IndicatorChange
): Promise<IndicatorSaved> {
  return inTransaction(executor, async (tx) => {
    const place = await holdPlace(tx, actor, { plan, sheet });
    const read = indicatorInput.safeParse(asMeasured(input));
    if (!read.success) return refused(issuesOf(read.error.issues));
    const wanted = { ...read.data, unit: unitOf(read.data) };
    const { label, definition, source, unit } = wanted;
    const unread = refuseUnread({ label, definition, source, unit }, reread);
    if (unread) return unread;
    const all = await listWritten(tx, { plan, sheet: sheet ?? undefined });
    const fellows = all.filter((one) => one.sheet === sheet);
    const theirs = fellows.find((one) => one.id === id) ?? null;
    if (id !== undefined && !theirs) return takenOff(tx, place, id);
    const same = fellows.find(
      (one) => (id === undefined || one.id === id) && isSameDefinition(one, wanted)
    );
    if (same) return { ok: true, id: same.id };
    if (theirs && theirs.version !== version) return { ok: false, reason: 'conflict', theirs };
    const issues = [
      ...findBroken({ wanted, theirs, fellows, closedYears: place.closedYears }),
      ...(await bindingBroken(tx, actor, place, theirs, wanted))
    ];
    if (issues.length > 0) return refused(issues);
    const saved = theirs ? await replace(tx, theirs.id, wanted) : await add(tx, place, wanted);
    await writeTargets(tx, saved, wanted);
    await endIndicatorChange(tx, actor, place, { action: 'indicator.save', id: saved, label });
    return { ok: true, id: saved };
  });
}

function refused(issues: readonly Issue[]): IndicatorSaved {
  return { ok: false, reason: 'refused', issues };
}

function issuesOf(issues: readonly { path: PropertyKey[]; message: string }[]): Issue[] {
  return issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}

/** Somebody took it off. @returns the version it will have once it is put back. */
async function takenOff(tx: Tx, place: HeldPlace, id: IndicatorId): Promise<IndicatorSaved> {
  const gone = await findWritten(tx, id);
  if (gone?.plan !== place.plan || gone.sheet !== (place.sheet?.id ?? null))
    throw new NotFound('Cet indicateur n’existe pas.');
  return { ok: false, reason: 'removed', version: gone.version + 1 };
}

async function bindingBroken(
  tx: Tx,
  actor: Actor,
  { place }: HeldPlace,
  theirs: WrittenIndicator | null,
  { binding }: IndicatorInput
): Promise<Issue[]> {
  if (!binding) return [];
  if (!findMeasure(binding.source, binding.measure))
    return [{ path: 'binding', message: 'cette mesure n’existe pas' }];
  if (binding.source !== 'edition' && binding.source !== 'effect') return [];
  if ((binding.series === null) === (binding.event === null))
    return [{ path: 'binding', message: 'choisissez une série, ou une rencontre' }];
  const kept = theirs?.binding;
  if (
    kept &&
    (kept.series?.id ?? null) === binding.series &&
    (kept.event?.id ?? null) === binding.event
  )
    return [];
  const found = await findFollowable(tx, actor, place.territory, binding);
  return found
    ? []
    : [{ path: 'binding', message: 'cette rencontre n’est pas de ce réseau, ni publique' }];
}

function columnsOf({ baseline, binding, ...input }: IndicatorInput) {
  return {
    ...{ label: input.label, definition: input.definition, purpose: input.purpose },
    ...{ kind: input.kind, unit: input.unit, direction: input.direction, source: input.source },
    ...{ scale_max: input.scaleMax, baseline: baseline?.value ?? null },
    ...{ baseline_year: baseline?.year ?? null, binding_source: binding?.source ?? null },
    ...{ binding_measure: binding?.measure ?? null, binding_series_id: binding?.series ?? null },
    ...{ binding_event_id: binding?.event ?? null, binding_combine: binding?.combine ?? 'last' }
  };
}

async function add(
  tx: Tx,
  { plan, sheet }: HeldPlace,
  wanted: IndicatorInput
): Promise<IndicatorId> {
  const { id } = await tx
    .insertInto('indicator')
    .values({
      ...{ ...columnsOf(wanted), plan_id: plan, sheet_id: sheet?.id ?? null },
      position: sql<number>`(select coalesce(max(position), 0) + 1 from indicator where plan_id = ${plan})`
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as IndicatorId;
}

async function replace(tx: Tx, id: IndicatorId, wanted: IndicatorInput): Promise<IndicatorId> {
  await tx
    .updateTable('indicator')
    .set({ ...columnsOf(wanted), version: sql`version + 1` })
    .where('id', '=', id)
    .execute();
  return id;
}

async function writeTargets(tx: Tx, id: IndicatorId, { targets }: IndicatorInput): Promise<void> {
  await tx.deleteFrom('indicator_target').where('indicator_id', '=', id).execute();
  if (targets.length === 0) return;
  await tx
    .insertInto('indicator_target')
    .values(targets.map(({ year, value }) => ({ indicator_id: id, year, value })))
    .execute();
}
