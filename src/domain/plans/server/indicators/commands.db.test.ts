import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ActionSheetId, IndicatorId, PlanId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import type { IndicatorDraft } from '../../figures/definition.ts';
import type { FollowedIndicator } from '../../indicators.ts';
import { saveIndicator, type IndicatorSaved } from './commands.ts';
import { freezeValues, releaseValues } from './freezing/commands.ts';
import { moveIndicator, removeIndicator, restoreIndicator } from './order/commands.ts';
import { getFollowed, listFollowed } from './queries.ts';
import { setValue, type ValueChange } from './values/commands.ts';

const db = await testDatabase();
const CLOCK = { now: new Date('2027-06-01T10:00:00Z'), today: '2027-06-01' };
let territory: TerritoryId;
let animator: PersonActor;
let pilot: PersonActor;
let member: PersonActor;
let plan: PlanId;
let sheet: ActionSheetId;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  pilot = await person(db, { roles: [{ territory, role: 'member' }] });
  member = await person(db, { roles: [{ territory, role: 'member' }] });
});

beforeEach(async () => {
  ({ plan } = await aPlan(db, { territory }));
  sheet = await aSheet(db, { plan, pilots: [{ person: pilot.id }] });
});

function define(input: Partial<IndicatorDraft> = {}, actor = pilot) {
  const label = 'Participants';
  return saveIndicator(db, actor, { plan, sheet, input: { label, unit: 'personnes', ...input } });
}

async function defined(input: Partial<IndicatorDraft> = {}): Promise<IndicatorId> {
  const saved = await define(input);
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  return saved.id;
}

async function read(id: IndicatorId): Promise<FollowedIndicator> {
  return getFollowed(db, animator, id, { plan, ...CLOCK });
}

function writes(indicator: IndicatorId, change: Partial<ValueChange> = {}, actor = pilot) {
  const { today } = CLOCK;
  return setValue(db, actor, { indicator, year: 2026, value: 61, today, ...change });
}

async function close(year: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await freezeValues(tx, animator, plan, year, CLOCK.now);
    await tx.insertInto('plan_year').values({ plan_id: plan, year }).execute();
  });
}

const issuesOf = (saved: IndicatorSaved) =>
  'issues' in saved ? saved.issues.map(({ path }) => path) : saved;

describe('an indicator', () => {
  test('is defined by the pilots of its sheet, with its baseline and targets, and nobody else', async () => {
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
    const first = await define();
    expect(await define()).toEqual(first);
    expect(issuesOf(await define({ label: 'PARTICIPANTS', unit: 'gens' }))).toEqual(['label']);
  });

  test('written by two at once is shown to the second, who chooses', async () => {
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
    const id = await defined();
    const other = await defined({ label: 'Structures', unit: 'structures' });
    await writes(id);
    expect(await removeIndicator(db, pilot, id)).toBe(true);
    expect(await removeIndicator(db, pilot, id)).toBe(false);
    const list = async () =>
      (await listFollowed(db, animator, { plan, sheet, ...CLOCK })).map((one) => one.id);
    expect(await list()).toEqual([other]);
    await expect(writes(id)).rejects.toThrow(NotFound);
    expect(await restoreIndicator(db, pilot, id)).toEqual({ ok: true });
    expect((await read(id)).values[0]).toMatchObject({ value: 61 });
    await moveIndicator(db, pilot, other, 'up');
    expect(await list()).toEqual([other, id]);
    await expect(removeIndicator(db, member, id)).rejects.toThrow(Forbidden);
  });

  test('is not put back beside another that has taken its name, nor past the sixty', async () => {
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
    const label = 'Suivi de Mme Martin née le 12/03/1941';
    expect(await define({ label })).toMatchObject({ ok: false, reason: 'second-reading' });
    const input = { label, unit: 'personnes' };
    expect((await saveIndicator(db, pilot, { plan, sheet, input, reread: true })).ok).toBe(true);
  });
});

describe('a value', () => {
  test('is written with its comment and its author, changed, taken off', async () => {
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
    const id = await defined({ kind: 'share', unit: '% des structures' });
    expect(await writes(id, { year: 2028, value: 0.5 })).toMatchObject({
      issues: [{ path: 'year' }]
    });
    expect(await writes(id, { value: 85 })).toMatchObject({ issues: [{ path: 'value' }] });
  });

  test('written by two at once is never lost: the second is shown the first', async () => {
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
    await db.transaction().execute((tx) => freezeValues(tx, animator, plan, 2026, CLOCK.now));
    expect(await value()).toMatchObject({ value: 2, frozen: true });
  });

  test('written by hand in the place of a computed one says so, and closing leaves it', async () => {
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
  async function secondWrites(on: typeof db, id: IndicatorId) {
    const { today } = CLOCK;
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
    expect(await secondWrites(db, await defined())).toEqual({ ok: false, kept: 61 });
  });

  test('without the lock of the sheet, what the first wrote would be lost', async () => {
    const free = without(db, 'for no key update');
    expect(await secondWrites(free.db, await defined())).toEqual({ ok: true, kept: 64 });
    free.missed();
  });

  test('a value sent while its year is being closed waits, and is refused', async () => {
    const id = await defined();
    const { sent } = await db.transaction().execute(async (tx) => {
      await freezeValues(tx, animator, plan, 2026, CLOCK.now);
      await tx.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
      const second = writes(id);
      await untilWaiting(db, 1);
      return { sent: second };
    });
    expect(await sent).toEqual({ ok: false, reason: 'frozen' });
  });

  test('without the lock of the plan, it would be written in a closed year', async () => {
    const id = await defined();
    const free = without(db, 'for share');
    await db.transaction().execute(async (tx) => {
      await freezeValues(tx, animator, plan, 2026, CLOCK.now);
      await tx.insertInto('plan_year').values({ plan_id: plan, year: 2026 }).execute();
      const { today } = CLOCK;
      const change = { indicator: id, year: 2026, value: 61, today };
      expect(await setValue(free.db, pilot, change)).toEqual({ ok: true });
    });
    free.missed();
    expect((await read(id)).values[0]).toMatchObject({ value: 61, frozen: true });
  });
});
