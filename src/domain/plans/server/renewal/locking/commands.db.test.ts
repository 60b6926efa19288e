import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '#server/db/connection.ts';
import {
  aNetworkInDecember,
  aYearToClose,
  editionsOf,
  type YearToClose
} from '../../../../../../tests/factories/years-to-close.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { without } from '../../../../../../tests/support/without.ts';
import { setFunding } from '../../funding/commands.ts';
import { closeYear } from '../commands.ts';

const db = await testDatabase();
const network = await aNetworkInDecember(db);
const { animator, now } = network;

describe('two people at once', () => {
  /** Both press while the plan is held. */
  async function bothClose(on: Database, { plan }: YearToClose): Promise<string[]> {
    const sent = await db.transaction().execute(async (tx) => {
      await sql`select from plan where id = ${plan} for update`.execute(tx);
      const both = [1, 2].map(() => closeYear(on, animator, plan, { year: 2026, now }));
      const settled = Promise.allSettled(both);
      await untilWaiting(db, 2);
      return { settled };
    });
    const results = await sent.settled;
    return results
      .map((one) => (one.status === 'rejected' ? 'failed' : `${one.value.ok && one.value.already}`))
      .sort();
  }

  test('who close a year close it once, and the second is told that it is done', async () => {
    const year = await aYearToClose(db, network);
    const { read, linkSeries } = year;
    const series = await linkSeries();
    expect(await bothClose(db, year)).toEqual(['false', 'true']);
    expect((await read()).steps).toHaveLength(3);
    expect(await editionsOf(db, series)).toHaveLength(2);
  });

  test('without its locks, the second would fail on the key of the year, and carry nothing twice', async () => {
    const year = await aYearToClose(db, network);
    const { read } = year;
    const free = without(db, 'for no key update');
    expect(await bothClose(free.db, year)).toEqual(['failed', 'false']);
    free.missed();
    expect((await read()).steps).toHaveLength(3);
  });

  /** Money is being written while the year is closed. */
  async function writeThenClose(on: Database, { plan, sheet, read }: YearToClose) {
    const lines = (await read()).funding.map(({ structure: _none, ...one }) => ({
      ...{ ...one, structure: '' }
    }));
    const added = { funder: 'ARS', structure: '', year: 2026, planned: 1, actual: null };
    const closing = await db.transaction().execute(async (tx) => {
      await setFunding(tx, animator, sheet, {
        ...{ version: 1, lines: [...lines, { ...added, note: '', renewsYearly: true }] }
      });
      const sent = closeYear(on, animator, plan, { year: 2026, now });
      await untilWaiting(db, 1);
      return { sent };
    });
    await closing.sent;
    return (await read()).funding.filter(({ year }) => year === 2027).map(({ funder }) => funder);
  }

  test('what is being written is carried once it is written', async () => {
    const year = await aYearToClose(db, network);
    expect(await writeThenClose(db, year)).toEqual(['Département', 'ARS']);
  });

  test('without the lock of its sheet, it would be forgotten', async () => {
    const year = await aYearToClose(db, network);
    const free = without(db, 'for no key update');
    expect(await writeThenClose(free.db, year)).toEqual(['Département']);
    free.missed();
  });
});
