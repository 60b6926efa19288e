import type { Database } from '#server/db/connection.ts';
import type {
  EventId,
  FollowUpId,
  PersonId,
  RegistrationId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import { anEvent } from './events.ts';
import { comesIn } from './presences.ts';

/** Two days after `anEvent`: when its minutes were validated. */
export const VALIDATED = new Date('2027-03-20T09:00:00Z');

interface GuestTraits {
  readonly first: string;
  readonly agreed?: boolean;
  readonly came?: boolean;
  readonly status?: 'confirmed' | 'cancelled';
}

/** Somebody registered, who agreed to be named unless told otherwise. */
export async function aGuest(
  db: Database,
  event: EventId,
  { first, ...traits }: GuestTraits
): Promise<RegistrationId> {
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email: `${first.toLowerCase()}@exemple.test`,
      first_name: first,
      last_name: 'Invité',
      profession_label: `Métier de ${first}`,
      structure_label: `Cabinet ${first}`,
      status: traits.status ?? 'confirmed',
      list_consent: traits.agreed ?? true
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const guest = id as RegistrationId;
  if (traits.came) await comesIn(db, event, guest, { at: '2027-03-18T08:10:00Z' });
  return guest;
}

interface MeetingTraits {
  readonly audience: 'participants' | 'members' | 'public';
  /** Who is to write to the CLIC. */
  readonly doer: PersonId;
}

/** Validated minutes of a rencontre where Ada agreed to be named, Béa refused, Cléo gave up and Dora did not come. */
export async function aMeeting(
  db: Database,
  territory: TerritoryId,
  { audience, doer }: MeetingTraits
) {
  const event = await anEvent(db, territory);
  const ada = await aGuest(db, event.id, { first: 'Ada', came: true });
  await aGuest(db, event.id, { first: 'Béa', came: true, agreed: false });
  await aGuest(db, event.id, { first: 'Cléo', status: 'cancelled', agreed: false });
  await aGuest(db, event.id, { first: 'Dora' });
  await db
    .insertInto('minutes')
    .values({
      ...{ event_id: event.id, summary: 'Le résumé secret.', audience, updated_by: 'Salomé' },
      ...{ status: 'validated', validated_at: VALIDATED, validated_by: 'Salomé' }
    })
    .execute();
  const followUp = await aFollowUp(db, event.id, { person: doer });
  return { ...event, ada, followUp };
}

interface FollowUpTraits {
  readonly person?: PersonId | null;
  readonly structure?: StructureId | null;
  readonly due?: string | null;
  readonly what?: string;
}

/** What is to be done: to write to the CLIC on the third day after `anEvent`, by nobody, unless told otherwise. */
export async function aFollowUp(
  db: Database,
  event: EventId,
  {
    person = null,
    structure = null,
    due = '2027-03-21',
    what = 'Écrire au CLIC'
  }: FollowUpTraits = {}
): Promise<FollowUpId> {
  const { id } = await db
    .insertInto('follow_up')
    .values({ event_id: event, what, person_id: person, structure_id: structure, due_on: due })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as FollowUpId;
}
