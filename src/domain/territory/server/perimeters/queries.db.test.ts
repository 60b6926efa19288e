import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { CommuneCode, PerimeterId } from '#shared/ids.ts';
import type { PerimeterInput, ZoneLevel, ZoneRef } from '../../model.ts';
import { getAtlas } from '../atlas/queries.ts';
import {
  describePerimeters,
  explainCoverage,
  getCommune,
  listPerimeterCommunes,
  searchZones
} from '../queries.ts';
import { createPerimeters } from './commands.ts';

const LEVELS: Record<string, ZoneLevel> = {
  c: 'commune',
  e: 'epci',
  d: 'departement',
  r: 'region'
};

function zones(text: string): ZoneRef[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ level: LEVELS[one.charAt(0)] ?? 'commune', code: one.slice(1) }));
}

describe('the real cases', { timeout: 60_000 }, async () => {
  const db = await testDatabase({ geography: true });
  const atlas = await getAtlas(db);
  const create = async (include: string, exclude = '') => {
    const input: PerimeterInput = {
      certainty: 'declared',
      include: zones(include),
      exclude: zones(exclude)
    };
    const [id] = await createPerimeters(db, [input]);
    return id!;
  };
  const inWords = async (id: PerimeterId) => {
    const description = (await describePerimeters(db, [id])).get(id)!;
    return { ...description, text: description.text.replaceAll('\u00a0', ' ') };
  };
  const because = async (code: string, ...ids: PerimeterId[]) => {
    const reasons = await explainCoverage(db, code as CommuneCode, ids);
    return ids.map((id) => reasons.get(id)?.text.replaceAll('\u00a0', ' ') ?? null);
  };

  test('Ouessant and Île-de-Sein, without EPCI, are covered by their département or by name, never by an EPCI', async () => {
    for (const code of ['29155', '29083']) expect((await getCommune(db, code)).epci).toBeNull();
    const finistere = await create('d29');
    const iroise = await create('e242900074');
    const islands = await create('c29155 c29083');
    expect(await because('29155', finistere, iroise, islands)).toEqual([
      'couvre tout le Finistère',
      null,
      'couvre Ouessant'
    ]);
    expect((await inWords(islands)).text).toBe('Ouessant ; Île-de-Sein');
  });

  test('the CLIC of Brest covers five of the eight communes of the metropolis', async () => {
    const metropolis = atlas.epcis.get('242900314');
    expect(metropolis?.communes).toHaveLength(8);
    const clic = await create('e242900314', 'c29061 c29075 c29235');
    expect(await listPerimeterCommunes(db, clic)).toHaveLength(5);
    const [guilers] = await because('29069', clic);
    expect(guilers).toMatch(/^couvre Brest Métropole, sauf 3 communes$/);
    expect(await because('29061', clic)).toEqual([null]);
    expect((await inWords(clic)).communeCount).toBe(5);
  });

  test('Île-Molène, whose EPCI is Pays d’Iroise, is covered by two perimeters at once, each for its own reason', async () => {
    const countryOfBrest = await create('e242900074 e242900314');
    const islands = await create('c29084 c29155 c29083');
    expect(await because('29084', countryOfBrest, islands)).toEqual([
      "couvre tout le Pays d'Iroise",
      'couvre Île-Molène'
    ]);
  });

  test('a structure over three départements is said in three names', async () => {
    const three = await create('d41 d37 d28');
    expect((await inWords(three)).text).toBe(
      "l'Indre-et-Loire en entier ; l'Eure-et-Loir en entier ; tout le Loir-et-Cher"
    );
    expect(await because('41018', three)).toEqual(['couvre tout le Loir-et-Cher']);
  });

  test('an EPCI that crosses départements is whole, and its département is not', async () => {
    const terres = await create('e200070183');
    const departements = new Set(
      atlas.epcis
        .get('200070183')
        ?.communes.map((position) => atlas.communes[position]?.departement.code)
    );
    expect(departements).toEqual(new Set(['41', '45']));
    const inLoirEtCher = atlas.epcis
      .get('200070183')
      ?.communes.filter((position) => atlas.communes[position]?.departement.code === '41');
    expect([inLoirEtCher?.length, (await inWords(terres)).communeCount]).toEqual([4, 25]);
    expect((await inWords(terres)).text).toBe('Terres du Val de Loire');
    const redon = atlas.epcis.get('243500741')?.communes ?? [];
    expect(new Set(redon.map((position) => atlas.communes[position]?.departement.code))).toEqual(
      new Set(['35', '44', '56'])
    );
    const outside = await create('d41', 'e200070183');
    expect((await inWords(outside)).text).toBe('le Loir-et-Cher sauf Terres du Val de Loire');
  });

  test('code 53 is Bretagne as a région and Mayenne as a département', async () => {
    const region = await create('r53');
    const departement = await create('d53');
    expect(await because('29019', region, departement)).toEqual([
      'couvre toute la région Bretagne',
      null
    ]);
    expect(await because('53130', region, departement)).toEqual([null, 'couvre toute la Mayenne']);
    expect([
      (await inWords(region)).communeCount,
      (await inWords(departement)).communeCount
    ]).toEqual([
      atlas.regions.get('53')?.communes.length,
      atlas.departements.get('53')?.communes.length
    ]);
  });

  test('Pays de Brest, Loir-et-Cher and Tarn-et-Garonne have their official sizes', async () => {
    const sevenEpci =
      'e242900314 e242900074 e242900553 e242900793 e242900801 e200066868 e200067247';
    const brest = await inWords(await create(sevenEpci));
    expect([brest.communeCount, brest.population]).toEqual([103, 431_674]);
    expect((await inWords(await create('d41'))).communeCount).toBe(267);
    const tarnEtGaronne = atlas.departements.get('82')?.communes ?? [];
    const epci = new Set(tarnEtGaronne.map((position) => atlas.communes[position]?.epci?.code));
    expect(epci.size).toBe(10);
  });

  test('the widest zone explains, everywhere is said, unknown and the others are left out', async () => {
    const nested = await create('c29260 e242900074 d29');
    const [everywhere, unknown] = await createPerimeters(db, [
      { certainty: 'everywhere', include: [], exclude: [] },
      { certainty: 'unknown', include: [], exclude: [] }
    ]);
    expect(await because('29260', nested, everywhere!, unknown!)).toEqual([
      'couvre tout le Finistère',
      'intervient partout en France',
      null
    ]);
    expect(await because('41018', nested)).toEqual([null]);
  });

  test('zones are searched by name, with the département before the EPCI that bear its name', async () => {
    const names = async (text: string) =>
      (await searchZones(db, text, 3)).map(({ level, name }) => `${level} ${name}`);
    expect(await names('iroise')).toEqual(["epci CC du Pays d'Iroise"]);
    expect((await names('finistere'))[0]).toBe('departement Finistère');
    expect((await names('bretagne'))[0]).toBe('region Bretagne');
    expect(await names('')).toEqual([]);
  });
});
