import { findEventById } from '#domain/events/server/queries.ts';
import { getProgramme } from '#domain/events/server/programme/queries.ts';
import type { CalendarEntry } from '#domain/events/calendar/file.ts';
import type { Executor } from '#server/db/connection.ts';
import { siteAddress } from '#server/http/address.ts';
import { NotFound } from '#shared/errors.ts';
import { registrationEntries } from '../../calendar.ts';
import { findRegistrationByToken } from '../links/queries.ts';
import { listRegistrationsById } from '../places/queries.ts';

/**
 * The calendar of whoever holds a link « ma place ».
 * @throws NotFound: no such link, a link that serves no more, or an edition that has no date yet.
 */
export async function getRegistrationCalendar(
  db: Executor,
  token: string
): Promise<{ title: string; entries: CalendarEntry[] }> {
  const found = await findRegistrationByToken(db, token);
  if (!found) throw new NotFound('Ce lien ne mène à aucune inscription, ou ne sert plus.');
  const [event, programme, [registration], row] = await Promise.all([
    findEventById(db, found.event),
    getProgramme(db, found.event),
    listRegistrationsById(db, [found.id]),
    db
      .selectFrom('registration')
      .select('updated_at as updatedAt')
      .where('id', '=', found.id)
      .executeTakeFirstOrThrow()
  ]);
  if (!event || !registration) throw new NotFound('Cette inscription n’existe plus.');
  const held = { ...registration, updatedAt: row.updatedAt };
  const entries = registrationEntries({ event, programme, held }, siteAddress('/'));
  if (entries.length === 0)
    throw new NotFound('La date n’est pas encore choisie : le calendrier viendra avec elle.');
  return { title: event.title, entries };
}
