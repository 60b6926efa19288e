import { describe, expect, test } from 'vitest';
import { officialAtlas } from '../../../../tests/factories/atlas.ts';
import { buildGazetteer } from './entries.ts';
import { searchGazetteer } from './search.ts';

describe('searching the communes of the whole country', { timeout: 30_000 }, async () => {
  const atlas = await officialAtlas();
  const gazetteer = buildGazetteer(atlas);
  const search = (text: string, limit = 5, near?: Set<number>) =>
    searchGazetteer(gazetteer, text, limit, near).map(({ commune, matchedName }) => {
      const { name = '', code = '' } = atlas.communes[commune] ?? {};
      return matchedName === null ? `${code} ${name}` : `${code} ${name} (${matchedName})`;
    });

  test.each([
    ['st renan', '29260 Saint-Renan'],
    ['SAINT RENAN', '29260 Saint-Renan'],
    ['saintrenan', '29260 Saint-Renan'],
    ['plouarzel', '29177 Plouarzel'],
    ['St-Médard-en-Jalles', '33449 Saint-Médard-en-Jalles'],
    ["l'isle d'abeau", "38193 L'Isle-d'Abeau"],
    ['thegonnec saint', '29266 Saint-Thégonnec Loc-Eguiner'],
    ['brest 29', '29019 Brest'],
    ['molene', '29084 Île-Molène'],
    ['le mans', '72181 Le Mans'],
    ['mans', '72181 Le Mans'],
    ['2A004', '2A004 Ajaccio'],
    ['brset', '29019 Brest'],
    ['ploudalmezeo', '29178 Ploudalmézeau'],
    ['Saint-Denis (974)', '97411 Saint-Denis'],
    ['Saint-Denis (Seine-Saint-Denis)', '93066 Saint-Denis']
  ])('« %s » finds %s first', (text, expected) => {
    expect(search(text)[0]).toBe(expected);
  });

  test('a delegated commune or an arrondissement finds the current commune and says so', () => {
    expect(search('loc eguiner saint thegonnec')[0]).toBe(
      '29266 Saint-Thégonnec Loc-Eguiner (Loc-Eguiner-Saint-Thégonnec)'
    );
    expect(search('paris 13')[0]).toBe('75056 Paris (Paris 13e Arrondissement)');
    expect(search('75113')).toEqual(['75056 Paris']);
    expect(search('75013')).toEqual(['75056 Paris']);
  });

  test('a postal code gives its communes, most inhabited first, then the commune of that INSEE code', () => {
    const found = search('29290', 20);
    expect(found[0]).toBe('29260 Saint-Renan');
    expect(found).toContain('29119 Lanrivoaré');
    // 29260 is Lesneven's postal code and Saint-Renan's INSEE code.
    expect(search('29260', 20)[0]).toBe('29124 Lesneven');
    expect(search('29260', 20)).toContain('29260 Saint-Renan');
  });

  test('homonyms all come, most inhabited first, unless one is in the territory', () => {
    const homonyms = search('saint denis', 3);
    expect(homonyms.slice(0, 2)).toEqual(['97411 Saint-Denis', '93066 Saint-Denis']);
    const near = new Set([atlas.positions.get('93066') ?? -1]);
    expect(search('saint denis', 3, near)[0]).toBe('93066 Saint-Denis');
  });

  test('words that no one commune holds find nothing, rather than a surprise', () => {
    expect(search('pleyber thegonnec')).toEqual([]);
    expect(search('xqzwv')).toEqual([]);
    expect(search('')).toEqual([]);
    expect(search('  - ')).toEqual([]);
  });

  test('communes are found by their own name, homonyms included', () => {
    for (let position = 0; position < atlas.communes.length; position += 331) {
      const { name = '' } = atlas.communes[position] ?? {};
      const found = searchGazetteer(gazetteer, name, 60).map(({ commune }) => commune);
      expect(found, name).toContain(position);
    }
  });
});
