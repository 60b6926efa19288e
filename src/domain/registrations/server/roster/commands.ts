import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { actorLabel } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import type { RegistrationRequest } from '../../desk.ts';
import { Room } from '../../places.ts';
import { place } from '../../requests.ts';
import { writeEntry } from '../places/entries/commands.ts';
import { takeDesk } from '../places/ledger/commands.ts';

/** A registration as it was made, when. */
export interface Enrolment {
  readonly request: RegistrationRequest;
  readonly at: Date;
}

/**
 * Registers many people at once, in the order given, without writing to them: what an edition held before Maillage, or
 * the demonstration, already knows. Places are given as to anybody: who comes too late waits.
 * @throws Forbidden unless the actor runs the instance.
 */
export function enrolRegistrations(
  executor: Executor,
  actor: Actor,
  event: EventId,
  enrolments: readonly Enrolment[]
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  return inTransaction(executor, async (tx) => {
    const first = enrolments[0];
    if (!first) return;
    const ledger = await takeDesk(tx, event, first.at);
    const room = new Room(ledger.pools);
    for (const { request, at } of enrolments) {
      const given = place(room, request.category, request.sessions);
      const entry = { ...given, request, person: null, again: null, label: actorLabel(actor) };
      await writeEntry(tx, event, { ...entry, origin: 'self' }, { now: at, since: at });
    }
  });
}

/** Somebody who came to a half-day, when. */
export interface Entry {
  readonly registration: RegistrationId;
  readonly halfDay: number;
  readonly at: Date;
}

/**
 * Notes many entries at once, as read from badges: what an edition held before Maillage, or the demonstration, already
 * knows.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function enterPresences(
  executor: Executor,
  actor: Actor,
  event: EventId,
  entries: readonly Entry[]
): Promise<void> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  await sql`
    insert into scan (nonce, event_id, registration_id, half_day_id, means, outcome, scanned_at, received_at)
    select gen_random_uuid(), ${event}, r.id, h.id, 'code', 'ok', said.at, said.at
    from unnest(${entries.map((one) => one.registration)}::bigint[], ${entries.map((one) => one.halfDay)}::bigint[],
      ${entries.map((one) => one.at)}::timestamptz[]) as said (registration, half_day, at)
    join registration r on r.id = said.registration and r.event_id = ${event}
    join event_half_day h on h.id = said.half_day and h.event_id = ${event}`.execute(executor);
}
