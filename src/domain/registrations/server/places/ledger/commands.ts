import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationStatus } from '../../../model.ts';
import type { ChoiceMove, Ledger, RegistrationMove, Settlement } from '../../../places.ts';

/** The registration that bears an address already. */
export interface Existing {
  readonly id: RegistrationId;
  readonly status: RegistrationStatus;
  readonly requestKey: string | null;
}

export interface OpenLedger extends Ledger {
  /** When one who waits from now on has begun to: never before those who already do. */
  readonly since: Date;
}

/**
 * Takes the one lock of an edition, until the end of the transaction, and reads what decides: taken once, as late as
 * can be.
 */
export async function takeDesk(tx: Tx, event: EventId, now: Date): Promise<OpenLedger> {
  const { rows } = await sql<{ ledger: string | null }>`
    select take_desk(${event}, ${now}, null)::text as ledger`.execute(tx);
  const text = rows[0]?.ledger;
  if (!text) throw new NotFound('Cette rencontre n’existe plus.');
  const { line, ...desk } = JSON.parse(text, revive) as Read;
  const read = { ...desk, ...line };
  const since = read.lastWaiting && read.lastWaiting >= now ? after(read.lastWaiting) : now;
  return { ...read, since };
}

/** Those of these addresses that are registered already, or have been. Under the lock. */
export async function findExisting(
  tx: Tx,
  event: EventId,
  emails: readonly string[]
): Promise<Map<string, Existing>> {
  const { rows } = await sql<Existing & { email: string }>`
    select r.email, r.id, r.status, r.request_key as "requestKey"
    from registration r join unnest(${emails}::text[]) as asked(email) using (email)
    where r.event_id = ${event}`.execute(tx);
  return new Map(rows.map(({ email, ...existing }) => [email, existing]));
}

type Line = Pick<Ledger, 'lapsed' | 'lapsedChoices' | 'waiting' | 'waitingChoices'>;

type Read = Omit<OpenLedger, keyof Line> & {
  readonly line: Line;
  readonly lastWaiting: Date | null;
};

const INSTANTS = ['startsAt', 'opensAt', 'closesAt', 'since', 'lastWaiting'];

function revive(key: string, value: unknown): unknown {
  return INSTANTS.includes(key) && typeof value === 'string' ? new Date(value) : value;
}

function after(instant: Date): Date {
  return new Date(instant.getTime() + 1);
}

/** Writes what a settlement decided: what is freed first, so that no more is ever taken than there is. */
export async function writeSettlement(
  tx: Tx,
  event: EventId,
  settlement: Settlement,
  { now, since }: { now: Date; since: Date }
): Promise<void> {
  await writeMoves(tx, event, settlement.freed, now, since);
  await forgetWishes(tx, settlement.freed.registrations, now);
  await writeMoves(tx, event, settlement.given, now, since);
}

/** Who let a place pass wishes for no session any more. */
async function forgetWishes(tx: Tx, lapsed: readonly RegistrationMove[], now: Date): Promise<void> {
  if (lapsed.length === 0) return;
  await tx
    .updateTable('session_choice')
    .set({ status: 'expired', updated_at: now })
    .where(
      'registration_id',
      'in',
      lapsed.map(({ id }) => id)
    )
    .where('status', '=', 'wished')
    .execute();
}

async function writeMoves(
  tx: Tx,
  event: EventId,
  { registrations, choices }: Settlement['freed'],
  now: Date,
  since: Date
): Promise<void> {
  if (registrations.length > 0)
    await sql`
      update registration r set status = m.status, offer_expires_at = m."offerExpiresAt", updated_at = ${now}
      from json_to_recordset(${JSON.stringify(registrations)}::json)
        as m(id bigint, status text, "offerExpiresAt" timestamptz)
      where r.id = m.id`.execute(tx);
  if (choices.length > 0)
    await sql`
      update session_choice c set status = m.status, offer_expires_at = m."offerExpiresAt", updated_at = ${now},
        waitlisted_at = case when m.status = 'waitlisted' then coalesce(c.waitlisted_at, ${since}::timestamptz) end
      from json_to_recordset(${JSON.stringify(choices)}::json)
        as m(registration bigint, session bigint, status text, "offerExpiresAt" timestamptz)
      where c.registration_id = m.registration and c.session_id = m.session`.execute(tx);
  const moved = [...registrations.map(({ id }) => id), ...choices.map((one) => one.registration)];
  if (moved.length > 0) await moveCalendars(tx, moved);
  const traces = [...registrations.map(traceOfPlace), ...choices.map(traceOfSeat)];
  if (traces.length > 0) await writeTraces(tx, event, 'Maillage', traces, now);
}

/** What these people have in their calendars is to be replaced. */
export async function moveCalendars(
  tx: Tx,
  registrations: readonly RegistrationId[]
): Promise<void> {
  await sql`
    update registration set calendar_sequence = calendar_sequence + 1
    where id = any(${registrations}::bigint[])`.execute(tx);
}

/** What happened to a registration, for whoever must explain it. */
export interface Trace {
  readonly registration: RegistrationId | null;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** @param label - who did it. */
export async function writeTraces(
  tx: Tx,
  event: EventId,
  label: string,
  traces: readonly Trace[],
  now: Date
): Promise<void> {
  await sql`
    insert into registration_trace (event_id, registration_id, at, actor_label, action, detail)
    select ${event}, t.registration, ${now}, ${label}, t.action, t.detail
    from json_to_recordset(${JSON.stringify(traces)}::json) as t(registration bigint, action text, detail jsonb)`.execute(
    tx
  );
}

const ACTIONS: Readonly<Record<string, string>> = {
  confirmed: 'promote',
  offered: 'offer',
  expired: 'expire',
  waitlisted: 'wait'
};

function traceOfPlace({ id, status }: RegistrationMove): Trace {
  return { registration: id, action: ACTIONS[status]!, detail: {} };
}

function traceOfSeat({ registration, session, status }: ChoiceMove): Trace {
  return { registration, action: ACTIONS[status]!, detail: { session } };
}
