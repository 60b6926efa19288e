import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import {
  aBatch,
  aLink,
  anExpected,
  anOpenDoor,
  THAT_MORNING,
  type OpenDoor
} from '../../../../../../tests/factories/checkin.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { registrationLink } from '../../links/queries.ts';
import { receiveBatch } from '../gestures/commands.ts';
import { findCheckinLink } from '../links/queries.ts';
import { checkinCode } from '../queries.ts';
import { getCheckinList } from './queries.ts';

const db = await testDatabase();
let territory: Territory;
let event: OpenDoor['event'];
let morning: OpenDoor['morning'];
let afternoon: OpenDoor['afternoon'];
let token: OpenDoor['token'];

beforeAll(async () => {
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ event, morning, afternoon, token } = await anOpenDoor(db, territory.id, 2));
});

describe('the list of volunteers', () => {
  const read = async () =>
    getCheckinList(db, (await findCheckinLink(db, token, THAT_MORNING))!, THAT_MORNING);

  test('holds what lets somebody in, and neither address, telephone, need, answer nor link', async () => {
    const own = await anExpected(db, event, { last: 'Brouillon', email: 'fuite@exemple.test' });
    await db
      .insertInto('registration_need')
      .values({ registration_id: own, meal: 'FUITE-REPAS', access: 'FUITE-ACCES' })
      .execute();
    const question = await db
      .insertInto('registration_question')
      .values({ event_id: event, kind: 'text', label: 'Une attente ?' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('registration_answer')
      .values({ registration_id: own, question_id: question.id, value: 'FUITE-REPONSE' })
      .execute();
    const list = await read();
    const found = list.people.find(({ id }) => id === own)!;
    expect(Object.keys(found).sort()).toEqual([
      ...['category', 'codes', 'first', 'halfDays', 'id', 'last', 'profession', 'sessions'],
      ...['structure', 'waiting']
    ]);
    const text = JSON.stringify(list);
    for (const leak of ['fuite', 'FUITE', '@', checkinCode(own, 1), registrationLink(own, 1)])
      expect(text).not.toContain(leak);
    expect(found.codes.every((code) => code.length === 12)).toBe(true);
  });

  test('leaves out who cancelled, and moves its mark when somebody registers', async () => {
    const before = await read();
    await anExpected(db, event, { status: 'cancelled' });
    expect((await read()).version).toBe(before.version);
    await anExpected(db, event);
    const after = await read();
    expect(after.people).toHaveLength(before.people.length + 1);
    expect(after.version).not.toBe(before.version);
    const said = await receiveBatch(db, token, aBatch([]), THAT_MORNING);
    expect(said.ok && said.answer.version).toBe(after.version);
  });

  test('offers the half-days of its day, or the edition as a whole', async () => {
    expect((await read()).entrances.map(({ key }) => key)).toEqual([morning, afternoon]);
    const { id } = await anEvent(db, territory.id);
    ({ token } = await aLink(db, id));
    expect((await read()).entrances.map(({ key }) => key)).toEqual(['all']);
    ({ token } = await aLink(db, event, { day: '2027-03-19' }));
    const link = await findCheckinLink(db, token, new Date('2027-03-19T08:00:00Z'));
    expect((await getCheckinList(db, link!, THAT_MORNING)).entrances[0]!.key).toBe('all');
  });
});
