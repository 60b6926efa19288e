import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

interface GuestTraits {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly professionCode?: string;
  readonly professionLabel?: string;
  readonly structure?: number;
  readonly structureLabel?: string;
  readonly email?: string;
  readonly access?: string;
  readonly status?: 'confirmed' | 'cancelled' | 'waitlisted';
}

/** Registers so many people at an edition, each of another structure unless told otherwise. */
export async function someGuests(
  db: Executor,
  event: EventId,
  count: number,
  traits: (at: number) => GuestTraits = () => ({})
): Promise<RegistrationId[]> {
  const guests = Array.from({ length: count }, (_, at) => traits(at));
  const rows = await db
    .insertInto('registration')
    .values(
      guests.map((guest, at) => ({
        event_id: event,
        first_name: guest.firstName ?? `Prénom${at + 1}`,
        last_name: guest.lastName ?? `Fictif${at + 1}`,
        email:
          guest.email ?? `invite-${event}-${Math.random().toString(36).slice(2, 10)}@exemple.test`,
        profession_code: guest.professionCode ?? '',
        profession_label: guest.professionLabel ?? '',
        structure_id: guest.structure ?? null,
        structure_label: guest.structureLabel ?? `Structure ${at + 1}`,
        status: guest.status ?? 'confirmed',
        waitlisted_at: guest.status === 'waitlisted' ? new Date('2027-01-01T08:00:00Z') : null
      }))
    )
    .returning('id')
    .execute();
  const ids = rows.map(({ id }) => id as RegistrationId);
  const needs = guests.flatMap(({ access }, at) =>
    access ? [{ registration_id: ids[at]!, access, meal: '' }] : []
  );
  if (needs.length > 0) await db.insertInto('registration_need').values(needs).execute();
  return ids;
}

interface PlanTraits {
  readonly most?: number;
  readonly rounds?: number;
  /** Names of its tables; none: as many as are needed. */
  readonly tables?: readonly string[];
  readonly published?: boolean;
  /** Rounds that have taken place. */
  readonly done?: number;
  readonly weighs?: boolean;
}

/** Writes the plan of an edition: tables of five at most and four rounds, unless told otherwise, without a seat. */
export async function aTablePlan(
  db: Executor,
  event: EventId,
  traits: PlanTraits = {}
): Promise<void> {
  const { most = 5, rounds = 4, tables = [], published = false, done = 0, weighs = true } = traits;
  await db
    .insertInto('table_plan')
    .values({
      event_id: event,
      most,
      weigh_unknown: weighs,
      weigh_profession: weighs,
      weigh_structure: weighs,
      status: published ? 'published' : 'draft',
      published_at: published ? new Date('2027-03-01T08:00:00Z') : null
    })
    .execute();
  await db
    .insertInto('table_plan_round')
    .values(
      Array.from({ length: rounds }, (_, at) => ({
        event_id: event,
        number: at + 1,
        starts_at: new Date(Date.UTC(2027, 2, 18, 9, at * 20)),
        topic: `Sujet ${at + 1}`,
        done_at: at < done ? new Date(Date.UTC(2027, 2, 18, 9, at * 20 + 20)) : null
      }))
    )
    .execute();
  if (tables.length > 0)
    await db
      .insertInto('table_plan_table')
      .values(tables.map((name, at) => ({ event_id: event, number: at + 1, name })))
      .execute();
}

/** Sits people without any thought: in each round, in their order from another one, table after table. */
export async function someSeats(
  db: Executor,
  event: EventId,
  guests: readonly RegistrationId[],
  { rounds = 4, size = 4 }: { readonly rounds?: number; readonly size?: number } = {}
): Promise<void> {
  const tables = Math.max(1, Math.ceil(guests.length / size));
  await db
    .insertInto('table_plan_seat')
    .values(
      Array.from({ length: rounds }, (_, round) =>
        guests.map((registration, at) => ({
          event_id: event,
          round_number: round + 1,
          registration_id: registration,
          table_number: ((at + round * Math.floor(at / tables)) % tables) + 1
        }))
      ).flat()
    )
    .execute();
}
