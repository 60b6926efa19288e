import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { RACED } from '../../../../../../tests/support/raced.ts';
import { without } from '../../../../../../tests/support/without.ts';
import { updateAxis } from '../../numbering/axes/commands.ts';
import { renumberSheets } from '../../numbering/sheets/commands.ts';
import { createPlan, createSheet } from '../commands.ts';
import { addHeading } from '../headings/commands.ts';

/** Two people at once on one plan: what holds, and what would happen without the lock of the plan. */

const db = await testDatabase();
const LOCK = ' for no key update';
const AT_ONCE = 8;
let territory: TerritoryId;
let animator: PersonActor;

beforeAll(async () => {
  territory = (await aTerritory(db, 'ici')).id;
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
});

const together = <T>(work: (turn: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: AT_ONCE }, (_, turn) => work(turn)));

/** How many were told that theirs is written. */
const written = (all: PromiseSettledResult<{ ok: boolean }>[]) =>
  all.filter((one) => one.status === 'fulfilled' && one.value.ok).length;
const broken = (all: PromiseSettledResult<unknown>[]) =>
  all.filter(({ status }) => status === 'rejected').length;

async function writeAxis(on: Database) {
  const { plan, axis } = await aPlan(db, { territory });
  const before = { number: '3', title: 'Conditions d’exercice', summary: '' };
  return together((turn) => {
    const input = { number: '3', title: `Titre ${turn}`, summary: '' };
    return updateAxis(on, animator, { plan, axis }, { input, before });
  });
}

async function numberAlike(on: Database) {
  const { plan } = await aPlan(db, { territory });
  return together((turn) =>
    createSheet(on, animator, { plan, number: '28', title: `Fiche ${turn}` })
  );
}

async function renumber(on: Database) {
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan, number: '1' });
  return together((turn) => {
    const before = { number: '1', code: '' };
    return renumberSheets(on, animator, plan, [
      { sheet, before, number: String(turn + 2), code: '' }
    ]);
  });
}

async function nameHeadings(on: Database) {
  const { plan } = await aPlan(db, { territory });
  await together((turn) =>
    addHeading(on, animator, plan, { input: { label: `Rubrique ${turn}`, hint: '' } })
  );
  const rows = await db
    .selectFrom('plan_heading')
    .select('key')
    .where('plan_id', '=', plan)
    .where('key', 'like', 'propre-%')
    .execute();
  return rows.length;
}

describe('of eight people at once', () => {
  test('one writes the axis, one has the number, one numbers again, and all headings are kept', async () => {
    expect(written(await writeAxis(db))).toBe(1);
    const alike = await numberAlike(db);
    expect([written(alike), broken(alike)]).toEqual([1, 0]);
    const again = await renumber(db);
    expect([written(again), broken(again)]).toEqual([1, 0]);
    expect(await nameHeadings(db)).toBe(AT_ONCE);
  });

  test(
    'negative control: without the lock of the plan, writings are lost and refusals break',
    RACED,
    async () => {
      const bare = without(db, LOCK);
      expect(written(await writeAxis(bare.db))).toBeGreaterThan(1);
      expect(broken(await numberAlike(bare.db))).toBeGreaterThan(0);
      expect(written(await renumber(bare.db))).toBeGreaterThan(1);
      expect(await nameHeadings(bare.db)).toBeLessThan(AT_ONCE);
      bare.missed();
    }
  );

  const open = (on: Database, shortTitle: string) =>
    together(() =>
      createPlan(on, animator, { territory, title: 'Un plan', shortTitle, kind: 'cls' })
    );

  test('each opens a plan at an address of its own', async () => {
    expect(broken(await open(db, 'Tenu'))).toBe(0);
  });

  test('negative control: without its lock, an address is taken by two', RACED, async () => {
    const bare = without(db, 'pg_advisory_xact_lock');
    expect(broken(await open(bare.db, 'Sans verrou'))).toBeGreaterThan(0);
    bare.missed();
  });
});
