import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { CommuneCode, EventId, RegistrationId } from '#shared/ids.ts';
import {
  byCloseness,
  closenessOf,
  kilometresBetween,
  type CarpoolEntry,
  type OwnEntry,
  type Whereabouts
} from '../../carpool.ts';
import { findRegistrationByToken } from '../links/queries.ts';

/** Somebody who holds a link « ma place ». Her address stays on the server. */
export interface Holder {
  readonly id: RegistrationId;
  readonly firstName: string;
  readonly lastName: string;
  /** Hers, or that of the group who registered her; null when nobody gave one. */
  readonly mailbox: string | null;
  readonly hasPlace: boolean;
  readonly commune: { readonly code: CommuneCode; readonly name: string } | null;
}

/** open: one may offer, ask and write. */
export type CarpoolState = 'open' | 'no-place' | 'past' | 'cancelled' | 'no-mailbox';

export interface Carpool {
  readonly event: Event;
  readonly holder: Holder;
  readonly state: CarpoolState;
  readonly mine: OwnEntry | null;
  /** Of the others, the nearest first; none unless it is open to the holder. */
  readonly entries: readonly CarpoolEntry[];
}

/** What somebody sees of who comes together. @returns null when her link serves no more. */
export async function findCarpool(db: Executor, token: string, now: Date): Promise<Carpool | null> {
  const found = await findRegistrationByToken(db, token);
  if (!found) return null;
  const [event, holder] = await Promise.all([
    findEventById(db, found.event),
    findHolder(db, found.id)
  ]);
  if (!event || !holder) return null;
  const state = stateOf(event, holder, now);
  const { mine, others } = await readEntries(db, event.id, holder, state === 'open');
  return { event, holder, state, mine, entries: others };
}

function stateOf(event: Event, holder: Holder, now: Date): CarpoolState {
  if (event.status === 'cancelled') return 'cancelled';
  if (event.endsAt !== null && event.endsAt <= now) return 'past';
  if (!holder.hasPlace) return 'no-place';
  return holder.mailbox === null ? 'no-mailbox' : 'open';
}

/** Who holds a registration. */
export async function findHolder(db: Executor, id: RegistrationId): Promise<Holder | null> {
  const { rows } = await sql<Holder>`
    select r.id, r.first_name as "firstName", r.last_name as "lastName",
      coalesce(r.email, g.email) as mailbox, r.status = 'confirmed' as "hasPlace",
      case when c.code is not null then json_build_object('code', c.code, 'name', c.name) end as commune
    from registration r
    left join registration_group g on g.id = r.group_id
    left join commune c on c.code = r.commune_code
    where r.id = ${id}`.execute(db);
  return rows[0] ?? null;
}

type Row = OwnEntry & {
  id: number;
  registration: RegistrationId;
  firstName: string;
  where: Whereabouts | null;
};

async function readEntries(
  db: Executor,
  event: EventId,
  holder: Holder,
  withOthers: boolean
): Promise<{ mine: OwnEntry | null; others: CarpoolEntry[] }> {
  const { rows } = await sql<Row>`
    select e.id, e.registration_id as registration, e.kind, e.seats, e.note, r.first_name as "firstName",
      case when c.code is not null then json_build_object('code', c.code, 'name', c.name) end as commune,
      ${WHEREABOUTS} as "where"
    from carpool_entry e
    join registration r on r.id = e.registration_id
    left join commune c on c.code = e.commune_code
    where e.event_id = ${event}
      and (e.registration_id = ${holder.id} or (${withOthers} and r.status = 'confirmed'))`.execute(
    db
  );
  const own = rows.find(({ registration }) => registration === holder.id);
  const home = own?.where ?? (await findWhereabouts(db, holder.commune?.code ?? null));
  const others = rows
    .filter(({ registration }) => registration !== holder.id)
    .map(({ registration: _, where, ...entry }) => ({
      ...entry,
      kilometres: kilometresBetween(home, where),
      closeness: closenessOf(home, where)
    }));
  return {
    mine: own ? { kind: own.kind, commune: own.commune, seats: own.seats, note: own.note } : null,
    others: others.toSorted(byCloseness)
  };
}

async function findWhereabouts(
  db: Executor,
  code: CommuneCode | null
): Promise<Whereabouts | null> {
  if (code === null) return null;
  const { rows } = await sql<{ where: Whereabouts | null }>`
    select ${WHEREABOUTS} as "where" from commune c where c.code = ${code}`.execute(db);
  return rows[0]?.where ?? null;
}

/** Of the commune « c » of a statement. */
const WHEREABOUTS = sql<Whereabouts | null>`
  case when c.code is not null then json_build_object(
    'code', c.code, 'epci', c.epci_code, 'departement', c.departement_code,
    'point', (select json_build_object('lon', lon, 'lat', lat) from contour
      where level = 'commune' and contour.code = c.code)) end`;
