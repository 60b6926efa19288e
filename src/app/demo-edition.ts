import { createEvent, updateEvent, type NewEdition } from '#domain/events/server/commands.ts';
import { eventInput, type EventInput } from '#domain/events/forms.ts';
import type { EventKind } from '#domain/events/model.ts';
import { operator } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId } from '#shared/ids.ts';

const DEMONSTRATION = operator('démonstration');

/** What an edition is opened with, and then said to be. */
export interface DemoEdition extends Omit<NewEdition, 'territory' | 'series' | 'kind'> {
  readonly kind: EventKind;
  readonly territory: Territory;
  readonly series: NewEdition['series'];
  readonly organiser: string;
  readonly said: Omit<Partial<EventInput>, 'venue'> & {
    readonly venue: Partial<EventInput['venue']>;
  };
}

/** Opens an edition and writes all that is said of it. */
export async function writeEdition(tx: Tx, edition: DemoEdition, now: Date): Promise<EventId> {
  const { said, organiser, territory, ...opened } = edition;
  const made = await createEvent(tx, DEMONSTRATION, { ...opened, territory: territory.id }, now);
  if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  const structure = await tx
    .selectFrom('structure')
    .select('id')
    .where('slug', '=', organiser)
    .executeTakeFirstOrThrow();
  const input = eventInput.parse({
    access: { walk: '', bus: '', car: '', reducedMobility: '' },
    visibility: 'public',
    ...{ title: opened.title, kind: opened.kind, organiser: structure.id },
    ...said
  });
  const change = { input, version: 1, reread: true };
  const updated = await updateEvent(tx, DEMONSTRATION, made.id, change);
  if (!updated.ok) throw new Error(`demonstration: ${updated.reason}`);
  return made.id;
}
