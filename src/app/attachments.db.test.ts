import { expect, test } from 'vitest';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { VISITOR, operator } from '#domain/identity/model.ts';
import { getRegistrationCalendar } from '#domain/registrations/server/calendar/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { cancelRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import { addRegistration } from '#domain/registrations/server/places/organiser/commands.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import type { MailId } from '#shared/ids.ts';
import { anEvent } from '../../tests/factories/events.ts';
import { aTerritory } from '../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../tests/factories/registrations.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { readStrictly } from '../../tests/support/ical.ts';
import { files, startMailbox } from '../../tests/support/mailbox.ts';
import { ATTACHMENTS } from './attachments.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const now = new Date('2027-02-01T10:00:00Z');

/** Everything written to an address, delivered in its order. */
async function deliverTo(address: string) {
  const mailbox = await startMailbox();
  const settings = {
    ...{ smtpUrl: mailbox.url, from: 'maillage@reseau.internal' },
    ...{ keepBodies: false, attachments: ATTACHMENTS }
  };
  const rows = await db
    .selectFrom('mail_message')
    .select('id')
    .where('recipient', '=', address)
    .where('status', '=', 'queued')
    .orderBy('id')
    .execute();
  for (const { id } of rows)
    await deliverMail(db, id as MailId, settings, { worker: 'essai', now });
  return mailbox.messages.map((one) => ({ text: one.mail.text ?? '', files: files(one) }));
}

test('a confirmation carries the calendar of « ma place », and what the organiser tells each person', async () => {
  const { id: event } = await anEvent(db, territory.id, { capacity: 1 });
  await openDesk(db, event);
  await db
    .updateTable('registration_desk')
    .set({ message: 'Apportez votre badge.' })
    .where('event_id', '=', event)
    .execute();
  const enter = (email: string) => register(db, VISITOR, event, aRequest({ email }), { now });
  const [first, second] = [await enter('a@reseau.internal'), await enter('b@reseau.internal')];
  if (!first.ok || !second.ok) throw new Error('both are taken');
  const token = registrationToken(first.registration, 1);
  const { title, entries } = await getRegistrationCalendar(db, token);
  const [confirmed] = await deliverTo('a@reseau.internal');
  expect(confirmed!.files).toEqual([
    { name: 'rencontre.ics', text: writeCalendar(title, entries) }
  ]);
  expect(confirmed!.text).toContain('Apportez votre badge.');
  expect(confirmed!.text).toContain('Le fichier joint s’ajoute à votre agenda');

  const [waiting] = await deliverTo('b@reseau.internal');
  expect(waiting!.files).toEqual([]);
  expect(waiting!.text).not.toContain('Apportez votre badge.');

  await cancelRegistration(db, token, { now });
  const [promoted] = await deliverTo('b@reseau.internal');
  const [before] = readStrictly(confirmed!.files[0]!.text);
  const [after] = readStrictly(promoted!.files[0]!.text);
  expect(after).toMatchObject({ uid: before!.uid, status: 'CONFIRMED' });
  expect(after!.sequence).toBeGreaterThan(before!.sequence);
});

test('one that is cancelled before its message has left carries what is true then', async () => {
  const { id: event } = await anEvent(db, territory.id);
  await openDesk(db, event);
  const asked = aRequest({ email: 'c@reseau.internal' });
  const made = await register(db, VISITOR, event, asked, { now });
  if (!made.ok) throw new Error(made.reason);
  await cancelRegistration(db, registrationToken(made.registration, 1), { now });
  const [confirmed, cancelled] = await deliverTo('c@reseau.internal');
  expect(readStrictly(confirmed!.files[0]!.text)).toMatchObject([{ status: 'CANCELLED' }]);
  expect(cancelled!.files).toEqual([]);
});

test('an edition without a date carries no calendar, and speaks of none', async () => {
  const { id: event } = await anEvent(db, territory.id, { startsAt: null, endsAt: null });
  const asked = aRequest({ email: 'd@reseau.internal' });
  await addRegistration(db, operator('test'), event, asked, { now, whenFull: 'refuse' });
  const [confirmed] = await deliverTo('d@reseau.internal');
  expect(confirmed!.files).toEqual([]);
  expect(confirmed!.text).not.toContain('agenda');
});
