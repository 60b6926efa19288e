import { describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory } from '../../../../../tests/factories/people.ts';
import {
  aNetworkOfPilots,
  aPilotedSheet,
  issuesOf
} from '../../../../../tests/factories/piloted-indicators.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { saveIndicator } from './commands.ts';
import { moveIndicator, removeIndicator, restoreIndicator } from './order/commands.ts';
import { listFollowed } from './queries.ts';

const db = await testDatabase();
const network = await aNetworkOfPilots(db);
const { animator, pilot, member, now, today } = network;

describe('an indicator', () => {
  test('is defined by the pilots of its sheet, with its baseline and targets, and nobody else', async () => {
    const { plan, sheet, define, defined, read } = await aPilotedSheet(db, network);
    const baseline = { year: 2025, value: 40 };
    const targets = [
      { year: 2026, value: 60 },
      { year: 2027, value: 80 }
    ];
    const id = await defined({ baseline, targets });
    expect(await read(id)).toMatchObject({ label: 'Participants', baseline, targets, sheet });
    await expect(define({}, member)).rejects.toThrow(Forbidden);
    await expect(
      saveIndicator(db, VISITOR, { plan, sheet, input: { label: 'X' } })
    ).rejects.toThrow(Forbidden);
    await expect(
      saveIndicator(db, pilot, { plan, sheet: null, input: { label: 'Du plan' } })
    ).rejects.toThrow(Forbidden);
    expect(
      (await saveIndicator(db, animator, { plan, sheet: null, input: { label: 'Du plan' } })).ok
    ).toBe(true);
  });

  test('with a target and no unit is refused beside the unit', async () => {
    const { define } = await aPilotedSheet(db, network);
    const targets = [{ year: 2027, value: 80 }];
    expect(issuesOf(await define({ unit: '', targets }))).toEqual(['unit']);
    expect(issuesOf(await define({ unit: ' ', kind: 'share', targets: [] }))).toMatchObject({
      ok: true
    });
    const share = [{ year: 2027, value: 85 }];
    expect(
      issuesOf(await define({ label: 'Part', kind: 'share', unit: '%', targets: share }))
    ).toEqual(['targets.2027']);
    // An amount is in euros without saying so.
    expect((await define({ label: 'Coût', kind: 'amount', unit: '', targets })).ok).toBe(true);
  });

  test('sent twice is written once; of the same name as another, it is refused', async () => {
    const { define } = await aPilotedSheet(db, network);
    const first = await define();
    expect(await define()).toEqual(first);
    expect(issuesOf(await define({ label: 'PARTICIPANTS', unit: 'gens' }))).toEqual(['label']);
  });

  test('written by two at once is shown to the second, who chooses', async () => {
    const { plan, sheet, defined, read } = await aPilotedSheet(db, network);
    const id = await defined();
    const { version } = await read(id);
    const change = (label: string) =>
      saveIndicator(db, pilot, {
        ...{ plan, sheet, id, version },
        input: { label, unit: 'personnes' }
      });
    const [one, two] = await Promise.all([change('Présents'), change('Venus')]);
    expect([one.ok, two.ok].toSorted()).toEqual([false, true]);
    expect([one, two].find(({ ok }) => !ok)).toMatchObject({ reason: 'conflict' });
    expect((await read(id)).version).toBe(version + 1);
  });

  test('is taken off and put back with its values, and moved among its fellows', async () => {
    const { plan, sheet, defined, read, writes } = await aPilotedSheet(db, network);
    const id = await defined();
    const other = await defined({ label: 'Structures', unit: 'structures' });
    await writes(id);
    expect(await removeIndicator(db, pilot, id)).toBe(true);
    expect(await removeIndicator(db, pilot, id)).toBe(false);
    const list = async () =>
      (await listFollowed(db, animator, { plan, sheet, now, today })).map((one) => one.id);
    expect(await list()).toEqual([other]);
    await expect(writes(id)).rejects.toThrow(NotFound);
    expect(await restoreIndicator(db, pilot, id)).toEqual({ ok: true });
    expect((await read(id)).values[0]).toMatchObject({ value: 61 });
    await moveIndicator(db, pilot, other, 'up');
    expect(await list()).toEqual([other, id]);
    await expect(removeIndicator(db, member, id)).rejects.toThrow(Forbidden);
  });

  test('is not put back beside another that has taken its name, nor past the sixty', async () => {
    const { plan, sheet, defined } = await aPilotedSheet(db, network);
    const id = await defined();
    await removeIndicator(db, pilot, id);
    const other = await defined({ label: 'PARTICIPANTS' });
    const refused = { ok: false, reason: 'refused', issues: [{ path: 'label' }] };
    expect(await restoreIndicator(db, pilot, id)).toMatchObject(refused);
    await removeIndicator(db, pilot, other);
    const many = Array.from({ length: 60 }, (_, at) => ({
      ...{ plan_id: plan, sheet_id: sheet, label: `Indicateur ${at}`, unit: 'fiches' }
    }));
    await db.insertInto('indicator').values(many).execute();
    expect(await restoreIndicator(db, pilot, id)).toMatchObject(refused);
    await db.deleteFrom('indicator').where('label', '=', 'Indicateur 0').execute();
    expect(await restoreIndicator(db, pilot, id)).toEqual({ ok: true });
    // Put back twice, it is there.
    expect(await restoreIndicator(db, pilot, id)).toEqual({ ok: true });
  });

  test('follows nothing of another network that is not public', async () => {
    const { plan, define } = await aPilotedSheet(db, network);
    const elsewhere = (await aTerritory(db, `ailleurs-${plan}`)).id;
    const bound = async (visibility: 'public' | 'members') => {
      const { id } = await anEvent(db, elsewhere, { visibility });
      const binding = { source: 'edition', measure: 'present', event: id, series: null } as const;
      return define({ label: visibility, binding: { ...binding, combine: 'last' } });
    };
    expect((await bound('public')).ok).toBe(true);
    expect(issuesOf(await bound('members'))).toEqual(['binding']);
  });

  test('that speaks of a person is read again first', async () => {
    const { plan, sheet, define } = await aPilotedSheet(db, network);
    const label = 'Suivi de Mme Martin née le 12/03/1941';
    expect(await define({ label })).toMatchObject({ ok: false, reason: 'second-reading' });
    const input = { label, unit: 'personnes' };
    expect((await saveIndicator(db, pilot, { plan, sheet, input, reread: true })).ok).toBe(true);
  });
});
