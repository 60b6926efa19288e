import { sql } from 'kysely';
import {
  findChosenStructure,
  findStructureNamed
} from '#domain/directory/server/joining/queries.ts';
import { listAffiliationsOf } from '#domain/directory/server/affiliations/queries.ts';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { findCorrespondent } from '#domain/identity/server/accounts/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type {
  CommuneCode,
  EventId,
  RegistrationId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import type { DeskForm } from '../../desk.ts';
import type { Registration, RegistrationStatus } from '../../model.ts';
import { splitName } from '../../registrant.ts';
import { getDeskForm } from '../desk/queries.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { findRegistration } from '../places/queries.ts';

/** Where somebody works, as it was typed. */
export interface Whereabouts {
  readonly structure: string;
  /** Slug chosen in the list, or ''. */
  readonly structureChoice: string;
  readonly commune: string;
  /** INSEE code chosen in the list, or ''. */
  readonly communeCode: string;
}

export interface FoundWhereabouts {
  readonly structure: StructureId | null;
  /** What was typed, when the directory does not know it. */
  readonly structureLabel: string;
  readonly commune: CommuneCode | null;
  /** What is wrong with the commune; '' when nothing is. */
  readonly communeRefusal: string;
}

/** The structure of the directory and the commune that somebody means; a structure it does not know is kept as typed. */
export async function findWhereabouts(
  db: Executor,
  territory: Event['territory'],
  typed: Whereabouts
): Promise<FoundWhereabouts> {
  const structure = await findWorkplace(db, territory.id, typed);
  const asked = (typed.communeCode || typed.commune).trim();
  const place = asked ? await resolveCommune(db, asked) : null;
  return {
    structure,
    structureLabel: structure === null ? typed.structure.trim() : '',
    commune: place?.kind === 'one' ? place.commune.code : null,
    communeRefusal: place && place.kind !== 'one' ? COMMUNE_REFUSALS[place.kind] : ''
  };
}

async function findWorkplace(
  db: Executor,
  territory: TerritoryId,
  { structure, structureChoice }: Whereabouts
): Promise<StructureId | null> {
  if (!structureChoice && !structure.trim()) return null;
  const found = structureChoice
    ? await findChosenStructure(db, territory, structureChoice)
    : await findStructureNamed(db, territory, structure);
  return found?.id ?? null;
}

const COMMUNE_REFUSALS = {
  several:
    'Plusieurs communes portent ce nom : ajoutez le code postal, ou choisissez dans la liste.',
  none: 'Aucune commune ne porte ce nom : vérifiez, ou donnez le code postal.'
} as const;

/** What is known of somebody who has signed in, so that she does not type it again. */
export interface Acquaintance {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profession: string;
  readonly structure: { readonly slug: string; readonly name: string } | null;
}

/** Null for whoever has not signed in. */
export async function findAcquaintance(db: Executor, actor: Actor): Promise<Acquaintance | null> {
  if (actor.kind !== 'person') return null;
  const person = await findCorrespondent(db, actor.id);
  if (!person) return null;
  const [first] = await listAffiliationsOf(db, actor.id);
  return {
    email: person.email,
    ...splitName(person.name),
    profession: person.profession,
    structure: first ? { slug: first.structure.slug, name: first.structure.name } : null
  };
}

/** Needs, read by their holder and the organiser’s team only. */
export interface Needs {
  readonly meal: string;
  readonly access: string;
}

/** All that « ma place » shows. */
export interface Place {
  readonly registration: Registration;
  readonly needs: Needs;
  readonly event: Event;
  readonly form: DeskForm;
}

/** Null when the link means nothing, or serves no more. */
export async function findPlace(db: Executor, token: string): Promise<Place | null> {
  const found = await findRegistrationByToken(db, token);
  if (!found) return null;
  const [registration, event, form, needs] = await Promise.all([
    findRegistration(db, found.id),
    findEventById(db, found.event),
    getDeskForm(db, found.event),
    findNeeds(db, found.id)
  ]);
  return registration && event ? { registration, needs, event, form } : null;
}

async function findNeeds(db: Executor, id: RegistrationId): Promise<Needs> {
  const row = await db
    .selectFrom('registration_need')
    .select(['meal', 'access'])
    .where('registration_id', '=', id)
    .executeTakeFirst();
  return row ?? { meal: '', access: '' };
}

/** A registration as it stands in the list of somebody’s own. */
export interface OwnRegistration {
  readonly id: RegistrationId;
  readonly event: EventId;
  readonly linkVersion: number;
  readonly status: RegistrationStatus;
  readonly title: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
  readonly communeName: string;
  readonly cancelled: boolean;
}

/**
 * What somebody is registered to, what comes first, then the last that took place: with her account, or with the
 * address it is opened with, which signing in has shown to be hers.
 */
export async function listOwnRegistrations(
  db: Executor,
  actor: Actor,
  now: Date
): Promise<OwnRegistration[]> {
  if (actor.kind !== 'person') return [];
  const { rows } = await sql<OwnRegistration>`
    select r.id, r.event_id as event, r.link_version as "linkVersion", r.status, e.title, e.starts_at as "startsAt", e.ends_at as "endsAt",
      e.time_zone as "timeZone", coalesce(c.name, '') as "communeName", e.status = 'cancelled' as cancelled
    from registration r join event e on e.id = r.event_id
    left join commune c on c.code = e.venue_commune_code
    where (r.person_id = ${actor.id}
        or r.email = (select lower(email) from person where id = ${actor.id} and suspended_at is null))
      and (e.ends_at > ${now}::timestamptz - interval '1 year' or e.ends_at is null)
      and (r.status not in ('cancelled', 'expired') or e.ends_at > ${now})
    order by (e.ends_at < ${now}) nulls first, abs(extract(epoch from e.starts_at - ${now}::timestamptz)), r.id
    limit 20`.execute(db);
  return rows;
}
