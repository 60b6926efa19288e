import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { isSameSignature, sign } from '#server/signing.ts';
import { NotFound } from '#shared/errors.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Recipient } from '../../relay.ts';
import { canWriteTo } from '../../rules.ts';
import { listReferents } from '../affiliations/queries.ts';
import { getStructure } from '../queries.ts';

/** Where a message goes: addresses stay on the server. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface Route extends Recipient {
  readonly structure: StructureId | null;
  readonly person: PersonId | null;
  readonly mailboxes: readonly Mailbox[];
}

/** To its référents, else to its own address, else to nobody. @throws NotFound */
export async function findStructureRoute(db: Executor, slug: string): Promise<Route> {
  const structure = await getStructure(db, slug);
  const referents = await listReferents(db, structure.id);
  const own = structure.email ? [{ name: structure.name, address: structure.email }] : [];
  const mailboxes =
    referents.length > 0 ? referents.map(({ name, email }) => ({ name, address: email })) : own;
  return {
    name: structure.name,
    page: `/annuaire/${structure.slug}`,
    reachable: mailboxes.length > 0,
    phone: structure.phone,
    structure: structure.id,
    person: null,
    mailboxes
  };
}

/**
 * A person, for those of a territory she shares, or for all when she chose to be shown to all.
 * @throws NotFound when she does not exist, or may not be written to by this actor: it is not said which.
 */
export async function findPersonRoute(db: Executor, actor: Actor, id: string): Promise<Route> {
  const { rows } = await sql<{
    id: PersonId;
    name: string;
    email: string;
    isPublic: boolean;
    territories: TerritoryId[];
  }>`
    select person.id, person.name, person.email,
      (phone_visibility = 'public' or exists (
        select from contact where contact.person_id = person.id and visibility = 'public')) as "isPublic",
      coalesce((select json_agg(territory_id) from membership where person_id = person.id
        and status = 'active' and role <> 'reception'), '[]') as territories
    from person where person.id::text = ${id.toLowerCase()} and suspended_at is null`.execute(db);
  const [found] = rows;
  if (!found || !canWriteTo(actor, found))
    throw new NotFound('Cette personne ne reçoit pas de messages par Maillage.');
  return {
    name: found.name,
    page: '/annuaire',
    reachable: true,
    phone: '',
    structure: null,
    person: found.id,
    mailboxes: [{ name: found.name, address: found.email }]
  };
}

/** Who writes, when she has an account: the form asks her nothing. */
export async function findSender(db: Executor, actor: Actor) {
  if (actor.kind !== 'person') return null;
  const row = await db
    .selectFrom('person')
    .select(['name', 'email'])
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow();
  return { name: row.name, email: row.email };
}

/** The link by which a recipient reports a message: signed, so that nothing more is kept. */
export function abuseToken(message: number): string {
  return `${message}.${signature(message)}`;
}

/** The message a link reports; null when the link is not ours. */
export async function findReported(db: Executor, token: string) {
  const [number, signed = ''] = token.split('.');
  const message = Number(number);
  if (!Number.isSafeInteger(message) || !isSameSignature(signed, signature(message))) return null;
  const row = await db
    .selectFrom('relay_message')
    .select(['id', 'sender_name', 'subject', 'created_at', 'reported_at'])
    .where('id', '=', message)
    .executeTakeFirst();
  return row
    ? {
        id: row.id,
        sender: row.sender_name,
        subject: row.subject,
        at: row.created_at,
        isReported: row.reported_at !== null
      }
    : null;
}

function signature(message: number): string {
  return sign(`relay-abuse:${message}`).slice(0, 32);
}
