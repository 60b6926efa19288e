/** Writes by hand what an indicator is worth in a year. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { yearOf } from '#shared/dates.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { IndicatorId } from '#shared/ids.ts';
import { valueInput, valueIssue, type ValueInput } from '../../../forms/indicator.ts';
import { endIndicatorChange, holdPlace } from '../holding/commands.ts';
import { findWritten, type WrittenIndicator, type WrittenValue } from '../rows/queries.ts';

/** `conflict`: somebody wrote this year meanwhile; null when it was taken off. `frozen`: the year is closed. */
export type ValueSaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'conflict'; readonly theirs: WrittenValue | null }
  | { readonly ok: false; readonly reason: 'frozen' }
  | { readonly ok: false; readonly reason: 'refused'; readonly issues: readonly Issue[] }
  | SecondReadingRefusal;

export interface ValueChange extends Partial<Omit<ValueInput, 'year' | 'value'>> {
  readonly indicator: IndicatorId;
  readonly year: number;
  /** As `INDICATOR_KINDS` says; null takes off what was written by hand. */
  readonly value: number | null;
  /** As it was read, 0 when nothing was; absent: written over whatever there is (a file, the demonstration). */
  readonly version?: number;
  /** A civil day: a year to come has no value yet. */
  readonly today: string;
  readonly reread?: boolean;
}

/**
 * Writes the value of a year with who says so, or takes it off. Sent twice, it is written once.
 * @throws NotFound when there is no such indicator. @throws Forbidden unless the actor writes the sheet, or leads the plan.
 */
export function setValue(
  executor: Executor,
  actor: Actor,
  { indicator: id, version, today, reread = false, ...typed }: ValueChange
): Promise<ValueSaved> {
  return inTransaction(executor, async (tx) => {
    const known = await findWritten(tx, id);
    if (!known || known.removed) throw new NotFound('Cet indicateur n’existe plus.');
    const place = await holdPlace(tx, actor, known);
    const found = (await findWritten(tx, id)) ?? known;
    const read = valueInput.safeParse(typed);
    if (!read.success)
      return refused(read.error.issues.map((one) => [String(one.path[0]), one.message]));
    const wanted = read.data;
    if (place.closedYears.includes(wanted.year)) return { ok: false, reason: 'frozen' };
    const issue = findIssue(found, wanted, today);
    if (issue) return refused([issue]);
    const unread = refuseUnread({ comment: wanted.comment, source: wanted.source }, reread);
    if (unread) return unread;
    const theirs = found.written.find((one) => one.year === wanted.year && one.origin === 'manual');
    if (isSame(theirs, wanted)) return { ok: true };
    if (version !== undefined && version !== (theirs?.version ?? 0))
      return { ok: false, reason: 'conflict', theirs: theirs ?? null };
    await write(tx, actor, found, wanted);
    const did = { action: 'indicator.value', id, label: found.label };
    await endIndicatorChange(tx, actor, place, did);
    return { ok: true };
  });
}

function refused(issues: readonly (readonly [path: string, message: string])[]): ValueSaved {
  const all = issues.map(([path, message]) => ({ path, message }));
  return { ok: false, reason: 'refused', issues: all };
}

function findIssue(
  indicator: WrittenIndicator,
  { year, value }: ValueInput,
  today: string
): [string, string] | null {
  if (value === null) return null;
  if (year > yearOf(today))
    return ['year', `${year} n’a pas commencé\u00a0: fixez plutôt une cible`];
  const wrong = valueIssue(indicator, value);
  return wrong ? ['value', wrong] : null;
}

function isSame(theirs: WrittenValue | undefined, wanted: ValueInput): boolean {
  if (!theirs) return wanted.value === null;
  return (
    theirs.value === wanted.value &&
    theirs.comment === wanted.comment &&
    theirs.source === wanted.source
  );
}

async function write(
  tx: Tx,
  actor: Actor,
  { id, scaleMax }: WrittenIndicator,
  { year, value, comment, source }: ValueInput
): Promise<void> {
  if (value === null) {
    await tx
      .deleteFrom('indicator_value')
      .where('indicator_id', '=', id)
      .where('year', '=', year)
      .where('origin', '=', 'manual')
      .execute();
    return;
  }
  const columns = {
    ...{ origin: 'manual', value, comment, source, scale_max: scaleMax },
    person_id: actor.kind === 'person' ? actor.id : null
  };
  await tx
    .insertInto('indicator_value')
    .values({ ...columns, indicator_id: id, year })
    .onConflict((conflict) =>
      conflict.columns(['indicator_id', 'year']).doUpdateSet({
        ...{ ...columns, at: sql`now()`, version: sql`indicator_value.version + 1` }
      })
    )
    .execute();
}
