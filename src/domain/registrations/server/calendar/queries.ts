import { findEventById } from '#domain/events/server/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import { writeCalendar, type CalendarEntry } from '#domain/events/calendar/file.ts';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { registrationEntries } from '../../calendar.ts';
import { listInterviewMoments } from '../interviews/queries.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { listRegistrationsById } from '../places/queries.ts';

/**
 * The calendar of whoever holds a link « ma place ».
 * @throws NotFound: no such link, a link that serves no more, or an edition that has no date yet.
 */
export async function getRegistrationCalendar(
  db: Executor,
  token: string
): Promise<RegistrationCalendar> {
  const found = await findRegistrationByToken(db, token);
  if (!found) throw new NotFound('Ce lien ne mène à aucune inscription, ou ne sert plus.');
  const calendar = await findCalendar(db, found);
  if (!calendar) throw new NotFound('Cette inscription n’existe plus.');
  if (calendar.entries.length === 0)
    throw new NotFound('La date n’est pas encore choisie : le calendrier viendra avec elle.');
  return calendar;
}

/** The same as a file, for the message that carries it; null when there is nothing to put in a calendar. */
export async function writeRegistrationCalendar(
  db: Executor,
  id: RegistrationId
): Promise<string | null> {
  const calendar = await findCalendarOf(db, id);
  if (!calendar || calendar.entries.length === 0) return null;
  return writeCalendar(calendar.title, calendar.entries);
}

/**
 * What takes a registration away from a calendar that holds it: the same entries, cancelled, with a higher number. Null
 * when there is nothing to take away, also when she has a place again by the time the message leaves.
 */
export async function writeRegistrationCancellation(
  db: Executor,
  id: RegistrationId
): Promise<string | null> {
  const calendar = await findCalendarOf(db, id);
  if (!calendar || calendar.entries.length === 0) return null;
  if (calendar.entries.some(({ status }) => status !== 'CANCELLED')) return null;
  return writeCalendar(calendar.title, calendar.entries, 'CANCEL');
}

async function findCalendarOf(db: Executor, id: RegistrationId) {
  const row = await db
    .selectFrom('registration')
    .select('event_id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? findCalendar(db, { id, event: row.event_id as EventId }) : null;
}

interface RegistrationCalendar {
  readonly title: string;
  /** None until the edition has a date. */
  readonly entries: CalendarEntry[];
}

async function findCalendar(
  db: Executor,
  found: { readonly id: RegistrationId; readonly event: EventId }
): Promise<RegistrationCalendar | null> {
  const [event, programme, [registration], interviews, row] = await Promise.all([
    findEventById(db, found.event),
    getProgramme(db, found.event),
    listRegistrationsById(db, [found.id]),
    listInterviewMoments(db, found.id),
    db
      .selectFrom('registration')
      .select('updated_at as updatedAt')
      .where('id', '=', found.id)
      .executeTakeFirst()
  ]);
  if (!event || !registration || !row) return null;
  const held = { ...registration, updatedAt: row.updatedAt };
  const entries = registrationEntries({ event, programme, held, interviews }, siteAddress('/'));
  return { title: event.title, entries };
}
