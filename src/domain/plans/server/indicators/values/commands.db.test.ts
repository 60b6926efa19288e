import { describe, expect, test } from 'vitest';
import { Forbidden } from '#shared/errors.ts';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import {
  aNetworkOfPilots,
  aPilotedSheet,
  closeIn,
  issuesOf,
  type PilotedSheet
} from '../../../../../../tests/factories/piloted-indicators.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { without } from '../../../../../../tests/support/without.ts';
import { saveIndicator } from '../commands.ts';
import { freezeValues, releaseValues } from '../freezing/commands.ts';
import { setValue } from './commands.ts';

const db = await testDatabase();
const network = await aNetworkOfPilots(db);
const { territory, animator, pilot, member, now, today } = network;

describe('a value', () => {
  test('is written with its comment and its author, changed, taken off', async () => {
    const { defined, read, writes } = await aPilotedSheet(db, network);
    const id = await defined();
    expect(await writes(id, { comment: 'Émargement' })).toEqual({ ok: true });
    const value = (await read(id)).values.find(({ year }) => year === 2026)!;
    expect(value).toMatchObject({
      value: 61,
      comment: 'Émargement',
      author: pilot.name,
      version: 1
    });
    expect(await writes(id, { value: 62, version: 1 })).toEqual({ ok: true });
    expect(await writes(id, { value: null, version: 2 })).toEqual({ ok: true });
    expect((await read(id)).values[0]).toMatchObject({ value: null, version: 0 });
    await expect(writes(id, {}, member)).rejects.toThrow(Forbidden);
  });

  test('that cannot be is refused: a year to come, a share above all', async () => {
    const { defined, writes } = await aPilotedSheet(db, network);
    const id = await defined({ kind: 'share', unit: '% des structures' });
    expect(await writes(id, { year: 2028, value: 0.5 })).toMatchObject({
      issues: [{ path: 'year' }]
    });
    expect(await writes(id, { value: 85 })).toMatchObject({ issues: [{ path: 'value' }] });
  });

  test('written by two at once is never lost: the second is shown the first', async () => {
    const { defined, read, writes } = await aPilotedSheet(db, network);
    const id = await defined();
    const [one, two] = await Promise.all([
      writes(id, { value: 61, version: 0 }),
      writes(id, { value: 64, version: 0 }, animator)
    ]);
    expect([one.ok, two.ok].toSorted()).toEqual([false, true]);
    const kept = (await read(id)).values.find(({ year }) => year === 2026)!.value;
    expect([one, two].find(({ ok }) => !ok)).toMatchObject({ theirs: { value: kept } });
  });

  test('of a closed year moves no more, and its target neither', async () => {
    const { plan, sheet, defined, read, writes, close } = await aPilotedSheet(db, network);
    const id = await defined({ targets: [{ year: 2026, value: 60 }] });
    await writes(id);
    await close(2026);
    expect(await writes(id, { value: 99 })).toEqual({ ok: false, reason: 'frozen' });
    expect((await read(id)).values[0]).toMatchObject({ value: 61, frozen: true });
    const { version } = await read(id);
    const targets = [{ year: 2026, value: 50 }];
    const input = { label: 'Participants', unit: 'personnes', targets };
    const changed = await saveIndicator(db, pilot, { plan, sheet, id, version, input });
    expect(issuesOf(changed)).toEqual(['targets.2026']);
  });

  test('that was computed stays as it was when its year was closed, and is computed again once it is opened', async () => {
    const { plan, defined, read, close } = await aPilotedSheet(db, network);
    const when = { startsAt: '2026-03-18T08:00:00Z', endsAt: '2026-03-18T16:00:00Z' };
    const { id: event } = await anEvent(db, territory, { title: 'Journée', ...when });
    const registers = () =>
      db
        .insertInto('registration')
        .values({ event_id: event, last_name: 'Essai', status: 'confirmed', origin: 'organiser' })
        .execute();
    await registers();
    const binding = { source: 'edition', measure: 'registered', event, series: null } as const;
    const id = await defined({ binding: { ...binding, combine: 'last' } });
    const value = async () => (await read(id)).values.find(({ year }) => year === 2026);
    await close(2026);
    await registers();
    expect(await value()).toMatchObject({ value: 1, frozen: true, readers: 'public' });
    await db.transaction().execute(async (tx) => {
      await tx.deleteFrom('plan_year').where('plan_id', '=', plan).execute();
      expect(await releaseValues(tx, plan, 2026)).toBe(1);
    });
    expect(await value()).toMatchObject({ value: 2, frozen: false });
    // Closed twice, the second time stands.
    await close(2026);
    await db.transaction().execute((tx) => freezeValues(tx, animator, plan, 2026, now));
    expect(await value()).toMatchObject({ value: 2, frozen: true });
  });

  test('written by hand in the place of a computed one says so, and closing leaves it', async () => {
    const { defined, read, writes, close } = await aPilotedSheet(db, network);
    const binding = { source: 'directory', measure: 'structures', combine: 'last' } as const;
    const id = await defined({ binding: { ...binding, series: null, event: null } });
    expect((await read(id)).values.at(-1)).toMatchObject({ value: 0, origin: 'computed' });
    await writes(id, { year: 2027, value: 12, source: 'Annuaire papier' });
    expect((await read(id)).values.at(-1)).toMatchObject({
      ...{ value: 12, origin: 'manual' },
      source: 'Annuaire papier, à la place du calcul.'
    });
    await close(2027);
    expect((await read(id)).values.at(-1)).toMatchObject({ value: 12, origin: 'manual' });
  });
});

describe('at once', () => {
  /** Somebody has written, and has not finished, when another sends hers. */
  async function secondWrites(on: typeof db, { defined, read }: PilotedSheet) {
    const id = await defined();
    const change = { indicator: id, year: 2026, version: 0, today };
    const { sent } = await db.transaction().execute(async (tx) => {
      await setValue(tx, pilot, { ...change, value: 61 });
      const second = setValue(on, animator, { ...change, value: 64 });
      await untilWaiting(db, 1);
      return { sent: second };
    });
    const said = await sent;
    const kept = (await read(id)).values.find(({ year }) => year === 2026)!.value;
    return { ok: said.ok, kept };
  }

  test('of two who write the same value, the first stands and the second is told', async () => {
    expect(await secondWrites(db, await aPilotedSheet(db, network))).toEqual({
      ok: false,
      kept: 61
    });
  });

  test('without the lock of the sheet, what the first wrote would be lost', async () => {
    const free = without(db, 'for no key update');
    expect(await secondWrites(free.db, await aPilotedSheet(db, network))).toEqual({
      ok: true,
      kept: 64
    });
    free.missed();
  });

  test('a value sent while its year is being closed waits, and is refused', async () => {
    const { plan, defined, writes } = await aPilotedSheet(db, network);
    const id = await defined();
    const { sent } = await db.transaction().execute(async (tx) => {
      await closeIn(tx, animator, { plan, year: 2026 });
      const second = writes(id);
      await untilWaiting(db, 1);
      return { sent: second };
    });
    expect(await sent).toEqual({ ok: false, reason: 'frozen' });
  });

  test('without the lock of the plan, it would be written in a closed year', async () => {
    const { plan, defined, read } = await aPilotedSheet(db, network);
    const id = await defined();
    const free = without(db, 'for share');
    await db.transaction().execute(async (tx) => {
      await closeIn(tx, animator, { plan, year: 2026 });
      const change = { indicator: id, year: 2026, value: 61, today };
      expect(await setValue(free.db, pilot, change)).toEqual({ ok: true });
    });
    free.missed();
    expect((await read(id)).values[0]).toMatchObject({ value: 61, frozen: true });
  });
});
