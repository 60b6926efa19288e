import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Territory } from '#domain/territory/model.ts';
import { Invalid } from '#shared/errors.ts';
import {
  aBatch,
  anEntry,
  anExpected,
  anOpenDoor,
  halfDaysOf,
  THAT_MORNING,
  type OpenDoor
} from '../../../../../../tests/factories/checkin.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { without } from '../../../../../../tests/support/without.ts';
import type { Gesture } from '../../../checkin/model.ts';
import { listPresences } from '../../attendance/queries.ts';
import { registrationLink } from '../../links/queries.ts';
import { listSignatures } from '../../signatures/queries.ts';
import { checkinCode } from '../queries.ts';
import { receiveBatch } from './commands.ts';

const db = await testDatabase();
let territory: Territory;
let event: OpenDoor['event'];
let morning: OpenDoor['morning'];
let token: OpenDoor['token'];
let someone: OpenDoor['someone'];
let send: OpenDoor['send'];
let outcomes: OpenDoor['outcomes'];
let scans: OpenDoor['scans'];

beforeAll(async () => {
  territory = await aTerritory(db);
});

/** @param capacity - of the edition, where somebody is already expected. */
async function openDoor(capacity: number | null): Promise<void> {
  ({ event, morning, token, someone, send, outcomes, scans } = await anOpenDoor(
    db,
    territory.id,
    capacity
  ));
}

beforeEach(() => openDoor(2));

const aCode = (code: string): Gesture => ({
  ...{ nonce: randomUUID(), type: 'in', means: 'code', entrance: morning, code },
  at: THAT_MORNING.getTime()
});

describe('a gesture', () => {
  test('sent three times is one row, answered three times the same', async () => {
    const entry = anEntry(someone, morning);
    expect(await outcomes(entry)).toEqual(['ok']);
    expect(await outcomes(entry, entry)).toEqual(['ok', 'ok']);
    expect(await scans()).toHaveLength(1);
  });

  test('sent at the same time by ten connections is one row', async () => {
    const entry = anEntry(someone, morning);
    const answers = await Promise.all(Array.from({ length: 10 }, () => outcomes(entry)));
    expect(new Set(answers.flat())).toEqual(new Set(['ok']));
    expect(await scans()).toHaveLength(1);
  });

  test('of a code says whose it is: badge, « ma place », another edition, nobody', async () => {
    const other = await anEvent(db, territory.id);
    const stranger = await anExpected(db, other.id);
    const place = `https://maillage.exemple${registrationLink(someone, 1)}`;
    expect(
      await outcomes(
        aCode(checkinCode(someone, 1)),
        aCode(place),
        aCode(checkinCode(stranger, 1)),
        aCode(checkinCode(someone, 2)),
        aCode('n’importe quoi')
      )
    ).toEqual(['ok', 'already', 'other-event', 'unregistered', 'unregistered']);
    expect(await listPresences(db, event)).toHaveLength(1);
  });

  test('taken back leaves both rows, and nobody there; done again, she is there', async () => {
    const at = (minutes: number) => new Date(THAT_MORNING.getTime() + minutes * 60_000);
    await send([
      anEntry(someone, morning, { at: at(-9) }),
      anEntry(someone, morning, { at: at(-8), type: 'out' })
    ]);
    expect(await listPresences(db, event)).toEqual([]);
    expect(await scans()).toHaveLength(2);
    await send([anEntry(someone, morning, { at: at(-2) })]);
    expect(await listPresences(db, event)).toHaveLength(1);
  });

  test('made within the same instant is ordered as it was sent', async () => {
    await send([anEntry(someone, morning), anEntry(someone, morning, { type: 'out' })]);
    expect(await listPresences(db, event)).toEqual([]);
  });

  test('about somebody of another edition, or an entrance of another day, is refused', async () => {
    const other = await anEvent(db, territory.id);
    const stranger = await anExpected(db, other.id);
    const elsewhere = (await halfDaysOf(db, other.id)).map((id) => `h${id}`);
    expect(
      await outcomes(
        anEntry(stranger, morning),
        anEntry(stranger, morning, { anyway: true }),
        anEntry(someone, elsewhere[0]!),
        anEntry(someone, 'all'),
        { ...anEntry(someone, morning), registration: undefined, door: randomUUID() } as Gesture
      )
    ).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
    expect(await scans()).toEqual([]);
  });

  test('that cannot be read is refused alone; what is no batch at all is thrown back', async () => {
    const wrong = { nonce: randomUUID(), type: 'sign', strokes: '<script>' } as unknown as Gesture;
    const answers = await send([wrong, anEntry(someone, morning)]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['refused', 'ok']);
    await expect(receiveBatch(db, token, { gestures: 3 }, THAT_MORNING)).rejects.toThrow(Invalid);
    const many = aBatch(Array.from({ length: 51 }, () => anEntry(someone, morning)));
    await expect(receiveBatch(db, token, many, THAT_MORNING)).rejects.toThrow(Invalid);
  });

  test('of a telephone whose clock is wrong is dated by ours', async () => {
    const wrong = new Date('2031-01-01T00:00:00Z');
    const entry = anEntry(someone, morning, { at: new Date(wrong.getTime() - 60_000) });
    const batch = { ...aBatch([entry]), sentAt: wrong.getTime() };
    await receiveBatch(db, token, batch, THAT_MORNING);
    expect((await scans())[0]!.scanned_at).toEqual(new Date(THAT_MORNING.getTime() - 60_000));
  });
});

describe('two telephones on one person', () => {
  beforeEach(() => openDoor(null));
  const both = (to = db) =>
    Promise.all(
      [randomUUID(), randomUUID()].map((device) =>
        send([anEntry(someone, morning)], { to, device })
      )
    );

  test('give one entry and two traces: the second is told that she is already in', async () => {
    for (let round = 0; round < 8; round++) {
      someone = await anExpected(db, event);
      const said = (await both()).flat().map(({ outcome }) => outcome);
      expect(said.sort()).toEqual(['already', 'ok']);
    }
    expect(await listPresences(db, event)).toHaveLength(8);
    expect(await scans()).toHaveLength(16);
  });

  test('would both be told « ok » if nobody were held', async () => {
    const { db: unheld, missed } = without(db, 'for no key update');
    const said: string[] = [];
    for (let round = 0; round < 25 && !said.includes('ok,ok'); round++) {
      someone = await anExpected(db, event);
      said.push(
        (await both(unheld))
          .flat()
          .map(({ outcome }) => outcome)
          .sort()
          .join(',')
      );
    }
    missed();
    expect(said).toContain('ok,ok');
  });

  test('tell each other: the second learns what the first did', async () => {
    await send([anEntry(someone, morning)]);
    const later = new Date(THAT_MORNING.getTime() + 60_000);
    const said = await receiveBatch(
      db,
      token,
      aBatch([], { now: later, cursor: THAT_MORNING.getTime() }),
      later
    );
    expect(said.ok && said.answer.seen).toMatchObject([
      { registration: someone, entrance: morning, isIn: true, signed: false }
    ]);
  });
});

test('a signature sent twice is one, and signed again the last one counts', async () => {
  const sign = (strokes: string, minutes: number, nonce: string = randomUUID()): Gesture => ({
    ...{ nonce, type: 'sign', strokes, entrance: morning, registration: someone },
    at: THAT_MORNING.getTime() + minutes * 60_000
  });
  const first = sign('M1 1L2 2', -5);
  await send([first, first]);
  await send([sign('M3 3L4 4', -1), first]);
  expect(await listSignatures(db, event)).toMatchObject([{ strokes: 'M3 3L4 4' }]);
});
