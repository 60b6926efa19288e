import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { isSameSignature, sign } from '#server/signing.ts';
import type { PersonId } from '#shared/ids.ts';

/** The address of somebody's private feed, kept nowhere: moving its version gives her another, and ends this one. */
export function feedAddress(person: PersonId, version: number): string {
  return siteAddress(`/flux/${writeFeedToken(person, version)}.atom`);
}

/** Her identifier without its dashes, then the signature. */
export function writeFeedToken(person: PersonId, version: number): string {
  return `${person.replaceAll('-', '')}-${signature(person, version)}`;
}

/** Whose feed an address is; null when it was not ours, was revoked, or its account is gone or suspended. */
export async function findFeedOwner(db: Executor, token: string): Promise<PersonId | null> {
  const match = /^([0-9a-f]{32})-([\w-]{43})$/.exec(token);
  if (!match) return null;
  const person = match[1]!.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5') as PersonId;
  const { rows } = await sql<{ version: number }>`
    select coalesce(d.feed_version, 1) as version from person p
    left join digest_preference d on d.person_id = p.id
    where p.id = ${person} and p.suspended_at is null`.execute(db);
  const version = rows[0]?.version;
  if (version === undefined) return null;
  return isSameSignature(match[2]!, signature(person, version)) ? person : null;
}

function signature(person: PersonId, version: number): string {
  return sign(`feed:${person}:${version}`);
}
