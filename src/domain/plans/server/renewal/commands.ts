/** Closing a year of a plan: once, whole, and as it was said. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { renewEdition } from '#domain/seating/server/copying/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ActionSheetId, EventId, PlanId } from '#shared/ids.ts';
import type { Plan } from '../../model.ts';
import { closableYears, type SheetRenewal } from '../../renewal/carrying.ts';
import type { EditionRenewal, YearClosing } from '../../renewal/closing.ts';
import { today } from '../../wording.ts';
import { freezeValues, releaseValues } from '../indicators/freezing/commands.ts';
import { getLedPlan } from '../queries.ts';
import { keepVersion } from '../versions/commands.ts';
import { readClosing } from './queries.ts';
import { carrySheet, keepCarried } from './rows/commands.ts';

/**
 * already: it was closed by somebody just before; nothing was done twice. not-now: it is not the next year to close.
 * changed: what was shown is no longer what would be done.
 */
export type YearClosed =
  | { readonly ok: true; readonly already: boolean; readonly editions: readonly EventId[] }
  | { readonly ok: false; readonly reason: 'not-now' | 'changed' }
  | SecondReadingRefusal;

export interface ClosingOrder {
  readonly year: number;
  /** Of what was shown (`readClosing`); without it, what there is to do is done. */
  readonly stamp?: string;
  readonly note?: string;
  readonly reread?: boolean;
  readonly now: Date;
}

/**
 * Closes a year: keeps the values of its indicators, carries what comes back to the next year, opens the next edition of
 * the linked series. All of it or nothing, and once: the second who presses is told that it is done.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not over.
 */
export function closeYear(
  executor: Executor,
  actor: Actor,
  id: PlanId,
  { year, stamp, note = '', reread = false, now }: ClosingOrder
): Promise<YearClosed> {
  return inTransaction(executor, async (tx) => {
    const plan = await holdPlan(tx, actor, id);
    if (plan.closedYears.includes(year)) return { ok: true, already: true, editions: [] };
    if (!closableYears(plan, today(now)).includes(year)) return { ok: false, reason: 'not-now' };
    const unread = refuseUnread({ note }, reread);
    if (unread) return unread;
    await holdSheets(tx, id);
    const preview = await readClosing(tx, actor, plan, { year, now });
    if (stamp !== undefined && stamp !== preview.stamp) return { ok: false, reason: 'changed' };
    await freezeValues(tx, actor, id, year, now);
    const by = actor.kind === 'person' ? actor.id : null;
    const row = { plan_id: id, year, closed_at: now, closed_by: by, note };
    await tx.insertInto('plan_year').values(row).execute();
    const editions = await carry(tx, actor, plan, { ...preview, now });
    await trace(tx, actor, 'plan.year-close', plan, year);
    return { ok: true, already: false, editions };
  });
}

/** not-last: a later year is closed; it is to be opened first. */
export type YearReopened =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'not-last' };

/**
 * Opens the last closed year again: its computed values are computed again, its amounts may be written. What closing it
 * carried stays where it is, and closing it again does not carry it twice.
 * @throws NotFound, Forbidden unless the actor leads the plan, and it is not over.
 */
export function reopenYear(
  executor: Executor,
  actor: Actor,
  id: PlanId,
  year: number
): Promise<YearReopened> {
  return inTransaction(executor, async (tx) => {
    const plan = await holdPlan(tx, actor, id);
    if (!plan.closedYears.includes(year)) return { ok: true };
    if (plan.closedYears.at(-1) !== year) return { ok: false, reason: 'not-last' };
    await releaseValues(tx, id, year);
    await tx.deleteFrom('plan_year').where('plan_id', '=', id).where('year', '=', year).execute();
    await trace(tx, actor, 'plan.year-reopen', plan, year);
    return { ok: true };
  });
}

/** The plan, held: who writes one of its indicators, freezes it or closes another year waits. */
async function holdPlan(tx: Tx, actor: Actor, id: PlanId): Promise<Plan> {
  await sql`select from plan where id = ${id} for no key update`.execute(tx);
  const plan = await getLedPlan(tx, actor, { id });
  if (plan.status === 'closed')
    throw new Forbidden('Ce plan est clos\u00a0: ses années ne changent plus.');
  return plan;
}

/**
 * Its sheets, and the series they are linked to: a step, an amount or an edition that is being written is seen, and
 * carried or not, once it is written.
 */
async function holdSheets(tx: Tx, plan: PlanId): Promise<void> {
  await sql`select from action_sheet where plan_id = ${plan} order by id for no key update`.execute(
    tx
  );
  await sql`select from event_series where id in (
      select l.series_id from action_sheet_link l join action_sheet f on f.id = l.sheet_id
      where f.plan_id = ${plan} and l.series_id is not null)
    order by id for update`.execute(tx);
}

async function carry(
  tx: Tx,
  actor: Actor,
  plan: Plan,
  { closing, now }: { readonly closing: YearClosing; readonly now: Date }
): Promise<EventId[]> {
  const { year, next } = closing;
  if (next === null) return [];
  const renewals = new Map<ActionSheetId, SheetRenewal>();
  for (const renewal of closing.sheets) {
    await carrySheet(tx, renewal, next);
    await keepVersion(tx, actor, renewal.sheet, `clôture de l’année ${year}`);
    renewals.set(renewal.sheet, renewal);
  }
  const opened = new Map<ActionSheetId, EventId>();
  const events: EventId[] = [];
  for (const edition of closing.editions) {
    const event = await openEdition(tx, actor, edition, now);
    if (event === null) continue;
    events.push(event);
    opened.set(edition.sheet, event);
  }
  for (const sheet of new Set([...renewals.keys(), ...opened.keys()]))
    await keepCarried(tx, { plan: plan.id, year, sheet }, renewals.get(sheet), opened.get(sheet));
  return events;
}

/** As a draft, without its people: « Refaire », as somebody would from the page of the edition. */
async function openEdition(
  tx: Tx,
  actor: Actor,
  edition: EditionRenewal,
  now: Date
): Promise<EventId | null> {
  if (edition.outcome !== 'open') return null;
  const { source, title, day, series } = edition;
  const input = { title, startsOn: day, series: series.id, speakers: false, roles: false };
  const made = await renewEdition(tx, actor, source, input, now);
  return made.ok ? made.id : null;
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  { id, shortTitle, place }: Plan,
  year: number
): Promise<void> {
  const target = { kind: 'plan', id, label: `${shortTitle}, ${year}` };
  return recordAudit(tx, actor, { action, target, territory: place.territory, detail: { year } });
}
