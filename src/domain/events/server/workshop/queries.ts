import { sql } from 'kysely';
import type { Commune, PerimeterInput } from '#domain/territory/model.ts';
import { getPerimeter, listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, PerimeterId, TerritoryId, WorkshopStructureId } from '#shared/ids.ts';
import {
  NO_SUCH_SEAT,
  type Workshop,
  type WorkshopCase,
  type WorkshopPoint,
  type WorkshopStatus,
  type WorkshopStructure
} from '../../workshop.ts';

const PURPOSE = 'perimeter-workshop';

/** The token of the link of the room; nothing of it is kept here. */
export function workshopToken(event: EventId, version: number): string {
  return writeRowToken(PURPOSE, event, version);
}

/** The token of the link of the room as it is now; null until the workshop is prepared. For who has been let in already. */
export async function findRoomToken(db: Executor, event: EventId): Promise<string | null> {
  const row = await db
    .selectFrom('perimeter_workshop')
    .select('link_version')
    .where('event_id', '=', event)
    .executeTakeFirst();
  return row ? workshopToken(event, row.link_version) : null;
}

/** What the link of a room leads to. */
export interface Room {
  readonly event: EventId;
  readonly title: string;
  readonly slug: string;
  readonly territory: { readonly id: TerritoryId; readonly name: string };
  /** Whether one may write now: a cancelled edition is closed. */
  readonly status: WorkshopStatus;
}

/** @throws NotFound for a link that is none of ours, or was made again since. */
export async function getRoom(db: Executor, token: string): Promise<Room> {
  const read = readRowToken<EventId>(PURPOSE, token);
  const { rows } = await sql<Room & { version: number }>`
    select w.event_id as event, e.title, e.slug, w.link_version as version,
      json_build_object('id', t.id, 'name', t.name) as territory,
      case when e.status = 'cancelled' then 'closed' else w.status end as status
    from perimeter_workshop w join event e on e.id = w.event_id join territory t on t.id = e.territory_id
    where w.event_id = ${read?.id ?? -1}`.execute(db);
  const row = rows[0];
  if (!read || !row || !read.isOf(row.version)) throw new NotFound(NO_SUCH_ROOM);
  const { version: _, ...room } = row;
  return room;
}

const NO_SUCH_ROOM =
  'Ce lien d’atelier ne sert plus. Demandez le nouveau à la personne qui anime la rencontre.';

/** The workshop of an edition with all that was said; null until it is prepared. For who has been let in already. */
export async function findWorkshop(
  db: Executor,
  event: EventId,
  territory: TerritoryId
): Promise<{ workshop: Workshop; communes: Commune[] } | null> {
  const communes = await listTerritoryCommunes(db, territory);
  const { rows } = await workshopOf(
    event,
    communes.map(({ code }) => code)
  ).execute(db);
  const row = rows[0];
  if (!row) return null;
  return {
    communes,
    workshop: {
      ...row,
      event,
      structures: row.structures.map((one) => ({
        ...one,
        readyAt: instant(one.readyAt),
        appliedAt: instant(one.appliedAt)
      })),
      points: row.points.map((one) => ({ ...one, settledAt: instant(one.settledAt) }))
    }
  };
}

type Row = Pick<Workshop, 'status' | 'linkVersion'> & {
  structures: (Omit<WorkshopStructure, 'readyAt' | 'appliedAt'> & {
    readyAt: string | null;
    appliedAt: string | null;
  })[];
  cases: WorkshopCase[];
  points: (Omit<WorkshopPoint, 'settledAt'> & { settledAt: string | null })[];
};

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function workshopOf(event: EventId, codes: readonly string[]) {
  return sql<Row>`
    select w.status, w.link_version as "linkVersion",
      (select coalesce(json_agg(json_build_object('id', o.id, 'structure', s.id, 'slug', s.slug, 'name', s.name,
          'type', json_build_object('code', t.code, 'name', t.name), 'certainty', p.certainty,
          'reached', array(select commune_code from perimeter_commune
            where perimeter_id = o.perimeter_id and commune_code = any(${[...codes]}::text[]) order by 1),
          'does', o.does, 'doesNot', o.does_not, 'doubts', o.doubts, 'stamp', ${STAMP}, 'readyAt', o.ready_at,
          'appliedAt', o.applied_at, 'appliedBy', o.applied_by, 'version', o.version) order by s.name, o.id), '[]')
        from workshop_structure o join structure s on s.id = o.structure_id
        join structure_type t on t.code = s.type_code left join perimeter p on p.id = o.perimeter_id
        where o.event_id = w.event_id) as structures,
      (select coalesce(json_agg(json_build_object('id', c.id, 'story', c.story, 'status', c.status,
          'commune', case when m.code is not null then json_build_object('code', m.code, 'name', m.name) end,
          'theme', case when h.code is not null then json_build_object('code', h.code, 'name', h.name) end,
          'audience', case when a.code is not null then json_build_object('code', a.code, 'name', a.name) end,
          'replies', (select coalesce(json_agg(json_build_object('structure', r.workshop_structure_id,
              'answer', r.answer, 'comment', r.comment, 'updatedAt', r.updated_at)
              order by r.workshop_structure_id), '[]')
            from workshop_case_answer r where r.case_id = c.id)) order by c.position, c.id), '[]')
        from workshop_case c left join commune m on m.code = c.commune_code
        left join theme h on h.code = c.theme_code left join audience a on a.code = c.audience_code
        where c.event_id = w.event_id) as cases,
      (select coalesce(json_agg(json_build_object('id', id, 'what', what, 'settledAt', settled_at)
          order by settled_at nulls first, id), '[]')
        from workshop_point where event_id = w.event_id) as points
    from perimeter_workshop w where w.event_id = ${event}`;
}

/** In SQL, of a \`workshop_structure o\`: its stamp, by which who writes shows what she has read. */
export const STAMP = sql`left(md5(concat_ws(chr(31), o.does, o.does_not, o.doubts)), 16)`;

/** The room of a link, with its workshop and the communes of its territory. @throws NotFound */
export async function readRoom(db: Executor, token: string) {
  const room = await getRoom(db, token);
  const found = await findWorkshop(db, room.event, room.territory.id);
  if (!found) throw new NotFound(NO_SUCH_ROOM);
  return { room, ...found };
}

/** The same for one structure of the table: what it said, and the cases it is asked. @throws NotFound */
export async function readSeat(db: Executor, token: string, id: WorkshopStructureId) {
  const { room, workshop, communes } = await readRoom(db, token);
  const own = workshop.structures.find((one) => one.id === id);
  if (!own) throw new NotFound(NO_SUCH_SEAT);
  const cases = workshop.cases
    .filter(({ status }) => status !== 'hidden')
    .map(({ replies, ...one }) => ({
      ...one,
      reply: replies.find(({ structure }) => structure === id) ?? null
    }));
  return { room, own, cases, communes };
}

/** The perimeter that a structure has drawn here; null until it has. */
export async function findDrawnPerimeter(
  db: Executor,
  id: WorkshopStructureId
): Promise<PerimeterInput | null> {
  const row = await db
    .selectFrom('workshop_structure')
    .select('perimeter_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.perimeter_id) return null;
  const { certainty, include, exclude, note } = await getPerimeter(
    db,
    row.perimeter_id as PerimeterId
  );
  const refs = (zones: typeof include) => zones.map(({ level, code }) => ({ level, code }));
  return { certainty, include: refs(include), exclude: refs(exclude), note };
}

/** What the workshop of an edition left to settle, oldest first: for its compte rendu. */
export async function listUnsettledPoints(
  db: Executor,
  event: EventId
): Promise<{ id: number; what: string }[]> {
  return db
    .selectFrom('workshop_point')
    .select(['id', 'what'])
    .where('event_id', '=', event)
    .where('settled_at', 'is', null)
    .orderBy('id')
    .execute();
}
