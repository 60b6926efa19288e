import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { writeCalendar } from '#domain/events/calendar/file.ts';
import { VISITOR, operator } from '#domain/identity/model.ts';
import { getRegistrationCalendar } from '#domain/registrations/server/calendar/queries.ts';
import { registrationToken } from '#domain/registrations/server/links/queries.ts';
import { cancelEdition } from '#domain/registrations/server/messages/commands.ts';
import { register } from '#domain/registrations/server/places/commands.ts';
import { cancelRegistration } from '#domain/registrations/server/places/holder/commands.ts';
import {
  addRegistration,
  cancelForSomeone
} from '#domain/registrations/server/places/organiser/commands.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import type { MailId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../tests/factories/events.ts';
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
  expect(readStrictly(cancelled!.files[0]!.text)).toMatchObject([{ status: 'CANCELLED' }]);
});

/** What the confirmation put in a calendar, and what the last message takes away from it. */
function expectTakenAway(confirmed: string, cancelled: string): void {
  const method = new ICAL.Component(ICAL.parse(cancelled) as unknown[]).getFirstPropertyValue(
    'method'
  );
  expect(method).toBe('CANCEL');
  const [before, after] = [readStrictly(confirmed), readStrictly(cancelled)];
  expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
  for (const [at, one] of after.entries()) {
    expect(one.status).toBe('CANCELLED');
    expect(one.sequence).toBeGreaterThan(before[at]!.sequence);
  }
}

test.each(['herself', 'the organiser', 'the edition'])(
  'cancelled by %s, the message carries what takes the same entries away from a calendar',
  async (by) => {
    const { id: event } = await anEvent(db, territory.id);
    await openDesk(db, event);
    const email = `annule-${by.replaceAll(' ', '-')}@reseau.internal`;
    const sessions = [await aSession(db, event, { title: 'Atelier choisi' })];
    const made = await register(db, VISITOR, event, aRequest({ email, sessions }), { now });
    if (!made.ok) throw new Error(made.reason);
    const [confirmed] = await deliverTo(email);
    if (by === 'herself')
      await cancelRegistration(db, registrationToken(made.registration, 1), { now });
    else if (by === 'the organiser')
      await cancelForSomeone(db, operator('test'), made.registration, { now });
    else await cancelEdition(db, operator('test'), event, { reason: 'Neige' }, now);
    const [cancelled] = await deliverTo(email);
    expect(cancelled!.files).toMatchObject([{ name: 'annulation.ics' }]);
    expect(cancelled!.text).toContain('il l’en retire');
    expectTakenAway(confirmed!.files[0]!.text, cancelled!.files[0]!.text);
  }
);

test('who has registered again before the message leaves loses nothing of her calendar', async () => {
  const { id: event } = await anEvent(db, territory.id);
  await openDesk(db, event);
  const asked = aRequest({ email: 'revenue@reseau.internal' });
  const made = await register(db, VISITOR, event, asked, { now });
  if (!made.ok) throw new Error(made.reason);
  await cancelRegistration(db, registrationToken(made.registration, 1), { now });
  await register(db, VISITOR, event, { ...asked, requestKey: 'encore' }, { now });
  const [, cancelled, again] = await deliverTo('revenue@reseau.internal');
  expect(cancelled!.files).toEqual([]);
  expect(readStrictly(again!.files[0]!.text)).toMatchObject([{ status: 'CONFIRMED' }]);
});

test('an edition without a date carries no calendar, and speaks of none', async () => {
  const { id: event } = await anEvent(db, territory.id, { startsAt: null, endsAt: null });
  const asked = aRequest({ email: 'd@reseau.internal' });
  await addRegistration(db, operator('test'), event, asked, { now, whenFull: 'refuse' });
  const [confirmed] = await deliverTo('d@reseau.internal');
  expect(confirmed!.files).toEqual([]);
  expect(confirmed!.text).not.toContain('agenda');
});

test('who registered a colleague keeps her own entry when that colleague gives up', async () => {
  const { id: event } = await anEvent(db, territory.id);
  await openDesk(db, event);
  const asked = aRequest({ email: 'collegue@reseau.internal' });
  const made = await register(db, VISITOR, event, asked, { now });
  if (!made.ok) throw new Error(made.reason);
  const group = await db
    .insertInto('registration_group')
    .values({ event_id: event, name: 'Secrétariat', email: 'groupe@reseau.internal' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('registration')
    .set({ email: null, group_id: group.id })
    .where('id', '=', made.registration)
    .execute();
  await cancelForSomeone(db, operator('test'), made.registration, { now });
  const [told] = await deliverTo('groupe@reseau.internal');
  expect(told!.text).toContain('a été annulée');
  expect(told!.files).toEqual([]);
});
