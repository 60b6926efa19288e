import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, ProgrammeSessionId, RegistrationId } from '#shared/ids.ts';
import { entranceKey } from '../../attendance.ts';
import {
  chosenEntrances,
  entrancesToSign,
  rowsOf,
  type SheetChoice,
  type SheetRow,
  type SheetType,
  type SignedEntrance
} from '../../sheets.ts';
import { getWelcomedEvent, listPresences } from '../attendance/queries.ts';
import { STANDING } from '../signatures/queries.ts';
import { listRegistrationsOf } from '../places/queries.ts';

export interface Sheet {
  readonly entrance: SignedEntrance;
  readonly rows: readonly SheetRow[];
}

interface Ground {
  readonly asksHalfDays: boolean;
  readonly sessions: {
    readonly id: ProgrammeSessionId;
    readonly title: string;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly chosen: boolean;
  }[];
}

/** What one may sign for at an edition. The caller says who may read it. */
export async function listEntrances(
  db: Executor,
  event: Pick<Event, 'id' | 'title' | 'startsAt' | 'endsAt' | 'halfDays'>
): Promise<SignedEntrance[]> {
  return entrancesFrom(event, await readGround(db, event.id));
}

/** The sheets that a choice asks for, with who signs each. The caller says who may read them. */
export async function listSheets(
  db: Executor,
  event: Pick<Event, 'id' | 'title' | 'startsAt' | 'endsAt' | 'halfDays'>,
  choice: SheetChoice
): Promise<Sheet[]> {
  const [ground, registrations, presences, signatures] = await Promise.all([
    readGround(db, event.id),
    listRegistrationsOf(db, event.id),
    listPresences(db, event.id),
    readSignatures(db, event.id)
  ]);
  const chosen = new Set(ground.sessions.filter((one) => one.chosen).map(({ id }) => id));
  return chosenEntrances(entrancesFrom(event, ground), choice).map((entrance) => {
    const there = presences.filter((one) => entranceKey(one) === entrance.key);
    return {
      entrance,
      rows: rowsOf(registrations, entrance, {
        ...{ asksHalfDays: ground.asksHalfDays, chosen },
        present: new Set(there.map(({ registration }) => registration)),
        signatures: signatures.get(entrance.key) ?? new Map()
      })
    };
  });
}

function entrancesFrom(
  event: Pick<Event, 'title' | 'startsAt' | 'endsAt' | 'halfDays'>,
  { sessions }: Ground
): SignedEntrance[] {
  return entrancesToSign(
    event,
    sessions.map(({ id, title, startsAt, endsAt }) => ({
      ...{ id, title },
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt)
    }))
  );
}

async function readGround(db: Executor, event: EventId): Promise<Ground> {
  const { rows } = await sql<Ground>`
    select coalesce((select asks_half_days from registration_desk where event_id = ${event}), false) as "asksHalfDays",
      (select coalesce(json_agg(json_build_object('id', id, 'title', title, 'startsAt', starts_at,
          'endsAt', ends_at, 'chosen', chosen) order by starts_at, id), '[]')
        from programme_session where event_id = ${event} and kind not in ('stand', 'social')) as sessions`.execute(
    db
  );
  return rows[0]!;
}

/** The strokes of each person, by entrance. */
async function readSignatures(
  db: Executor,
  event: EventId
): Promise<Map<string, Map<RegistrationId, string>>> {
  const { rows } = await sql<{
    id: RegistrationId;
    halfDay: number | null;
    session: ProgrammeSessionId | null;
    strokes: string;
  }>`
    select a.registration_id as id, a.half_day_id as "halfDay", a.session_id as session, a.strokes
    from attendance_signature a join registration r on r.id = a.registration_id
    where r.event_id = ${event} and ${STANDING}`.execute(db);
  const found = new Map<string, Map<RegistrationId, string>>();
  for (const one of rows) {
    const key = entranceKey(one);
    const there = found.get(key) ?? new Map<RegistrationId, string>();
    found.set(key, there.set(one.id, one.strokes));
  }
  return found;
}

/** A signed sheet, scanned. */
export interface AttachedSheet {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly type: SheetType;
  readonly bytes: number;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** The scanned sheets of an edition, the last first. The caller says who may read them. */
export async function listAttachedSheets(db: Executor, event: EventId): Promise<AttachedSheet[]> {
  const rows = await db
    .selectFrom('attendance_sheet')
    .select(['id', 'half_day_id', 'session_id', 'file_name', 'file_type', 'added_by', 'added_at'])
    .select(sql<number>`length(file)`.as('bytes'))
    .where('event_id', '=', event)
    .orderBy('added_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    key: entranceKey({ halfDay: row.half_day_id, session: row.session_id as ProgrammeSessionId }),
    name: row.file_name,
    type: row.file_type as SheetType,
    bytes: row.bytes,
    addedBy: row.added_by,
    addedAt: row.added_at
  }));
}

/**
 * The file of a scanned sheet.
 * @throws NotFound. @throws Forbidden unless the actor welcomes.
 */
export async function getAttachedSheet(
  db: Executor,
  actor: Actor,
  event: EventId,
  id: number
): Promise<{ name: string; type: SheetType; file: Uint8Array }> {
  await getWelcomedEvent(db, actor, event);
  const row = await db
    .selectFrom('attendance_sheet')
    .select(['file', 'file_name', 'file_type'])
    .where('event_id', '=', event)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Cette feuille n’est pas, ou n’est plus, jointe à cette rencontre.');
  return { name: row.file_name, type: row.file_type as SheetType, file: row.file };
}
