import { beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { operator, VISITOR, type Actor } from '#domain/identity/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { Territory } from '../../../model.ts';
import { getTerritory } from '../../queries.ts';
import { updateTerritory } from '../commands.ts';
import { chooseForNetwork } from '../choices/commands.ts';
import { changeTerritory, openTerritory, type TerritorySettings } from './commands.ts';
import { readTerritoryVersion } from './queries.ts';

const db = await testDatabase();
const NIR = 'Assurée 2 42 03 82 112 005 71';
let territory: Territory;
let administrator: Actor;

const settings = (slug: string, change: Partial<TerritorySettings> = {}): TerritorySettings => ({
  slug,
  name: `Territoire ${slug}`,
  nameWithDe: `du Territoire ${slug}`,
  description: '',
  fictional: false,
  coveragePublic: false,
  perimeter: { certainty: 'declared', include: [{ level: 'commune', code: 'A' }], exclude: [] },
  ...change
});
const version = () => readTerritoryVersion(db, territory.id);
const audited = () =>
  db.selectFrom('audit_entry').select(['action', 'target_id', 'detail']).orderBy('id').execute();

beforeEach(async () => {
  await sql`truncate territory, audit_entry, person cascade`.execute(db);
  territory = await aTerritory(db);
  administrator = await person(db, { administrator: true });
});

describe('setting up a territory', () => {
  test('one is opened, and the journal says so', async () => {
    const opened = await openTerritory(db, administrator, {
      input: settings('neuf'),
      reread: false
    });
    expect(opened).toMatchObject({ ok: true, territory: { slug: 'neuf', communeCount: 1 } });
    expect(await audited()).toMatchObject([{ action: 'territory.create', target_id: 'neuf' }]);
  });

  test('what its network decided stays, and the journal keeps the former address', async () => {
    await chooseForNetwork(db, operator('test'), territory.id, { frontDoorReason: 'Parce que.' });
    await changeTerritory(db, administrator, 'essai', {
      ...{ input: settings('nouvel-essai'), reread: false, version: await version() }
    });
    expect(await getTerritory(db, 'nouvel-essai')).toMatchObject({
      frontDoorReason: 'Parce que.',
      communeCount: 1
    });
    expect((await audited()).at(-1)).toMatchObject({
      action: 'territory.update',
      detail: { formerSlug: 'essai', communes: { before: 3, after: 1 } }
    });
  });

  test('a change made meanwhile, in its name or its perimeter, is told and never lost', async () => {
    const read = await version();
    await updateTerritory(db, operator('test'), 'essai', {
      ...{ ...settings('essai', { name: 'Autre nom' }), frontDoorReason: '' }
    });
    const mine = { input: settings('essai'), reread: false };
    const refused = await changeTerritory(db, administrator, 'essai', { ...mine, version: read });
    expect(refused).toMatchObject({ reason: 'changed', theirs: { name: 'Autre nom' } });
    const again = refused.ok || refused.reason !== 'changed' ? '' : refused.version;
    expect(
      await changeTerritory(db, administrator, 'essai', { ...mine, version: again })
    ).toMatchObject({ ok: true });
  });

  test('of two people who save at the same time, one is told of the other', async () => {
    const read = await version();
    const save = (name: string) =>
      changeTerritory(db, administrator, 'essai', {
        ...{ input: settings('essai', { name }), reread: false, version: read }
      });
    const outcomes = await Promise.all([save('Un'), save('Deux'), save('Trois')]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('without taking turns, two people who rename to the same address would break', async () => {
    await aTerritory(db, 'second');
    const others = await readTerritoryVersion(db, (await getTerritory(db, 'second')).id);
    const mine = await version();
    const rename = (from: string, seen: string) =>
      changeTerritory(db, administrator, from, {
        ...{ input: settings('commun'), reread: false, version: seen }
      });
    const outcomes = await Promise.allSettled([rename('essai', mine), rename('second', others)]);
    const refusals = outcomes.filter((one) => one.status === 'rejected');
    expect(refusals).toMatchObject([{ reason: expect.any(Invalid) as Invalid }]);
    // The control: the same, one transaction seeing the address free before the other has taken it.
    await sql`truncate territory cascade`.execute(db);
    for (const slug of ['essai', 'second']) await aTerritory(db, slug);
    let arrived = 0;
    let open = () => {};
    const both = new Promise<void>((resolve) => (open = resolve));
    const unlocked = (from: string) =>
      db.transaction().execute(async (tx) => {
        const taken = await tx
          .selectFrom('territory')
          .select('id')
          .where('slug', '=', 'commun')
          .execute();
        if (++arrived === 2) open();
        await both;
        if (taken.length > 0) throw new Invalid([{ path: 'slug', message: 'déjà' }]);
        await tx
          .updateTable('territory')
          .set({ slug: 'commun' })
          .where('slug', '=', from)
          .execute();
      });
    const broken = await Promise.allSettled([unlocked('essai'), unlocked('second')]);
    const reasons = broken.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as Error] : []
    );
    expect(reasons.map((one) => one instanceof Invalid)).toEqual([false]);
  });

  test('a description that could make somebody known is read again first', async () => {
    const input = settings('neuf', { description: NIR });
    const refused = await openTerritory(db, administrator, { input, reread: false });
    expect(refused).toMatchObject({ reason: 'second-reading' });
    await expect(getTerritory(db, 'neuf')).rejects.toThrow(NotFound);
    expect(await openTerritory(db, administrator, { input, reread: true })).toMatchObject({
      ok: true
    });
  });

  test('an address that Maillage needs, or taken, and an empty perimeter are refused, without a trace', async () => {
    const open = (input: TerritorySettings) =>
      openTerritory(db, administrator, { input, reread: false });
    const nowhere = { certainty: 'declared' as const, include: [], exclude: [] };
    await expect(open(settings('nouveau'))).rejects.toThrow(Invalid);
    await expect(open(settings('essai'))).rejects.toThrow('déjà');
    await expect(open(settings('neuf', { perimeter: nowhere }))).rejects.toThrow('zone');
    expect(await audited()).toEqual([]);
  });

  test('neither a visitor nor who leads the network may', async () => {
    const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
    for (const actor of [VISITOR, animator]) {
      const input = settings('neuf');
      await expect(openTerritory(db, actor, { input, reread: false })).rejects.toThrow(Forbidden);
      const change = { input, reread: false, version: await version() };
      await expect(changeTerritory(db, actor, 'essai', change)).rejects.toThrow(Forbidden);
    }
  });
});
