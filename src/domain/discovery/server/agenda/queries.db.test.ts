import { expect, test } from 'vitest';
import { listPublicCalendar } from '#domain/events/server/calendar/queries.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { anOpenPoll, pollToken } from '../../../../../tests/factories/polls.ts';
import { aComer, anOpenSurvey, answer, typing } from '../../../../../tests/factories/surveys.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { listAhead } from './queries.ts';

const NOW = new Date('2027-02-01T08:00:00Z');
const db = await testDatabase();
const { id: here } = await aTerritory(db);
const animator = await person(db, { roles: [{ territory: here, role: 'animator' }] });
const ada = await person(db, {
  ...{ email: 'ada.agenda@exemple.test', roles: [{ territory: here, role: 'member' }] }
});
const other = await person(db, {
  ...{ email: 'autre.agenda@exemple.test', roles: [{ territory: here, role: 'member' }] }
});
const lines = async (actor = ada, now = NOW) =>
  (await listAhead(db, actor, now)).map(({ kind, day, title, text }) => ({
    ...{ kind, day, title, text }
  }));

test('an edition where she has a place is told once, as hers, with the link of her place', async () => {
  const event = await anEvent(db, here, { title: 'La rencontre', visibility: 'public' });
  const unlisted = await anEvent(db, here, { title: 'Sur lien', visibility: 'link' });
  expect(await lines()).toEqual([
    expect.objectContaining({ kind: 'event', title: 'La rencontre' })
  ]);
  await aComer(db, event.id, { email: 'ada.agenda@exemple.test' });
  const waiting = await aComer(db, unlisted.id, { email: 'ada.agenda@exemple.test' });
  await db
    .updateTable('registration')
    .set({ status: 'waitlisted', waitlisted_at: NOW })
    .where('id', '=', waiting)
    .execute();

  const own = await lines();
  expect(own.map(({ kind, title, day }) => [kind, title, day])).toEqual([
    ['registration', 'La rencontre', '2027-03-18'],
    ['registration', 'Sur lien', '2027-03-18']
  ]);
  expect(own[0]!.text).toContain('Place réservée');
  expect(own[1]!.text).toContain('Liste d’attente');
  const [first] = await listAhead(db, ada, NOW);
  expect(first!.href).toMatch(/^\/ma-place\//);

  // Neither others nor the public calendar know of it.
  expect((await lines(other)).map(({ kind, title }) => [kind, title])).toEqual([
    ['event', 'La rencontre']
  ]);
  const calendar = await listPublicCalendar(db, { territory: null, since: NOW });
  expect(JSON.stringify(calendar)).not.toMatch(/Sur lien|ma-place|ada\.agenda/);

  await db.updateTable('registration').set({ status: 'cancelled', waitlisted_at: null }).execute();
  expect((await lines()).map(({ kind }) => kind)).toEqual(['event']);
  await db.updateTable('registration').set({ status: 'confirmed' }).execute();
  await db
    .updateTable('event')
    .set({ status: 'cancelled' })
    .where('id', 'in', [event.id, unlisted.id])
    .execute();
  expect(await lines()).toEqual([]);
});

test('the last day of a questionnaire that waits for her, until she has answered', async () => {
  const event = await anEvent(db, here, { title: 'Journée', visibility: 'link' });
  await aComer(db, event.id, { email: 'ada.agenda@exemple.test' });
  const { survey, tokens } = await anOpenSurvey(db, animator, event.id, { now: NOW });
  // It closes as the 10 begins, in Paris.
  await db
    .updateTable('survey')
    .set({ closes_at: '2027-02-09T23:00:00Z' })
    .where('id', '=', survey.id)
    .execute();
  const asked = async (actor = ada, now = NOW) =>
    (await lines(actor, now)).filter(({ kind }) => kind === 'survey');
  expect(await asked()).toEqual([
    {
      ...{ kind: 'survey', day: '2027-02-09', title: survey.title },
      text: '«\u00a0Journée\u00a0»\u00a0: dernier jour pour répondre'
    }
  ]);
  expect(await asked(other)).toEqual([]);
  expect(await asked(ada, new Date('2027-02-09T23:00:01Z'))).toEqual([]);

  await answer(db, tokens[0]!, typing(survey, { 0: 'Se rencontrer' }), NOW);
  expect(await asked()).toEqual([]);
});

test('the last day of a poll of dates that asks her, answered or not; not of one that asks others', async () => {
  const event = await anEvent(db, here, {
    title: 'À dater',
    status: 'draft',
    startsAt: null,
    endsAt: null
  });
  const poll = await anOpenPoll(db, animator, event.id, { guests: ['ada.agenda@exemple.test'] });
  const asked = async (actor = ada, now = NOW) =>
    (await listAhead(db, actor, now)).filter(({ kind }) => kind === 'poll');
  const [line] = await asked();
  expect(line).toMatchObject({ day: '2027-02-25', title: 'À dater' });
  expect(line!.text).toBe('Dernier jour pour dire vos disponibilités');
  expect(line!.href).toContain(await pollToken(db, poll.id, 'ada.agenda@exemple.test'));
  expect(await asked(other)).toEqual([]);
  expect(await asked(ada, new Date('2027-02-27T00:00:00Z'))).toEqual([]);

  await db.updateTable('date_poll_guest').set({ answered_at: NOW }).execute();
  expect((await asked())[0]!.text).toBe('Vous avez répondu\u00a0: dernier jour pour changer');
});

test('as many statements for three of each as for one', async () => {
  const someone = await person(db, {
    ...{ email: 'trois.agenda@exemple.test', roles: [{ territory: here, role: 'member' }] }
  });
  const add = async () => {
    const event = await anEvent(db, here, { visibility: 'link' });
    await aComer(db, event.id, { email: 'trois.agenda@exemple.test' });
    const { survey } = await anOpenSurvey(db, animator, event.id, { now: NOW });
    await db
      .updateTable('survey')
      .set({ closes_at: '2027-02-09T23:00:00Z' })
      .where('id', '=', survey.id)
      .execute();
    const dated = await anEvent(db, here, { status: 'draft', startsAt: null, endsAt: null });
    await anOpenPoll(db, animator, dated.id, { guests: ['trois.agenda@exemple.test'] });
  };
  let found = 0;
  const statements = () =>
    countingStatements(db, async (counted) => {
      found = (await listAhead(counted, someone, NOW)).length;
    });
  await add();
  const forOne = await statements();
  expect(found).toBe(3);
  await add();
  await add();
  expect(await statements()).toBe(forOne);
  expect(found).toBe(9);
});
