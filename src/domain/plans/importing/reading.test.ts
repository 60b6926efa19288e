import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { actorsInput, resourcesInput, sheetInput } from '../forms/sheet.ts';
import { read } from './knowledge.fixture.ts';
import { OWN_FICHE } from './own-fiche.fixture.ts';
import { cleanSource, wordsOf } from './source.ts';
import { lostWords, type UnderstoodSheet } from './understood.ts';

/** The published text of Loir-et-Cher’s sheet 28; it is not copied into the project. */
const REAL = fileURLToPath(new URL('../../../../../shared/cases/fiche-28.txt', import.meta.url));
const real = existsSync(REAL) ? readFileSync(REAL, 'utf8') : null;

describe.each([
  ['the published text', real],
  ['our own wording of it', OWN_FICHE]
])('%s', (name, text) => {
  test.skipIf(text === null)('loses no word', () => {
    const sheet = read(text!);
    expect(lostWords(text!.replaceAll(/<\/?u>/g, ''), sheet), name).toEqual([]);
  });

  test.skipIf(text === null)('says which sheet it is, on which axis, for which objective', () => {
    const { number, code, axis, objective } = read(text!);
    expect({ number, code, axis: axis?.number, objective: objective?.number }).toEqual({
      number: '28',
      code: '3.3.3',
      axis: '3',
      objective: '3.3'
    });
  });

  test.skipIf(text === null)(
    'has its lists split, and nothing left but what a label said more',
    () => {
      const { texts, pilots, partners, resources, renewsYearly, remainder } = read(text!);
      const counts = Object.fromEntries(
        Object.entries(texts).map(([key, all]) => [key, all.length])
      );
      expect(counts).toEqual({
        ...{ diagnostic: 1, stakes: 4, actions: 4, audiences: 1, brakes: 1, levers: 3 },
        ...{ means: 1, funding: 1, schedule: 1, indicators: 2 }
      });
      expect(pilots.map(({ label }) => label)).toEqual(['DADOPS']);
      expect(partners).toHaveLength(6);
      expect(resources.map(({ planLabel, acronym }) => [planLabel, acronym])).toEqual(
        ['SROS', 'PRAPS', 'PTS', 'PTS', 'PTS', 'PDI'].map((code) => [code, code])
      );
      expect(resources.at(-1)).toMatchObject({
        part: expect.stringMatching(/^Axe 3 : /) as string,
        action: expect.stringMatching(/^Action 3\.2 : /) as string
      });
      expect(resources[0]).toMatchObject({ part: 'Volet ambulatoire' });
      expect(renewsYearly).toBe(true);
      expect(remainder).toBe('Indicateurs du suivi et évaluation proposés');
    }
  );
});

test('the published text is where it is expected, or its tests say that they were skipped', () => {
  if (real === null)
    console.warn('../shared/cases/fiche-28.txt is absent: its three tests are skipped');
  expect(OWN_FICHE).toContain('Fiche 28');
});

describe('a sheet of fiche 28’s layout', () => {
  const sheet = read(OWN_FICHE);

  test('has the title that stands above its number', () => {
    expect(sheet.title).toBe(
      'Ouvrir la Journée de Médecine Générale à tous les métiers du soin et du social'
    );
  });

  test('has each of its stakes begin with the verb that began it', () => {
    expect(sheet.texts['stakes']!.map((item) => item.split(' ')[0])).toEqual([
      ...['Organiser', 'Enrichir', 'Mieux', 'Valoriser']
    ]);
    expect(sheet.texts['actions']![0]).toMatch(/Journée Départementale de Médecine Générale/);
  });

  test('has its levers, its brake and its money apart, though a label gathers them', () => {
    expect(sheet.texts['brakes']).toEqual(['peu de temps libre']);
    expect(sheet.texts['levers']![0]).toBe('date unique dans un beau lieu');
    expect(sheet.texts['funding']).toEqual(['Département et autres financeurs']);
    expect(sheet.texts['means']).toHaveLength(1);
  });
});

describe('who a sheet is', () => {
  const heads: readonly (readonly [string, Partial<UnderstoodSheet>])[] = [
    ['FICHE ACTION N° 12 : Créer un annuaire', { number: '12', title: 'Créer un annuaire' }],
    ['Fiche-action n°12 bis – Créer', { number: '12 bis', title: 'Créer' }],
    ['Fiche 1.2\nCréer', { number: '1.2', title: 'Créer' }],
    ['Action 3.3.3 : Créer', { number: '3.3.3', code: '', title: 'Créer' }],
    ['Fiche A3\nIntitulé de l’action : Créer', { number: 'A3', title: 'Créer' }],
    [
      'Contrat local\nFiche 4\nCréer\nAxe stratégique n° III – Prévenir',
      { title: 'Créer', axis: { number: 'III', title: 'Prévenir' } }
    ],
    [
      'Fiche 4\tAction\t1.2.3\nCréer\nAxe 2\tPrévenir\nObjectif opérationnel 2.1\tRepérer',
      {
        code: '1.2.3',
        axis: { number: '2', title: 'Prévenir' },
        objective: { number: '2.1', title: 'Repérer' }
      }
    ],
    ['Fiche 4\nCréer\nAxe\t2 : Prévenir', { axis: { number: '2', title: 'Prévenir' } }]
  ];
  test.each(heads)('%s', (head, expected) => {
    const sheet = read(`${head}\nEnjeux : agir\nActions : faire`);
    expect(sheet).toMatchObject(expected);
    expect(lostWords(head, sheet)).toEqual([]);
  });
});

test('two actors of one name are nobody; brackets hold their commas', () => {
  const { partners } = read(
    'Fiche 1\nT\nPartenaires : MAIA, ARS (siège, délégation), CLIC-M ; Mairie'
  );
  expect(partners).toEqual([
    { label: 'MAIA', structure: null },
    { label: 'ARS (siège, délégation)', structure: null },
    { label: 'CLIC-M', structure: { id: 1, name: 'CLIC Mirefleurs' } },
    { label: 'Mairie', structure: null }
  ]);
});

test('other plans are told line by line as well, under the one that was named', () => {
  const { resources } = read(
    'Fiche 1\nT\nRessources partenariales\nPTS :\n- Action 2.1 : Favoriser\n- Action 2.3 : Aider\nSRADDET 2020-2030 : Objectif 4 : Relier\nProjet territorial de santé : Soigner'
  );
  expect(
    resources.map(({ planLabel, part, action, acronym }) => [planLabel, part, action, acronym])
  ).toEqual([
    ['PTS', '', 'Action 2.1 : Favoriser', 'PTS'],
    ['PTS', '', 'Action 2.3 : Aider', 'PTS'],
    ['SRADDET 2020-2030', 'Objectif 4 : Relier', '', null],
    ['Projet territorial de santé', '', 'Soigner', 'PTS']
  ]);
});

test('a row of labels above a row of values is read by columns', () => {
  const sheet = read(
    'Fiche 1\tUn titre\nPilote\tPartenaires\tCalendrier\nCLIC-M\tMAIA, CH\t2027\nActions\tFaire'
  );
  expect(sheet.pilots.map(({ label }) => label)).toEqual(['CLIC-M']);
  expect(sheet.partners.map(({ label }) => label)).toEqual(['MAIA', 'CH']);
  expect(sheet.texts).toEqual({ schedule: ['2027'], actions: ['Faire'] });
});

test('a text that lost all its lines is still cut at its labels', () => {
  const sheet = read(OWN_FICHE.replaceAll(/\s+/g, ' '));
  expect(Object.keys(sheet.texts)).toEqual(
    expect.arrayContaining(['diagnostic', 'stakes', 'actions', 'levers'])
  );
  expect(sheet.number).toBe('28');
  expect(lostWords(cleanSource(OWN_FICHE), sheet)).toEqual([]);
});

test('what is too long for its place goes to the remainder, and the rest can be written', () => {
  const words = Array.from({ length: 900 }, (_, at) => `mot${at}`);
  const text = `Fiche 1\n${words.join(' ')}\nPilotes\n${words.join(', ')}\nActions\n${words.map((word) => `- Faire ${word}`).join('\n')}\nDiagnostic\n${words.join(' ')} ${words.join(' ')}\nRessources partenariales\nPTS : ${words.join(' ')}`;
  const sheet = read(text);
  expect(lostWords(text, sheet)).toEqual([]);
  const { title, texts, pilots, partners } = sheet;
  expect(sheetInput.safeParse({ title, texts }).success).toBe(true);
  const named = (all: typeof pilots) => all.map(({ label }) => ({ label }));
  expect(actorsInput.safeParse({ pilots: named(pilots), partners: named(partners) }).success).toBe(
    true
  );
  expect(resourcesInput.safeParse(sheet.resources).success).toBe(true);
});

test('no text makes it think for long', () => {
  const bad = [
    'Fiche ',
    'Axe 3 : ',
    ':',
    '(',
    'Enjeux ',
    '\t',
    'Action 2.1 : ',
    '- ',
    'A ',
    '<u>',
    'Objectif ',
    '; ',
    'a, '
  ];
  for (const piece of bad)
    for (const end of ['', '!', '\n']) {
      const begun = performance.now();
      read(piece.repeat(8_000 / piece.length) + end);
      expect(performance.now() - begun, piece).toBeLessThan(3000);
    }
}, 60_000);

test('a word is counted as it is written', () => {
  expect(wordsOf(cleanSource('<u>SROS</u>&nbsp;: l’« accès »')).join(' ')).toBe('SROS l accès');
});
