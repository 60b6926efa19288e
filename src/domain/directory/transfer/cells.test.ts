import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  neutralise,
  readIdentifier,
  readLines,
  readPostalCode,
  restore,
  writeLines,
  writePostalCode
} from './cells.ts';
import { recogniseHeader } from './columns.ts';
import { NameForms } from './duplicates.ts';
import { detectDelimiter, tooLarge, MAX_UPLOAD } from './file.ts';
import { readZones } from './data-inclusion-service.ts';
import { parseZones, resolveZones, type Gazetteer, type NamedZone } from './zones.ts';

const anyText = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', ' ', ';', '"', '\n'),
  maxLength: 6
});

describe('a cell', () => {
  it('never starts a formula, and is read back as it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(neutralise(text)).not.toMatch(/^[=+\-@\t\r]/);
        expect(restore(neutralise(text))).toBe(text);
      })
    );
  });

  it('holds any list of sources', () => {
    const source = fc
      .oneof(
        anyText.map((text) => text.trim()),
        fc.constantFrom('https://a.fr', 'https://a.fr/x;y', 'a ; https://b.fr', '"x"')
      )
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(source), (list) => {
        expect(readLines(writeLines(list))).toEqual(list);
      })
    );
  });

  it('gives back the zeros that Excel took, and keeps the codes that have none', () => {
    expect(readIdentifier('3352918020001', 14)).toBe('03352918020001');
    expect(readIdentifier("'012 345 678 90123", 14)).toBe('01234567890123');
    expect(readPostalCode('1000')).toBe('01000');
    expect(readPostalCode(writePostalCode('1234'))).toBe('1234');
  });
});

describe('a header', () => {
  it('is known whatever its case, accents and apostrophes', () => {
    expect(recogniseHeader('TELEPHONE')?.column.field).toBe('phone');
    expect(recogniseHeader("Ce qu'elle ne fait pas")?.column.field).toBe('limits');
    expect(recogniseHeader('service : Publics')?.column.field).toBe('audiences');
    expect(recogniseHeader('couleur')).toBeNull();
  });
});

it('the separator is the one most present outside quotation marks', () => {
  expect(detectDelimiter('a;"b,c,d,e,f"\n1;2')).toBe(';');
  expect(detectDelimiter('a,b\n1,2')).toBe(',');
  expect(detectDelimiter('a\tb\n1\t2')).toBe('\t');
});

it('a file of 50 MB is refused with its size, the limit and what to do', () => {
  expect(tooLarge(50_000_000, MAX_UPLOAD)).toMatch(/50 Mo ; la limite est de 40 Mo/);
  expect(tooLarge(MAX_UPLOAD, MAX_UPLOAD)).toBeNull();
});

describe('zones', () => {
  const zone = (
    level: NamedZone['level'],
    code: string,
    name: string,
    departement: string | null = null
  ): NamedZone => ({ level, code, name, within: departement ?? '', departement });
  const mayenne = zone('departement', '53', 'Mayenne');
  const bretagne = zone('region', '53', 'Bretagne');
  const finistere = zone('departement', '29', 'Finistère');
  const renan = zone('commune', '29260', 'Saint-Renan', '29');
  const ouen41 = zone('commune', '41226', 'Saint-Ouen', '41');
  const ouen80 = zone('commune', '80711', 'Saint-Ouen', '80');
  const gazetteer: Gazetteer = {
    byCode: new Map([
      ['commune', new Map([['29260', renan]])],
      ['epci', new Map([['242900074', zone('epci', '242900074', 'CC du Pays d’Iroise')]])],
      [
        'departement',
        new Map([
          ['53', mayenne],
          ['29', finistere]
        ])
      ],
      ['region', new Map([['53', bretagne]])]
    ]),
    byName: new Map([
      ['saint renan', [renan]],
      ['saint ouen', [ouen41, ouen80]],
      ['finistere', [finistere]]
    ])
  };
  const resolve = (cell: string) => resolveZones(cell, gazetteer);

  it('are written by level and code, by code alone, or by name', () => {
    const cell =
      'EPCI 242900074; commune 29260 Saint-Renan; département 29 ; Dept. 29; St Renan; Finistère';
    expect(resolve(cell).problems).toEqual([]);
    expect(resolve(cell).zones.map(({ level, code }) => `${level} ${code}`)).toEqual([
      'epci 242900074',
      'commune 29260',
      'departement 29'
    ]);
  });

  it('of code 53 are asked for: région or département', () => {
    expect(resolve('53').problems[0]).toContain('département 53 Mayenne ; région 53 Bretagne');
    expect(resolve('région 53').zones).toEqual([{ level: 'region', code: '53' }]);
    expect(resolve('département 53').zones).toEqual([{ level: 'departement', code: '53' }]);
  });

  it('with homonyms are refused with the candidates, unless the département is written', () => {
    expect(resolve('Saint-Ouen').problems[0]).toContain('commune 41226 Saint-Ouen');
    expect(resolve('Saint-Ouen (80)').zones).toEqual([{ level: 'commune', code: '80711' }]);
  });

  it('whose name contradicts the code follow the code, and say so', () => {
    expect(resolve('commune 29260 Brest')).toMatchObject({
      zones: [{ code: '29260' }],
      notes: [expect.stringContaining('c’est le code qui compte')]
    });
  });

  it('with an unknown code are refused', () => {
    expect(resolve('commune 99999').problems[0]).toContain('99999');
    expect(parseZones(' ; \n ')).toEqual([]);
  });

  it('of data·inclusion are typed by the shape of their code; none declared is unknown, not everywhere', () => {
    expect(readZones([])).toBeNull();
    expect(readZones(['france'])).toMatchObject({ certainty: 'everywhere' });
    expect(
      readZones(['53', '29260', '242900074', '2A'])?.include.map(({ level }) => level)
    ).toEqual(['departement', 'commune', 'epci', 'departement']);
  });
});

describe('names', () => {
  const names = new NameForms({
    types: [{ code: 'CLIC', name: 'Centre local d’information et de coordination' }] as never
  });

  it('are alike whether the type is written in full or by its initials', () => {
    expect(
      names.compare('CLIC de Moissac', 'Centre local d’information et de coordination – Moissac')
    ).toBe(1);
    expect(names.compare('CLIC de Moissac', 'CLIC Moissac')).toBe(1);
    expect(names.compare('CLIC de Moissac', 'SSIAD des Deux Rives')).toBeLessThan(0.3);
  });
});
