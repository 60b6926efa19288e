import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { findDuplicates, pairKey, type Entry, type LikelyDuplicate } from '../../duplicates.ts';
import type { RegistrationStatus } from '../../model.ts';

/** A registration as it is compared, with what helps to decide. */
export interface ComparedEntry extends Entry {
  readonly email: string;
  readonly profession: string;
  readonly status: RegistrationStatus;
  readonly createdAt: Date;
}

/**
 * The registrations of an edition that are probably the same person, but for the pairs said to be two people.
 * @throws NotFound, Forbidden unless the actor manages the edition.
 */
export async function listDuplicates(
  db: Executor,
  actor: Actor,
  id: EventId
): Promise<LikelyDuplicate<ComparedEntry>[]> {
  await getManagedEventById(db, actor, id);
  const { rows } = await sql<ComparedEntry>`
    select r.id, r.first_name as "firstName", r.last_name as "lastName", coalesce(s.name, r.structure_label) as structure,
      coalesce(r.email, '') as email, r.profession_label as profession, r.status, r.created_at as "createdAt"
    from registration r left join structure s on s.id = r.structure_id
    where r.event_id = ${id} and r.status in ('confirmed', 'offered', 'waitlisted') order by r.id`.execute(
    db
  );
  return findDuplicates(rows, await readDecided(db, id));
}

async function readDecided(db: Executor, id: EventId): Promise<Set<string>> {
  const { rows } = await sql<{ one: RegistrationId; other: RegistrationId }>`
    select registration_id as one, (detail ->> 'other')::bigint as other from registration_trace
    where event_id = ${id} and action = 'distinct' and registration_id is not null`.execute(db);
  return new Set(rows.map(({ one, other }) => pairKey(one, other)));
}
