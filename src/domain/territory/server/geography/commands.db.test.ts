import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { smallGeography } from '../../../../../tests/factories/atlas.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { Database } from '#server/db/connection.ts';
import type { ZoneLevel, ZoneRef } from '../../model.ts';
import { createPerimeters } from '../perimeters/commands.ts';
import {
  describePerimeters,
  findCommune,
  getPerimeter,
  listPerimeterCommunes
} from '../queries.ts';
import { loadGeography } from './commands.ts';
import { readOfficialGeography } from './queries.ts';

describe('the official geography, 2025 then 2026', { timeout: 120_000 }, async () => {
  const db = await testDatabase();

  test('a first load writes the whole country and reports progress to its end', async () => {
    const steps: { done: number; total: number }[] = [];
    const outcome = await loadGeography(db, await readOfficialGeography('cog-2025'), (step) =>
      steps.push(step)
    );
    expect(outcome).toMatchObject({
      ok: true,
      report: { year: 2025, previousYear: null, communeCount: 34969 }
    });
    expect(steps.at(-1)?.done).toBe(steps.at(-1)?.total);
    const { rows } = await sql`
      select (select count(*) from commune) as communes, (select count(*) from epci) as epci,
        (select count(*) from commune where postal_codes = '{}') as "withoutPostalCode"`.execute(
      db
    );
    expect(rows).toEqual([{ communes: 34969, epci: 1255, withoutPostalCode: 5 }]);
    expect(await countAliases(db)).toEqual({ deleguee: 2152, associee: 476, arrondissement: 45 });
  });

  test('the next year keeps every commune and every perimeter, and says what changed', async () => {
    const [id] = await createPerimeters(db, [
      { certainty: 'declared', include: [{ level: 'commune', code: '30195' }], exclude: [] }
    ]);
    const outcome = await loadGeography(db, await readOfficialGeography());
    expect(outcome).toMatchObject({
      ok: true,
      report: { year: 2026, previousYear: 2025, perimeters: [] }
    });
    if (!outcome.ok) return;
    // Between these two releases of the package, the files differ by nineteen names.
    expect(outcome.report.communes.map(({ kind }) => kind)).toEqual(Array(19).fill('renamed'));
    expect(outcome.report.communes).toContainEqual({
      kind: 'renamed',
      oldCode: '30195',
      newCode: '30195',
      detail: 'Peyrolles devient Peyrolles-en-Cévennes'
    });
    expect((await describePerimeters(db, [id!])).get(id!)?.text).toBe('Peyrolles-en-Cévennes');
    expect(await countAliases(db)).toEqual({ deleguee: 2105, associee: 471, arrondissement: 45 });
    const changes = await db.selectFrom('commune_change').select('kind').execute();
    expect(changes).toHaveLength(19);
  });

  test('the same year again changes nothing, an older one is refused', async () => {
    expect(await loadGeography(db, await readOfficialGeography())).toMatchObject({
      ok: true,
      report: { previousYear: 2026, communes: [] }
    });
    expect(await loadGeography(db, await readOfficialGeography('cog-2025'))).toEqual({
      ok: false,
      reason: 'older',
      present: 2026
    });
  });
});

async function countAliases(db: Database): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*) as count from commune_alias where kind <> 'former' group by kind`.execute(
    db
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

const LEVELS: Record<string, ZoneLevel> = { E: 'epci', D: 'departement', R: 'region' };

/** « E1 A » → the EPCI E1 and the commune A. */
function zones(text: string): ZoneRef[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((code) => ({ level: LEVELS[code.charAt(0)] ?? 'commune', code }));
}

describe('a year that merges communes and EPCI', async () => {
  const db = await testDatabase();
  const before = [
    'R1/D1/E1/A',
    'R1/D1/E1/B',
    'R1/D1/E2/C',
    'R1/D1/E2/F',
    'R1/D2/-/G',
    'R1/D2/E3/H'
  ];
  await loadGeography(db, smallGeography(before, 2030));
  const declared = ['B', 'E1 -A', 'E1 -B', 'E2 G', 'D1 -C', 'D1 -E2', 'A B', 'H'];
  const ids = await createPerimeters(
    db,
    declared.map((text) => {
      const [include = '', exclude = ''] = text.split('-');
      return { certainty: 'declared', include: zones(include), exclude: zones(exclude) };
    })
  );
  // B joins A; E2 disappears, C going to E1 and F to the new E4; H stays.
  const after = smallGeography(
    ['R1/D1/E1/A', 'R1/D1/E1/C', 'R1/D1/E4/F', 'R1/D2/-/G', 'R1/D2/E3/H'],
    2031
  );
  after.communes[0]!.anciensCodes = ['B'];
  const outcome = await loadGeography(db, after);
  const communesOf = async (text: string) =>
    (await listPerimeterCommunes(db, ids[declared.indexOf(text)]!)).join(' ');

  test('the merged commune stays, pointing at the one that replaced it', async () => {
    expect(await findCommune(db, 'B')).toMatchObject({ code: 'A' });
    const alias = await db
      .selectFrom('commune_alias')
      .selectAll()
      .where('code', '=', 'B')
      .executeTakeFirst();
    expect(alias).toMatchObject({ kind: 'former', name: 'Commune B', commune_code: 'A' });
  });

  test.each([
    ['B', 'A', 'a zone takes the code of the new commune'],
    ['A B', 'A', 'two zones that become one are said once'],
    ['E1 -A', 'A C', 'an exclusion is dropped when part of the new commune was covered'],
    ['E1 -B', 'A C', 'whichever the part'],
    ['E2 G', 'C F G', 'an EPCI that disappeared is replaced by its communes'],
    ['D1 -C', 'A F', 'an exclusion of a commune that stays, stays'],
    ['D1 -E2', 'A', 'an excluded EPCI that disappeared still excludes its communes'],
    ['H', 'H', 'what nothing touches does not move']
  ])('perimeter « %s » now covers %s: %s', async (text, communes) => {
    expect(await communesOf(text)).toBe(communes);
  });

  test('zones and year of a perimeter are those of the new geography', async () => {
    expect(await getPerimeter(db, ids[declared.indexOf('E2 G')]!)).toMatchObject({
      cogYear: 2031,
      include: zones('C F G')
    });
  });

  test('the report says what happened to communes, EPCI and perimeters', () => {
    expect(outcome).toMatchObject({ ok: true });
    if (!outcome.ok) return;
    const { report } = outcome;
    expect(
      report.communes.map(({ kind, oldCode, newCode }) => `${kind} ${oldCode}→${newCode}`).sort()
    ).toEqual(['merged B→A', 'moved C→C', 'moved F→F']);
    expect(report.epciRemoved).toEqual([{ code: 'E2', name: 'CC du Pays E2' }]);
    expect(report.epciCreated).toEqual([{ code: 'E4', name: 'CC du Pays E4' }]);
    // E1 gained C.
    expect(report.perimeters).toEqual([
      { id: ids[1], gained: 1, lost: 0 },
      { id: ids[2], gained: 1, lost: 0 }
    ]);
  });

  test('the next year may give the commune back', async () => {
    const restored = smallGeography(
      ['R1/D1/E1/A', 'R1/D1/E1/B', 'R1/D1/E1/C', 'R1/D1/E4/F', 'R1/D2/-/G', 'R1/D2/E3/H'],
      2032
    );
    const again = await loadGeography(db, restored);
    expect(again).toMatchObject({
      ok: true,
      report: { communes: [{ kind: 'restored', oldCode: 'B' }] }
    });
    expect(await findCommune(db, 'B')).toMatchObject({ code: 'B' });
  });

  test('a geography that loses a commune changes nothing', async () => {
    const lossy = smallGeography(['R1/D1/E1/A'], 2033);
    await expect(loadGeography(db, lossy)).rejects.toThrow('Commune B');
    const { year } = await db
      .selectFrom('cog_release')
      .select('year')
      .orderBy('year', 'desc')
      .executeTakeFirstOrThrow();
    expect(year).toBe(2032);
    expect(await findCommune(db, 'H')).not.toBeNull();
  });
});
