import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import {
  aBatch,
  aLink,
  anEntry,
  anOpenDoor,
  aWalkIn,
  THAT_MORNING,
  type OpenDoor
} from '../../../../../../tests/factories/checkin.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import type { Gesture } from '../../../checkin/model.ts';
import { listPresences } from '../../attendance/queries.ts';
import { receiveBatch } from '../gestures/commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
let territory: Territory;
let event: OpenDoor['event'];
let morning: OpenDoor['morning'];
let token: OpenDoor['token'];
let someone: OpenDoor['someone'];
let scans: OpenDoor['scans'];

beforeAll(async () => {
  territory = await aTerritory(db);
});

beforeEach(async () => {
  ({ event, morning, token, someone, scans } = await anOpenDoor(db, territory.id, 2));
});

describe('a link of volunteers', () => {
  const receive = (now: Date, gestures: Gesture[] = [anEntry(someone, morning, { at: now })]) =>
    receiveBatch(db, token, aBatch(gestures, { now }), now);

  test('revoked, made again, or of an edition that is not held serves nothing', async () => {
    const gone = { ok: false, reason: 'gone' };
    expect(await receiveBatch(db, `${token}x`, aBatch([]), THAT_MORNING)).toEqual(gone);
    for (const change of [
      () => db.updateTable('checkin_link').set({ revoked_at: THAT_MORNING }),
      () => db.updateTable('checkin_link').set({ revoked_at: null, link_version: 2 })
    ]) {
      await change().where('event_id', '=', event).execute();
      expect(await receive(THAT_MORNING)).toEqual(gone);
    }
    ({ token } = await aLink(db, event));
    await db.updateTable('event').set({ status: 'cancelled' }).where('id', '=', event).execute();
    expect(await receive(THAT_MORNING)).toEqual(gone);
    expect(await scans()).toEqual([]);
  });

  test('the evening before rehearses: nothing is counted, nobody is registered', async () => {
    const eve = new Date('2027-03-17T18:00:00Z');
    const said = await receive(eve, [anEntry(someone, morning, { at: eve }), aWalkIn(morning)]);
    expect(said.ok && said.answer.answers.map(({ outcome }) => outcome)).toEqual([
      'other-day',
      'refused'
    ]);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await receive(new Date('2027-03-16T18:00:00Z'))).toEqual({ ok: false, reason: 'early' });
  });

  test('the day after takes what a telephone kept, dates it of its day, and tells nothing more', async () => {
    const late = new Date('2027-03-20T09:00:00Z');
    const entry = anEntry(someone, morning, { at: late });
    const said = await receive(late, [entry]);
    expect(said.ok && said.answer).toMatchObject({
      answers: [{ outcome: 'ok' }],
      seen: [],
      version: ''
    });
    expect((await scans())[0]!.scanned_at.getTime()).toBeLessThan(
      Date.parse('2027-03-18T23:00:00Z')
    );
    expect(await receive(new Date('2027-03-22T09:00:00Z'))).toEqual({ ok: false, reason: 'gone' });
  });

  test('asked a thousand times a minute is asked to wait', async () => {
    const ask = () => receiveBatch(db, token, aBatch([]), THAT_MORNING);
    expect((await ask()).ok).toBe(true);
    await db
      .updateTable('throttle')
      .set({ count: 600 })
      .where('scope', '=', 'checkin-link')
      .execute();
    expect(await ask()).toEqual({ ok: false, reason: 'too-many' });
  });
});
