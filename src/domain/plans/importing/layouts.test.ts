import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { structureNames } from './actors.ts';
import { splitSheets } from './parts.ts';
import { readSheet } from './reading.ts';
import { planNames } from './resources.ts';
import { cleanSource, wordsOf } from './source.ts';
import { contentOf, lostWords } from './understood.ts';

const knowledge = {
  structures: structureNames([]),
  plans: planNames([{ code: 'PTS', name: 'Programme territorial de santé', synonyms: [] }]),
  headings: []
};

/** How people write each heading. */
const VARIANTS = {
  diagnostic: ['Diagnostic', 'DIAGNOSTIC', 'Constats', 'Etat des lieux', 'Contexte et constats'],
  stakes: ['Enjeux', 'Enjeu(x)', 'Objectifs', 'Objectifs opérationnels', 'ENJEUX ET OBJECTIFS'],
  actions: ['Actions', 'Action(s) prévue(s)', 'Description de l’action', 'Contenu', 'ACTIONS'],
  audiences: ['Public(s) visé(s)', 'Publics cibles', 'PUBLIC CIBLE', 'Bénéficiaires', 'Public·s'],
  levers: ['Leviers', 'Levier(s)', 'Points d’appui', 'Facteurs de reussite'],
  brakes: ['Freins', 'Frein', 'Points de vigilance', 'Difficultés', 'FREINS POSSIBLES'],
  means: ['Moyens mobilisés', 'Moyens', 'Moyens humains et matériels', 'MOYENS MOBILISES'],
  funding: ['Financement', 'Financements', 'Budget prévisionnel', 'Plan de financement', 'Coût'],
  schedule: ['Échéancier', 'ECHEANCIER', 'Calendrier', 'Calendrier prévisionnel', 'Échéance(s)'],
  indicators: [
    'Indicateurs',
    'Indicateurs du suivi et évaluation proposés',
    'Modalités d’évaluation'
  ]
} as const;
type Key = keyof typeof VARIANTS;
const KEYS = Object.keys(VARIANTS) as Key[];

const LAYOUTS = {
  tab: (label: string, items: string[]) => `${label}\t${items.join('\n')}`,
  tabbedLines: (label: string, items: string[]) => `${label}\t${items.join('\n\t')}`,
  spaces: (label: string, items: string[]) => `${label}      ${items.join('\n')}`,
  colon: (label: string, items: string[]) => `${label} : ${items.join('\n')}`,
  tightColon: (label: string, items: string[]) => `${label}: ${items.join(' ; ')}`,
  bullets: (label: string, items: string[]) =>
    `${label}\n${items.map((one) => `- ${one}`).join('\n')}`,
  dots: (label: string, items: string[]) =>
    `\n${label}\u00a0:\n${items.map((one) => `• ${one}`).join('\n')}`,
  inlineDots: (label: string, items: string[]) => `${label} :\n• ${items.join(' • ')}`,
  numbered: (label: string, items: string[]) => `3. ${label}\n${items.join('\n')}`,
  html: (label: string, items: string[]) =>
    `<tr><td><b>${label}</b></td><td><ul>${items.map((one) => `<li>${one}</li>`).join('')}</ul></td></tr>`,
  returns: (label: string, items: string[]) => `${label}\r\n\r\n${items.join('\r\n\r\n')}`
} as const;
type Layout = keyof typeof LAYOUTS;

const HEADS = [
  (n: number) => `Fiche ${n}\nCréer quelque chose\nAxe 2 : Prévenir\nObjectif 2.1 : Repérer`,
  (n: number) =>
    `Créer quelque chose\n\nFiche ${n}\n\nAction\n\n2.1.${n}\n\nAxe 2 : Prévenir\nObjectif 2.1 : Repérer`,
  (n: number) =>
    `FICHE ACTION N° ${n} : Créer quelque chose\nAXE 2 – Prévenir\nOBJECTIF 2.1 – Repérer`,
  (n: number) =>
    `Fiche-action n°${n}\tAction\t2.1.${n}\nTitre : Créer quelque chose\nAxe 2\tPrévenir\nObjectif 2.1\tRepérer`
];

const word = fc.constantFrom(
  ...'soins réseau œuvre l’hôpital 2027 santé mentale familles aide d’accès lien âgées CPTS 15 % été'.split(
    ' '
  )
);
const item = fc
  .tuple(
    fc.constantFrom('Réunir', 'Former', 'Écouter', 'Aider', 'Créer'),
    fc.array(word, { minLength: 1, maxLength: 7 })
  )
  .map(([verb, rest]) => [verb, ...rest].join(' '));
const heading = fc.record({
  variant: fc.nat(20),
  items: fc.array(item, { minLength: 1, maxLength: 4 })
});
const sheet = fc.record({
  head: fc.nat(HEADS.length - 1),
  keys: fc
    .shuffledSubarray(KEYS, { minLength: 3 })
    .map((keys) => KEYS.filter((key) => keys.includes(key))),
  headings: fc.array(heading, { minLength: KEYS.length, maxLength: KEYS.length }),
  layout: fc.constantFrom(...(Object.keys(LAYOUTS) as Layout[])),
  unknown: fc.option(item, { nil: null })
});
type Written = typeof sheet extends fc.Arbitrary<infer T> ? T : never;

function render(written: Written, number: number): string {
  const body = written.keys.map((key, at) => {
    const { variant, items } = written.headings[at]!;
    const labels = VARIANTS[key];
    return LAYOUTS[written.layout](labels[variant % labels.length]!, items);
  });
  const unknown = written.unknown === null ? [] : [`Pour mémoire, ${written.unknown}`];
  return [HEADS[written.head]!(number), ...body, ...unknown].join('\n');
}

describe('sheets written at random, in many layouts', { timeout: 60_000 }, () => {
  test('lose no word, and each known heading has its text', () => {
    fc.assert(
      fc.property(sheet, (written) => {
        const text = render(written, 7);
        const read = readSheet(text, knowledge);
        expect(lostWords(cleanSource(text), read)).toEqual([]);
        expect(Object.keys(read.texts).sort()).toEqual([...written.keys].sort());
        expect(read).toMatchObject({ number: '7', title: 'Créer quelque chose' });
        expect(read).toMatchObject({
          axis: { number: '2' },
          objective: { number: '2.1', title: 'Repérer' }
        });
        for (const [at, key] of written.keys.entries()) {
          const expected = written.headings[at]!.items.flatMap(wordsOf);
          expect(wordsOf(read.texts[key]!.join('\n')).slice(0, expected.length)).toEqual(expected);
        }
      }),
      { numRuns: 200 }
    );
  });

  test('have one item a bullet', () => {
    fc.assert(
      fc.property(sheet, (written) => {
        const read = readSheet(
          render({ ...written, layout: 'bullets', unknown: null }, 7),
          knowledge
        );
        for (const [at, key] of written.keys.entries())
          expect(read.texts[key]).toEqual(written.headings[at]!.items);
      }),
      { numRuns: 100 }
    );
  });

  test('are told apart when they follow each other in one text, whatever comes before', () => {
    const several = fc.array(sheet, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(several, fc.boolean(), (all, hasForeword) => {
        const keys = [...new Set(all.flatMap(({ keys: own }) => own))];
        const alike = all.map((one) => ({
          ...one,
          keys: KEYS.filter((key) => keys.includes(key)),
          head: all[0]!.head
        }));
        const foreword = hasForeword ? 'Contrat local de santé\n\nSommaire\n\n\n' : '';
        const text = foreword + alike.map((one, at) => render(one, at + 1)).join('\n\n\n');
        const parts = splitSheets(text);
        const sheets = parts.filter(({ kind }) => kind === 'sheet');
        expect(wordsOf(parts.map((part) => part.text).join('\n'))).toEqual(
          wordsOf(cleanSource(text))
        );
        expect(sheets.map((part) => readSheet(part.text, knowledge).number)).toEqual(
          all.map((_, at) => String(at + 1))
        );
      }),
      { numRuns: 60 }
    );
  });
});

test('any text at all loses no word, and invents none', { timeout: 60_000 }, () => {
  const noise = fc.constantFrom(
    ...[
      '\n',
      '\t',
      ' : ',
      ' ; ',
      '- ',
      '• ',
      '(',
      ')',
      ', ',
      '. ',
      ' – ',
      '\n\n',
      '3. ',
      '« ',
      ' »',
      '<u>',
      '</u>',
      '\f'
    ],
    ...Object.values(VARIANTS).flat(),
    ...[
      'Fiche 3',
      'Action 2.1',
      'Axe 3',
      'Axe',
      'Objectif 3.3',
      'PTS',
      'Partenaires',
      'Pilote(s)',
      'Ressources partenariales'
    ],
    ...['Titre', 'action', '12', 'de', 'Volet ambulatoire', 'Faire']
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(noise, word, item), { maxLength: 60 }), (pieces) => {
      const text = cleanSource(pieces.join(' '));
      const read = readSheet(text, knowledge);
      expect(lostWords(text, read)).toEqual([]);
      const said = new Set(wordsOf(text));
      expect(wordsOf(contentOf(read)).filter((one) => !said.has(one))).toEqual([]);
    }),
    { numRuns: 300 }
  );
});

test('« ACTIONS 15 » is no action S 15', () => {
  const read = readSheet('ACTIONS 15', knowledge);
  expect([read.number, read.code]).toEqual(['', '']);
  expect(lostWords('ACTIONS 15', read)).toEqual([]);
});
