import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent, aSession } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import { aRequest, openDesk } from '../../../../../tests/factories/registrations.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { register } from './commands.ts';
import { findRegistration } from './queries.ts';

const db = await testDatabase();
const now = new Date('2027-02-01T10:00:00Z');
let territory: Territory;

beforeAll(async () => {
  territory = await aTerritory(db);
});

async function anOpenEvent(traits: Parameters<typeof anEvent>[2] = {}): Promise<EventId> {
  const { id } = await anEvent(db, territory.id, traits);
  await openDesk(db, id);
  return id;
}

const asking = (event: EventId, email: string, traits: Parameters<typeof aRequest>[0] = {}) =>
  register(db, VISITOR, event, aRequest({ ...traits, email }), { now });

async function registered(event: EventId, email: string, traits = {}) {
  const outcome = await asking(event, email, traits);
  if (!outcome.ok) throw new Error(outcome.reason);
  return (await findRegistration(db, outcome.registration))!;
}

function mailsTo(address: string) {
  return db
    .selectFrom('mail_message')
    .select(['kind', 'subject', 'text_body'])
    .where('recipient', '=', address)
    .orderBy('id')
    .execute();
}

describe('registering', () => {
  test('gives a place, and writes it with its link', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    const given = await registered(event, 'a@exemple.test');
    expect(given).toMatchObject({ status: 'confirmed', rank: null });
    const [mail] = await mailsTo('a@exemple.test');
    expect(mail).toMatchObject({ kind: 'registration-confirmed' });
    expect(mail!.text_body).toContain('/ma-place/');
  });

  test('once the edition is full, gives a rank in the waiting list, the sessions being wished', async () => {
    const event = await anOpenEvent({ capacity: 1 });
    const session = await aSession(db, event);
    await registered(event, 'a@exemple.test');
    await registered(event, 'b@exemple.test');
    const third = await registered(event, 'c@exemple.test', { sessions: [session] });
    expect(third).toMatchObject({
      status: 'waitlisted',
      rank: 2,
      choices: [{ session, status: 'wished', rank: null }]
    });
  });

  test('a full session is waited for, the place in the edition being given', async () => {
    const event = await anOpenEvent();
    const session = await aSession(db, event, { capacity: 1 });
    await registered(event, 'a@exemple.test', { sessions: [session] });
    const second = await registered(event, 'b@exemple.test', { sessions: [session] });
    expect(second).toMatchObject({
      status: 'confirmed',
      choices: [{ session, status: 'waitlisted', rank: 1 }]
    });
  });

  test('two sessions at the same time are refused, and named', async () => {
    const event = await anOpenEvent();
    const first = await aSession(db, event, { title: 'Un' });
    const second = await aSession(db, event, { title: 'Deux' });
    const outcome = await asking(event, 'a@exemple.test', { sessions: [first, second] });
    expect(outcome).toMatchObject({
      ok: false,
      reason: 'overlap',
      sessions: [{ title: 'Un' }, { title: 'Deux' }]
    });
  });

  test('an address registered already is told so by a message with its link, and takes no second place', async () => {
    const event = await anOpenEvent({ capacity: 5 });
    await registered(event, 'again@exemple.test');
    expect(await asking(event, 'again@exemple.test')).toEqual({ ok: false, reason: 'already' });
    const kinds = (await mailsTo('again@exemple.test')).map(({ kind }) => kind);
    expect(kinds).toEqual(['registration-confirmed', 'registration-already']);
  });

  test('the same form sent twice is one registration, and one message', async () => {
    const event = await anOpenEvent();
    const twice = () => asking(event, 'double@exemple.test', { requestKey: 'clé' });
    const [one, other] = await Promise.all([twice(), twice()]);
    expect([one, other].map((outcome) => outcome.ok && outcome.repeated).toSorted()).toEqual([
      false,
      true
    ]);
    expect(await mailsTo('double@exemple.test')).toHaveLength(1);
  });
});
