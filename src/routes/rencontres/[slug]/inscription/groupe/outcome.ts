import type { GroupOutcome } from '#domain/registrations/server/places/groups/commands.ts';
import { listRegistrationsById } from '#domain/registrations/server/places/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { ReadGroup } from './group.ts';

/** What became of one person of a group. */
export interface Line {
  readonly name: string;
  readonly state: 'confirmed' | 'waitlisted' | 'mail';
  readonly rank: number | null;
  /** Has an address of her own: her link went there. */
  readonly own: boolean;
}

/** What a group is told. */
export async function outcomeOf(
  db: Database,
  outcome: Extract<GroupOutcome, { ok: true }>,
  { contact, people }: ReadGroup
) {
  const ids = outcome.people.flatMap((one) => (one.ok ? [one.registration] : []));
  const registrations = await listRegistrationsById(db, ids);
  const done = outcome.people.map((one, index): Line => {
    const person = people[index]!;
    const found = one.ok ? registrations.find(({ id }) => id === one.registration) : undefined;
    return {
      name: `${person.firstName} ${person.lastName}`.trim(),
      state: one.ok ? one.status : 'mail',
      rank: found?.rank ?? null,
      own: person.email !== null
    };
  });
  return { done, repeated: outcome.repeated, email: contact?.email ?? '' };
}
