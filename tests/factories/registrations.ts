import type { Executor } from '#server/db/connection.ts';
import type { RegistrationRequest } from '#domain/registrations/desk.ts';
import type { EventId } from '#shared/ids.ts';

interface DeskTraits {
  opensAt?: string | null;
  closesAt?: string | null;
  promotion?: 'immediate' | 'offer';
  offerHours?: number;
}

/** Opens the registrations of an edition from 1 January 2027, freed places being given at once unless told otherwise. */
export async function openDesk(
  db: Executor,
  event: EventId,
  traits: DeskTraits = {}
): Promise<void> {
  await db
    .updateTable('registration_desk')
    .set({
      opens_at: traits.opensAt === undefined ? '2027-01-01T08:00:00Z' : traits.opensAt,
      closes_at: traits.closesAt ?? null,
      promotion: traits.promotion ?? 'immediate',
      offer_hours: traits.offerHours ?? 48
    })
    .where('event_id', '=', event)
    .execute();
}

/** What somebody asks for: a place in the edition alone, unless told otherwise. */
export function aRequest<T extends Partial<RegistrationRequest>>(
  traits: T
): RegistrationRequest & { email: string } & T {
  return {
    email: 'camille.essai@exemple.test',
    firstName: 'Camille',
    lastName: 'Essai',
    professionCode: '',
    professionLabel: '',
    structure: null,
    structureLabel: '',
    commune: null,
    category: null,
    sessions: [],
    halfDays: [],
    meal: '',
    access: '',
    answers: [],
    listConsent: false,
    photoConsent: false,
    inviteConsent: false,
    ...traits
  };
}
