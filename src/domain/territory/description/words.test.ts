import { describe as group, expect, test } from 'vitest';
import { officialAtlas } from '../../../../tests/factories/atlas.ts';
import type { ZoneLevel, ZoneRef } from '../model.ts';
import { coveredPositions } from '../perimeter.ts';
import { describe } from './words.ts';

const LEVELS: Record<string, ZoneLevel> = {
  c: 'commune',
  e: 'epci',
  d: 'departement',
  r: 'region'
};

/** « e242900074 c29019 » → the EPCI and the commune. */
function zones(text: string): ZoneRef[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ level: LEVELS[one.charAt(0)] ?? 'commune', code: one.slice(1) }));
}

group('a perimeter in words', { timeout: 30_000 }, async () => {
  const atlas = await officialAtlas();
  const inWords = (include: string, exclude = '') => {
    const perimeter = {
      certainty: 'declared' as const,
      include: zones(include),
      exclude: zones(exclude)
    };
    return describe(atlas, 'declared', coveredPositions(atlas, perimeter));
  };

  test.each([
    ['e242900074 c29019', 'c29040 c29084', "Pays d'Iroise sauf Le Conquet et Île-Molène ; Brest"],
    ['d29', '', 'tout le Finistère'],
    ['d29', 'c29019', 'le Finistère sauf Brest'],
    ['r53', '', 'toute la région Bretagne'],
    ['r53', 'd29', 'la région Bretagne sauf le Finistère'],
    ['d53', '', 'toute la Mayenne'],
    ['c53147', '', 'Mayenne (commune)'],
    ['e242900314', 'c29019', 'Brest Métropole sauf Brest (commune)'],
    ['c29019', '', 'Brest'],
    ['d75', '', 'Paris'],
    ['d01 d40', '', "tout l'Ain ; les Landes en entier"],
    ['c93066 c97411', '', 'Saint-Denis (974) ; Saint-Denis (93)'],
    ['d41', 'e200070183', 'le Loir-et-Cher sauf Terres du Val de Loire'],
    ['d41 e200070183', '', 'tout le Loir-et-Cher ; Terres du Val de Loire'],
    ['e243500741', '', 'Redon Agglomération'],
    ['c29019', 'c29019', 'aucune commune']
  ])('%s minus « %s » reads « %s »', (include, exclude, text) => {
    expect(inWords(include, exclude).text.replaceAll('\u00a0', ' ')).toBe(text);
  });

  test('the words come from the communes, not from how the perimeter was typed', () => {
    const communes = atlas.epcis.get('242900074')?.communes ?? [];
    const typed = communes.map((position) => `c${atlas.communes[position]?.code}`).join(' ');
    expect(inWords(typed).text).toBe("Pays d'Iroise");
  });

  test('parts carry the zones and their exceptions, for screens that fold long lists', () => {
    expect(inWords('e242900074', 'c29040').parts).toEqual([
      {
        zone: { level: 'epci', code: '242900074', name: "CC du Pays d'Iroise" },
        label: "Pays d'Iroise",
        except: [
          { zone: { level: 'commune', code: '29040', name: 'Le Conquet' }, label: 'Le Conquet' }
        ]
      }
    ]);
  });

  test('every commune of the country is the whole country', () => {
    const regions = [...atlas.regions.keys()].map((code) => `r${code}`).join(' ');
    expect(inWords(regions).text).toBe('toute la France');
  });

  test('communes and inhabitants are counted', () => {
    expect(inWords('c29155 c29083')).toMatchObject({
      communeCount: 2,
      population: ['29155', '29083']
        .map((code) => atlas.communes[atlas.positions.get(code) ?? -1]?.population ?? 0)
        .reduce((a, b) => a + b)
    });
  });

  test('everywhere and unknown are said, and count no commune', () => {
    expect(describe(atlas, 'everywhere', [])).toMatchObject({
      text: 'partout en France',
      communeCount: 0
    });
    expect(describe(atlas, 'unknown', [])).toMatchObject({
      text: 'périmètre non renseigné',
      parts: []
    });
  });
});
