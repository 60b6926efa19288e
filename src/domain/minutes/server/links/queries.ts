import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

/** A link of its own: it opens the compte rendu and nothing of the place. */
const PURPOSE = 'minutes';

/** What follows the address of the minutes for somebody who is registered. */
export function minutesToken(registration: RegistrationId, version: number): string {
  return writeRowToken(PURPOSE, registration, version);
}

/** The path of the minutes; with the key of who is registered, whoever may read them. */
export function minutesLink(slug: string, token = ''): string {
  return `/rencontres/${slug}/compte-rendu${token && `?cle=${encodeURIComponent(token)}`}`;
}

/** The edition of who holds this key; null when it is no key of ours, or the place was given up. */
export async function findMinutesReader(
  db: Executor,
  token: string
): Promise<{ readonly event: EventId } | null> {
  const read = token ? readRowToken<RegistrationId>(PURPOSE, token) : null;
  if (!read) return null;
  const row = await db
    .selectFrom('registration')
    .select(['event_id', 'link_version'])
    .where('id', '=', read.id)
    .where('status', '=', 'confirmed')
    .executeTakeFirst();
  return row && read.isOf(row.link_version) ? { event: row.event_id as EventId } : null;
}

/** Whether somebody with an account is registered to an edition. */
export async function isRegistered(db: Executor, event: EventId, person: string): Promise<boolean> {
  const row = await db
    .selectFrom('registration as r')
    .select('r.id')
    .where('r.event_id', '=', event)
    .where('r.status', '=', 'confirmed')
    .where((where) =>
      where.or([
        where('r.person_id', '=', person),
        where(
          'r.email',
          '=',
          where
            .selectFrom('person')
            .select((column) => column.fn<string>('lower', ['email']).as('email'))
            .where('id', '=', person)
            .where('email_verified', '=', true)
        )
      ])
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** The path of the minutes for a registration, once they are validated: what « ma place » shows. */
export async function findMinutesOf(
  db: Executor,
  registration: RegistrationId
): Promise<string | null> {
  const row = await db
    .selectFrom('registration as r')
    .innerJoin('minutes as m', 'm.event_id', 'r.event_id')
    .innerJoin('event as e', 'e.id', 'r.event_id')
    .select(['e.slug', 'r.link_version'])
    .where('r.id', '=', registration)
    .where('r.status', '=', 'confirmed')
    .where('m.status', '=', 'validated')
    .executeTakeFirst();
  return row ? minutesLink(row.slug, minutesToken(registration, row.link_version)) : null;
}
