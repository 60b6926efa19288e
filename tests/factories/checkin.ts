import { randomUUID } from 'node:crypto';
import type { Batch, Gesture, GestureAnswer, WalkIn } from '#domain/registrations/checkin/model.ts';
import { receiveBatch } from '#domain/registrations/server/checkin/gestures/commands.ts';
import { checkinToken } from '#domain/registrations/server/checkin/links/queries.ts';
import type { Database, Executor } from '#server/db/connection.ts';
import type { CheckinLinkId, EventId, RegistrationId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from './events.ts';

/** The day of `anEvent`, its morning, and the instants around it. */
export const DAY = '2027-03-18';
export const THAT_MORNING = new Date('2027-03-18T08:30:00Z');

/** Somebody registered, whose name, address and needs a list may leak or not. */
export async function anExpected(
  db: Executor,
  event: EventId,
  traits: { last?: string; status?: string; email?: string | null } = {}
): Promise<RegistrationId> {
  const status = traits.status ?? 'confirmed';
  const { id } = await db
    .insertInto('registration')
    .values({
      event_id: event,
      email:
        traits.email === undefined ? `p-${randomUUID().slice(0, 8)}@exemple.test` : traits.email,
      first_name: 'Camille',
      last_name: traits.last ?? 'Essai',
      profession_label: 'Infirmière',
      structure_label: 'CPTS de Montvermeil',
      status,
      waitlisted_at: status === 'waitlisted' ? '2027-02-01T08:00:00Z' : null,
      origin: traits.email === null ? 'organiser' : 'self'
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id as RegistrationId;
}

/** A morning and an afternoon. */
export async function halfDaysOf(db: Executor, event: EventId): Promise<[number, number]> {
  const rows = await db
    .insertInto('event_half_day')
    .values([
      {
        ...{ event_id: event, label: 'Matin' },
        ...{ starts_at: '2027-03-18T08:00:00Z', ends_at: '2027-03-18T11:00:00Z' }
      },
      {
        ...{ event_id: event, label: 'Après-midi' },
        ...{ starts_at: '2027-03-18T13:00:00Z', ends_at: '2027-03-18T16:00:00Z' }
      }
    ])
    .returning('id')
    .execute();
  return [rows[0]!.id, rows[1]!.id];
}

/** A link for volunteers, of that day. */
export async function aLink(
  db: Executor,
  event: EventId,
  traits: { day?: string; label?: string } = {}
): Promise<{ id: CheckinLinkId; token: string }> {
  const { id } = await db
    .insertInto('checkin_link')
    .values({ event_id: event, day: traits.day ?? DAY, label: traits.label ?? 'Entrée nord' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: id as CheckinLinkId, token: checkinToken(id as CheckinLinkId, 1) };
}

/** What a telephone sends, its clock being right. */
export function aBatch(
  gestures: readonly Gesture[],
  {
    now = THAT_MORNING,
    device = randomUUID(),
    pending = 0,
    cursor = 0
  }: { now?: Date; device?: string; pending?: number; cursor?: number } = {}
): Batch {
  return {
    device: { id: device, name: '', pending },
    sentAt: now.getTime(),
    cursor,
    gestures
  };
}

/** Somebody of the list comes in, found by her name. */
export function anEntry(
  registration: RegistrationId,
  entrance: string,
  traits: { nonce?: string; at?: Date; anyway?: boolean; type?: 'in' | 'out' } = {}
): Gesture {
  return {
    nonce: traits.nonce ?? randomUUID(),
    type: traits.type ?? 'in',
    means: 'name',
    entrance,
    registration,
    at: (traits.at ?? THAT_MORNING).getTime(),
    ...(traits.anyway && { anyway: true })
  };
}

/** Somebody whom nobody expected asks to come in. */
export function aWalkIn(
  entrance: string,
  traits: Partial<WalkIn> = {},
  nonce: string = randomUUID()
): Gesture {
  return {
    ...{ nonce, type: 'walk-in', entrance, at: THAT_MORNING.getTime() },
    person: { firstName: 'Nour', lastName: 'Calque', profession: '', structure: '', ...traits }
  };
}

export type OpenDoor = Awaited<ReturnType<typeof anOpenDoor>>;

/**
 * An edition on its day, of two half-days, whose volunteers have a link and expect somebody.
 * @param capacity - of the edition; null for as many as come.
 */
export async function anOpenDoor(db: Database, territory: TerritoryId, capacity: number | null) {
  const { id: event } = await anEvent(db, territory, { capacity });
  const [morning, afternoon] = (await halfDaysOf(db, event)).map((id) => `h${id}`) as [
    string,
    string
  ];
  const { token } = await aLink(db, event);
  const someone = await anExpected(db, event);

  /** What a telephone of the link is answered. */
  async function send(
    gestures: readonly Gesture[],
    { to = db, now = THAT_MORNING, ...rest }: Parameters<typeof aBatch>[1] & { to?: Database } = {}
  ): Promise<GestureAnswer[]> {
    const said = await receiveBatch(to, token, aBatch(gestures, { now, ...rest }), now);
    if (!said.ok) throw new Error(said.reason);
    return [...said.answer.answers];
  }

  return {
    ...{ event, morning, afternoon, token, someone, send },
    outcomes: async (...gestures: Gesture[]) =>
      (await send(gestures)).map(({ outcome }) => outcome),
    scans: () =>
      db
        .selectFrom('scan')
        .selectAll()
        .where('event_id', '=', event)
        .orderBy('received_at')
        .execute()
  };
}
