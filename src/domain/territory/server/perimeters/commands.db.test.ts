import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { Invalid } from '#shared/errors.ts';
import type { PerimeterInput, ZoneRef } from '../../model.ts';
import { coveredPositions } from '../../perimeter.ts';
import { getAtlas } from '../atlas/queries.ts';
import { describePerimeters, getPerimeter, listPerimeterCommunes } from '../queries.ts';
import { createPerimeters, deletePerimeters, replacePerimeter } from './commands.ts';

describe('perimeters on the official geography', { timeout: 60_000 }, async () => {
  const db = await testDatabase({ geography: true });
  const atlas = await getAtlas(db);
  const declared = (include: ZoneRef[], exclude: ZoneRef[] = []): PerimeterInput => ({
    certainty: 'declared',
    include,
    exclude
  });
  const commune = (code: string): ZoneRef => ({ level: 'commune', code });
  const create = async (input: PerimeterInput) => {
    const [id] = await createPerimeters(db, [input]);
    return id!;
  };

  test('the database expands any perimeters as the definition says, all in one call', async () => {
    const pick = (zones: ReadonlyMap<string, ZoneRef>) => fc.constantFrom(...zones.values());
    const zone = fc
      .oneof(
        fc.constantFrom(...atlas.communes).map(({ code }) => commune(code)),
        ...[pick(atlas.epcis), pick(atlas.departements), pick(atlas.regions)]
      )
      .map(({ level, code }) => ({ level, code }));
    const input = fc
      .tuple(fc.array(zone, { minLength: 1, maxLength: 4 }), fc.array(zone, { maxLength: 4 }))
      .map(([include, exclude]) => declared(include, exclude));
    const run = fc.asyncProperty(
      fc.array(input, { minLength: 1, maxLength: 5 }),
      async (inputs) => {
        const ids = await createPerimeters(db, inputs);
        const descriptions = await describePerimeters(db, ids);
        for (const [at, id] of ids.entries()) {
          const expected = coveredPositions(atlas, inputs[at]!).map(
            (position) => atlas.communes[position]?.code
          );
          expect(await listPerimeterCommunes(db, id)).toEqual(expected);
          expect(descriptions.get(id)?.communeCount).toBe(expected.length);
        }
      }
    );
    await fc.assert(run, { numRuns: 6 });
  });

  test('everywhere and unknown have no communes', async () => {
    const ids = await createPerimeters(db, [
      { certainty: 'everywhere', include: [], exclude: [] },
      { certainty: 'unknown', include: [], exclude: [], note: 'à demander' }
    ]);
    for (const id of ids) expect(await listPerimeterCommunes(db, id)).toEqual([]);
    const texts = [...(await describePerimeters(db, ids)).values()].map(({ text }) => text);
    expect(texts.sort()).toEqual(['partout en France', 'périmètre non renseigné']);
  });

  test('ids come in the order of the inputs', async () => {
    const codes = ['29019', '29260', '41018', '82121', '75056'];
    const ids = await createPerimeters(
      db,
      codes.map((code) => declared([commune(code)]))
    );
    const found = await Promise.all(ids.map((id) => listPerimeterCommunes(db, id)));
    expect(found).toEqual(codes.map((code) => [code]));
  });

  test('a former or delegated code becomes the current commune', async () => {
    const [alias] = await db
      .selectFrom('commune_alias')
      .innerJoin('commune', 'commune.code', 'commune_alias.commune_code')
      .select(['commune_alias.code', 'commune_alias.commune_code'])
      .where('commune_alias.name', '=', 'Loc-Eguiner-Saint-Thégonnec')
      .execute();
    const id = await create(declared([commune(alias!.code)]));
    expect(await listPerimeterCommunes(db, id)).toEqual([alias!.commune_code]);
    expect((await getPerimeter(db, id)).include).toEqual([
      { level: 'commune', code: '29266', name: 'Saint-Thégonnec Loc-Eguiner' }
    ]);
  });

  test('every unknown code is named in French, and nothing is written', async () => {
    const count = () =>
      db
        .selectFrom('perimeter')
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirst();
    const before = await count();
    const wrong = createPerimeters(db, [
      declared([commune('29019')]),
      declared([commune('99999')], [{ level: 'epci', code: '29' }])
    ]);
    await expect(wrong).rejects.toThrow(Invalid);
    await expect(wrong).rejects.toMatchObject({
      issues: [
        { path: '1.include.0', message: expect.stringContaining('« 99999 »') as string },
        { path: '1.exclude.0', message: expect.stringContaining('EPCI de code « 29 »') as string }
      ]
    });
    expect(await count()).toEqual(before);
  });

  test('a perimeter is replaced whole, and deleted with what hangs from it', async () => {
    const id = await create(declared([{ level: 'departement', code: '29' }]));
    await replacePerimeter(db, id, declared([commune('29019')]));
    expect(await listPerimeterCommunes(db, id)).toEqual(['29019']);
    await replacePerimeter(db, id, { certainty: 'everywhere', include: [], exclude: [] });
    expect(await getPerimeter(db, id)).toMatchObject({ certainty: 'everywhere', include: [] });
    await deletePerimeters(db, [id]);
    await expect(getPerimeter(db, id)).rejects.toThrow('périmètre');
  });
});
