import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { instantOf } from '#shared/dates.ts';
import type { Event } from '../../../model.ts';
import type { SessionInput, Shift } from '../../../programme.ts';

/** What a session holds, as columns. */
export interface SessionRow {
  readonly id: ProgrammeSessionId;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly materials: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly chosen: boolean;
  readonly capacity: number | null;
}

/**
 * A session of an edition, kept from other changes until the transaction ends; null when it is gone.
 * @param strength - « update » also keeps anybody from choosing it meanwhile: it is about to be deleted.
 */
export async function lockSession(
  tx: Tx,
  event: EventId,
  session: ProgrammeSessionId,
  strength: 'no key update' | 'update' = 'no key update'
): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    select id, version, title, description, materials, starts_at as "startsAt", ends_at as "endsAt",
      chosen, capacity
    from programme_session where event_id = ${event} and id = ${session}
    for ${sql.raw(strength)}`.execute(tx);
  return rows[0] ?? null;
}

/** What an input names that this edition does not have: it was removed meanwhile, or never was. */
export async function listUnknown(
  tx: Executor,
  event: EventId,
  input: Pick<SessionInput, 'room' | 'speakers' | 'themes'>
): Promise<Issue[]> {
  const speakers = input.speakers.map(({ speaker }) => speaker);
  const { rows } = await sql<Issue>`
    select 'room' as path, 'Cette salle a été retirée : choisissez-en une autre.' as message
    where ${input.room}::bigint is not null
      and not exists (select from event_room where event_id = ${event} and id = ${input.room})
    union all
    select 'speakers', 'Une des personnes choisies a été retirée du programme.'
    where exists (select from unnest(${speakers}::bigint[]) as asked (id)
      where not exists (select from event_speaker s where s.event_id = ${event} and s.id = asked.id))
    union all
    select 'themes', 'Un des thèmes choisis n’existe plus.'
    where exists (select from unnest(${input.themes}::text[]) as asked (code)
      where not exists (select from theme t where t.code = asked.code))`.execute(tx);
  return rows;
}

/** The columns of a session; its civil times become instants in the zone of its edition. */
export function sessionColumns(input: SessionInput, { timeZone }: Pick<Event, 'timeZone'>) {
  return {
    kind: input.kind,
    title: input.title,
    description: input.description,
    materials: input.materials,
    starts_at: instantOf(input.startsAt, timeZone),
    ends_at: instantOf(input.endsAt, timeZone),
    room_id: input.room,
    chosen: input.chosen,
    capacity: input.capacity
  };
}

/** Writes anew the themes and speakers of a session. */
export async function linkSession(
  tx: Tx,
  session: ProgrammeSessionId,
  { themes, speakers }: Pick<SessionInput, 'themes' | 'speakers'>
): Promise<void> {
  await tx.deleteFrom('programme_session_theme').where('session_id', '=', session).execute();
  await tx.deleteFrom('session_speaker').where('session_id', '=', session).execute();
  if (themes.length > 0)
    await tx
      .insertInto('programme_session_theme')
      .values([...new Set(themes)].map((code) => ({ session_id: session, theme_code: code })))
      .execute();
  const once = [...new Map(speakers.map((one) => [one.speaker, one])).values()];
  if (once.length > 0)
    await tx
      .insertInto('session_speaker')
      .values(
        once.map(({ speaker, role }, position) => ({
          session_id: session,
          speaker_id: speaker,
          role,
          position
        }))
      )
      .execute();
}

/**
 * After any change of the programme: its trace, and once the edition is published the number that tells calendars to
 * take it again.
 */
export async function recordProgramme(
  tx: Tx,
  actor: Actor,
  event: Event,
  change: {
    readonly action:
      | `session.${'create' | 'update' | 'move' | 'delete' | 'restore'}`
      | `${'room' | 'speaker'}.${'create' | 'update' | 'delete'}`;
    readonly id: number;
    readonly label: string;
    readonly shift?: Shift;
  }
): Promise<void> {
  const { action, id, label, shift } = change;
  await sql`
    update event set updated_at = now(),
      calendar_sequence = calendar_sequence + (status <> 'draft')::int
    where id = ${event.id}`.execute(tx);
  await recordAudit(tx, actor, {
    action: `programme.${action}`,
    target: { kind: action.split('.')[0]!, id, label },
    territory: event.territory.id,
    detail: { event: event.slug, ...(shift && { shift }) }
  });
}
