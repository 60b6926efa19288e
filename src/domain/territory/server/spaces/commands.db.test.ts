import { describe, expect, test } from 'vitest';
import { smallGeography } from '../../../../../tests/factories/atlas.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import type { CommuneCode } from '#shared/ids.ts';
import type { TerritoryInput } from '../../model.ts';
import { loadGeography } from '../geography/commands.ts';
import {
  getTerritory,
  listTerritories,
  listTerritoriesOfCommune,
  listTerritoryCommunes,
  searchCommunes
} from '../queries.ts';
import { createTerritory, updateTerritory } from './commands.ts';

describe('territory spaces', async () => {
  const db = await testDatabase();
  await loadGeography(db, smallGeography(['R1/D1/E1/A', 'R1/D1/E1/B', 'R1/D1/-/C', 'R1/D2/E2/D']));
  const actor = operator('test');
  const territory = (slug: string, code: string): TerritoryInput => ({
    slug,
    name: `Territoire ${slug}`,
    nameWithDe: `du Territoire ${slug}`,
    description: '',
    fictional: false,
    coveragePublic: false,
    frontDoorReason: '',
    perimeter: { certainty: 'declared', include: [{ level: 'departement', code }], exclude: [] }
  });

  test('a territory counts the communes and inhabitants of its perimeter', async () => {
    expect(await createTerritory(db, actor, territory('one', 'D1'))).toMatchObject({
      slug: 'one',
      communeCount: 3,
      population: 300
    });
    await createTerritory(db, actor, territory('two', 'D2'));
    expect((await listTerritories(db)).map(({ slug }) => slug)).toEqual(['one', 'two']);
    const { id } = await getTerritory(db, 'one');
    expect((await listTerritoryCommunes(db, id)).map(({ code }) => code)).toEqual(['A', 'B', 'C']);
  });

  test('the territories of a commune are those whose perimeter holds it', async () => {
    const found = await listTerritoriesOfCommune(db, 'C' as CommuneCode);
    expect(found.map(({ slug }) => slug)).toEqual(['one']);
  });

  test('communes of the territory searched from come first', async () => {
    const { id } = await getTerritory(db, 'two');
    expect((await searchCommunes(db, 'commune', 10))[0]?.code).toBe('A');
    expect((await searchCommunes(db, 'commune', 10, id))[0]?.code).toBe('D');
  });

  test('a territory is rewritten with its perimeter, under another slug', async () => {
    await createTerritory(db, actor, territory('three', 'D1'));
    const changed = await updateTerritory(db, actor, 'three', territory('drei', 'D2'));
    expect(changed).toMatchObject({ slug: 'drei', communeCount: 1 });
    await expect(getTerritory(db, 'three')).rejects.toThrow(NotFound);
    await expect(updateTerritory(db, actor, 'drei', territory('one', 'D2'))).rejects.toThrow(
      'déjà'
    );
    await expect(updateTerritory(db, actor, 'nowhere', territory('nowhere', 'D2'))).rejects.toThrow(
      NotFound
    );
  });

  test('a slug taken, a wrong field or an unknown zone is refused, and nothing is written', async () => {
    const count = async () => (await listTerritories(db)).length;
    const before = await count();
    await expect(createTerritory(db, actor, territory('one', 'D1'))).rejects.toThrow('déjà');
    await expect(createTerritory(db, actor, territory('Not A Slug', 'D1'))).rejects.toThrow(
      Invalid
    );
    await expect(createTerritory(db, actor, territory('four', 'D9'))).rejects.toThrow('D9');
    const perimeters = await db.selectFrom('perimeter').select('id').execute();
    expect([await count(), perimeters.length]).toEqual([before, before]);
  });

  test('a visitor may not open or change one', async () => {
    await expect(createTerritory(db, VISITOR, territory('five', 'D1'))).rejects.toThrow(Forbidden);
    await expect(updateTerritory(db, VISITOR, 'one', territory('one', 'D1'))).rejects.toThrow(
      Forbidden
    );
  });
});
