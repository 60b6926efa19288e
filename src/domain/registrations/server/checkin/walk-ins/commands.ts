import type { Event } from '#domain/events/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { WalkIn } from '../../../checkin/model.ts';
import type { RegistrationRequest } from '../../../desk.ts';
import { readProfession } from '../../../profession.ts';
import { writeEntry } from '../../places/entries/commands.ts';
import { writeTraces } from '../../places/ledger/commands.ts';
import { getStanding } from '../../places/ledger/queries.ts';
import { atDesk } from '../../places/settling/commands.ts';
import { confirmPlace } from '../../places/standing/commands.ts';

interface Door {
  /** Who did it, for the trace: « Accueil, Entrée nord ». */
  readonly label: string;
  readonly now: Date;
}

/**
 * Registers somebody who came without being registered: she has her place, beyond the capacity if need be, and the
 * trace says so.
 * @param known - asked again under the lock: her registration, if the same gesture was received meanwhile.
 */
export function registerAtDoor(
  tx: Tx,
  event: Event,
  person: WalkIn,
  { label, now }: Door,
  known: () => Promise<RegistrationId | null>
): Promise<{ readonly registration: RegistrationId; readonly repeated: boolean }> {
  return atDesk(tx, event, now, async (within, { ledger, room }) => {
    const already = await known();
    if (already !== null) return { registration: already, repeated: true };
    const overruled = !room.hasPlace(null);
    const registration = await writeEntry(
      within,
      event.id,
      {
        request: requestOf(person),
        status: 'confirmed',
        choices: [],
        overruled,
        origin: 'door',
        person: null,
        again: null,
        label
      },
      { now, since: ledger.since }
    );
    return { registration, repeated: false };
  });
}

function requestOf({ firstName, lastName, profession, structure }: WalkIn): RegistrationRequest {
  const { code, label } = readProfession(profession);
  return {
    ...{ email: null, firstName, lastName, professionCode: code, professionLabel: label },
    ...{ structure: null, structureLabel: structure, commune: null, category: null },
    ...{ sessions: [], halfDays: [], meal: '', access: '', answers: [] },
    ...{ listConsent: false, photoConsent: false, inviteConsent: false }
  };
}

/** Gives her place to somebody who waited for one and was let in: beyond the capacity, and the trace says by whom. */
export function admit(
  tx: Tx,
  event: Event,
  registration: RegistrationId,
  { label, now }: Door
): Promise<void> {
  return atDesk(tx, event, now, async (within, { room }) => {
    const { status, category } = await getStanding(within, registration);
    if (status === 'confirmed') return;
    const overruled = status !== 'offered' && !room.hasPlace(category);
    await confirmPlace(within, registration, now, overruled);
    const trace = { registration, action: 'overrule', detail: { overruled, door: true } };
    await writeTraces(within, event.id, label, [trace], now);
  });
}
