import { beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { NotFound } from '#shared/errors.ts';
import type { EventId, InterviewHostId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { anAttendee, openInterviews } from '../../../../../../tests/factories/interviews.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { bookInterview } from '../commands.ts';
import { nameHost, removeHost } from '../organiser/commands.ts';
import { offerNamedSlots, removeNamedSlot, saveNamedCard, stopNamedHosting } from './commands.ts';
import { findNamedHosting, hostToken } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
const NOW = { now };
const RANGE = { day: '2027-03-18', from: '10:00', until: '11:00' };
const CARD = { place: 'Hall, table 4', description: 'Six mois, logement possible.' };
let territory: Awaited<ReturnType<typeof aTerritory>>;
let animator: PersonActor;
let turn = 0;

beforeAll(async () => {
  territory = await aTerritory(db);
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

/** Somebody named who is not registered, with the link of the message that told her. */
async function named(rules: Parameters<typeof openInterviews>[2] = {}) {
  const { id: event } = await anEvent(db, territory.id);
  await openInterviews(db, event, { hosts: 'named', ...rules });
  const email = `hors-liste-${++turn}@exemple.test`;
  const more = { profession: 'Médecin', structure: 'Maison Inventée', place: '', description: '' };
  const input = { name: 'Dre Hors Liste', email, ...more };
  const made = await nameHost(db, animator, event, input, { reread: false });
  if (!made.ok) throw new Error(made.reason);
  return { event, host: made.host, email, token: tokenIn(await lastTo(email)) };
}

async function lastTo(recipient: string) {
  return db
    .selectFrom('mail_message')
    .select(['kind', 'text_body'])
    .where('recipient', '=', recipient)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
}

const tokenIn = ({ text_body: text }: { text_body: string | null }) =>
  /\/entretiens\/([\w-]+)/.exec(text ?? '')![1]!;
const ownOf = async (token: string) => (await findNamedHosting(db, token, now))!.own;

async function booked(event: EventId, token: string) {
  await offerNamedSlots(db, token, RANGE, NOW);
  const [slot] = (await ownOf(token)).slots;
  const trainee = await anAttendee(db, event, 'lou');
  expect(await bookInterview(db, trainee.token, slot!.id, NOW)).toMatchObject({ ok: true });
  return { slot: slot!.id, trainee };
}

test('who is named without being registered is sent a link where she gives her hours and says where she is', async () => {
  const { token } = await named();
  expect(await offerNamedSlots(db, token, RANGE, NOW)).toEqual({ ok: true, added: 4, known: 0 });
  expect(await saveNamedCard(db, token, CARD, { reread: false, now })).toEqual({ ok: true });
  expect(await ownOf(token)).toMatchObject({ name: 'Dre Hors Liste', ...CARD });
  expect((await ownOf(token)).slots).toHaveLength(4);
});

test('somebody books: the message leads to the same page, where she reads who comes and no address', async () => {
  const { event, email, token } = await named();
  const { trainee } = await booked(event, token);
  const told = await lastTo(email);
  expect(told.kind).toBe('interview-booked');
  expect(tokenIn(told)).toBe(token);
  const own = await ownOf(token);
  expect(own.slots[0]!.takenBy).toMatchObject({ name: 'lou Essai' });
  expect(JSON.stringify(own)).not.toContain(trainee.email);
});

test('one taken back when booked tells who had it; one of another host is not hers to take', async () => {
  const { event, token } = await named();
  const { slot, trainee } = await booked(event, token);
  const other = await named();
  expect(await removeNamedSlot(db, other.token, { slot, evenTaken: true }, NOW)).toEqual({
    ...{ ok: false, reason: 'gone' }
  });
  expect(await removeNamedSlot(db, token, { slot, evenTaken: false }, NOW)).toMatchObject({
    reason: 'taken'
  });
  expect(await removeNamedSlot(db, token, { slot, evenTaken: true }, NOW)).toEqual({
    ...{ ok: true, wasTaken: true }
  });
  expect((await lastTo(trainee.email)).kind).toBe('interview-cancelled');
});

test('who stops is on the list no more, who had booked is told, and her link serves no more', async () => {
  const { event, token } = await named();
  const { trainee } = await booked(event, token);
  await stopNamedHosting(db, token, NOW);
  await stopNamedHosting(db, token, NOW);
  expect((await lastTo(trainee.email)).kind).toBe('interview-cancelled');
  expect(await findNamedHosting(db, token, now)).toBeNull();
  await expect(offerNamedSlots(db, token, RANGE, NOW)).rejects.toThrow(NotFound);
});

test('taken off by the organiser, or given a new version, a link opens nothing; nor does a link that is none of ours', async () => {
  const { event, host, token } = await named();
  await db.updateTable('interview_host').set({ link_version: 2 }).where('id', '=', host).execute();
  expect(await findNamedHosting(db, token, now)).toBeNull();
  const again = hostToken(host, 2);
  expect(await findNamedHosting(db, again, now)).not.toBeNull();
  await removeHost(db, animator, event, host, NOW);
  expect(await findNamedHosting(db, again, now)).toBeNull();
  for (const wrong of ['faux', hostToken(999_999 as InterviewHostId, 1)])
    await expect(saveNamedCard(db, wrong, CARD, { reread: false, now })).rejects.toThrow(NotFound);
});

test('a host who is registered has « ma place » and no second link', async () => {
  const { event } = await named();
  const { email } = await anAttendee(db, event, 'ada', { profession: 'R356-90' });
  const more = { profession: '', structure: '', place: '', description: '' };
  const made = await nameHost(
    db,
    animator,
    event,
    { name: 'Ada', email, ...more },
    { reread: false }
  );
  const { host } = made as { host: InterviewHostId };
  expect((await lastTo(email)).text_body).toContain('/ma-place/');
  expect(await findNamedHosting(db, hostToken(host, 1), now)).toBeNull();
});

test('closed, over, or with words that may be about a patient, nothing is written', async () => {
  const { token } = await named({ open: false });
  expect(await offerNamedSlots(db, token, RANGE, NOW)).toEqual({ ok: false, reason: 'closed' });
  const late = { reread: false, now: new Date('2028-01-01T10:00:00Z') };
  expect(await saveNamedCard(db, token, CARD, late)).toEqual({ ok: false, reason: 'past' });
  const open = await named();
  const about = { place: 'Hall', description: 'M. Robert Martin, né le 12/03/1942, m’attend.' };
  expect(await saveNamedCard(db, open.token, about, { reread: false, now })).toMatchObject({
    reason: 'second-reading'
  });
  expect((await ownOf(open.token)).description).toBe('');
});
