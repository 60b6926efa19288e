import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';

/** What the tokens of these links are for. */
const PURPOSE = 'registration';

/** The path of « ma place »: whoever holds it reads and changes that registration. */
export function registrationLink(registration: RegistrationId, version: number): string {
  return `/ma-place/${registrationToken(registration, version)}`;
}

/** The token alone. */
export function registrationToken(registration: RegistrationId, version: number): string {
  return writeRowToken(PURPOSE, registration, version);
}

/** Whose link it is; null when it is no link of ours, or serves no more. */
export function findRegistrationByToken(
  executor: Executor,
  token: string
): Promise<{ id: RegistrationId; event: EventId } | null> {
  return findTokenHolder(executor, PURPOSE, token);
}

/** The registration that a token of this purpose names; null when it is none of ours, or serves no more. */
export async function findTokenHolder(
  executor: Executor,
  purpose: string,
  token: string
): Promise<{ id: RegistrationId; event: EventId } | null> {
  const read = readRowToken<RegistrationId>(purpose, token);
  if (!read) return null;
  const row = await executor
    .selectFrom('registration')
    .select(['event_id', 'link_version'])
    .where('id', '=', read.id)
    .executeTakeFirst();
  if (!row || !read.isOf(row.link_version)) return null;
  return { id: read.id, event: row.event_id as EventId };
}

/** The path of « ma place » of a registration as it is now. @throws NotFound */
export async function getRegistrationLink(executor: Executor, id: RegistrationId): Promise<string> {
  const row = await executor
    .selectFrom('registration')
    .select('link_version')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cette inscription n’existe plus.');
  return registrationLink(id, row.link_version);
}
