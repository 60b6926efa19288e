import type { Actor } from '#domain/identity/model.ts';
import { actorLabel } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
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
