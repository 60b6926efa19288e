import { expect, test } from 'vitest';
import {
  aPrintedIndicator,
  aPrintedPlan,
  aPrintedSheet
} from '../../../../tests/factories/plan-papers.ts';
import { headingsOf, type HeadingChange } from '../headings.ts';
import { bookletOf } from './booklet.ts';
import { indicatorPaper, writeValue } from './indicator.ts';
import { sheetPaper } from './sheet.ts';

const change = (traits: Partial<HeadingChange> & { key: string }): HeadingChange => ({
  ...{ label: traits.key, hint: '', hidden: false, position: 0 },
  ...traits
});

test('headings that say nothing, or that the plan hides, are not printed; its own are', () => {
  const headings = headingsOf([
    change({ key: 'stakes', hidden: true, position: 10 }),
    change({ key: 'diagnostic', label: 'Constat', position: 0 }),
    change({ key: 'propre-1', label: 'Éthique', position: 5 })
  ]);
  const sheet = aPrintedSheet({
    texts: { diagnostic: ['Constat.'], stakes: ['Caché'], 'propre-1': ['Consentement'] }
  });
  const { sections } = sheetPaper(aPrintedPlan({ headings }), sheet, []);
  expect(sections.map(({ label }) => label)).toEqual([
    ...['Constat', 'Éthique', 'Pilotes', 'Partenaires', 'Ressources partenariales'],
    ...['Financement', 'Échéancier', 'En lien']
  ]);
});

test('an empty sheet has no heading at all', () => {
  const empty = aPrintedSheet({
    ...{ texts: {}, pilots: [], partners: [], resources: [], steps: [], funding: [], links: [] }
  });
  expect(sheetPaper(aPrintedPlan(), empty, []).sections).toEqual([]);
});

test('what is known of money is added up, and what is not is a dash', () => {
  const { sections } = sheetPaper(aPrintedPlan(), aPrintedSheet(), []);
  const [money] = sections.find(({ key }) => key === 'funding')!.blocks;
  expect(money).toMatchObject({
    rows: [{ year: '2026' }, { year: 'tout le plan', actual: '—' }],
    total: {
      planned: expect.stringMatching(/^17\s000/),
      actual: expect.stringMatching(/^11\s540,50/)
    }
  });
});

test('funders of whom no amount is known are named in a line, without a table of dashes', () => {
  const funding = aPrintedSheet().funding.map((line) => ({ ...line, planned: null, actual: null }));
  const { sections } = sheetPaper(aPrintedPlan(), aPrintedSheet({ funding }), []);
  expect(sections.find(({ key }) => key === 'funding')!.blocks).toEqual([
    { kind: 'text', items: ['Montants à préciser\u00a0: Département, ARS'] }
  ]);
});

test('a sheet that is not for everybody says so on paper', () => {
  const notice = (traits: Parameters<typeof aPrintedSheet>[0]) =>
    sheetPaper(aPrintedPlan(), aPrintedSheet(traits), []).notice;
  expect(notice({})).toBe('');
  expect(notice({ visibility: 'pilots' })).toContain('à ne pas diffuser');
  expect(notice({ visibility: 'members' })).toContain('membres du réseau');
});

test('years without a target nor a value are not printed, and what is reached is said', () => {
  const paper = indicatorPaper(
    aPrintedIndicator({ targets: [{ year: 2026, value: 100 }], kind: 'count' })
  );
  expect(paper.years).toMatchObject([
    { year: '2026', target: '100', value: '112', isReached: true, bar: 1 }
  ]);
  expect(indicatorPaper(aPrintedIndicator({ targets: [], values: [] })).isDrawn).toBe(false);
});

test('a score below zero is drawn below zero', () => {
  const values = aPrintedIndicator().values.map((one) => ({ ...one, value: -50 }));
  const paper = indicatorPaper(
    aPrintedIndicator({ kind: 'score', targets: [{ year: 2026, value: 50 }], values })
  );
  expect(paper).toMatchObject({ zero: 0.5, years: [{ bar: 0, mark: 1, isReached: false }, {}] });
});

test.each([
  ['share', 0.855, '85,5\u00a0%'],
  ['mark', 4.26, '4,3\u00a0sur\u00a05'],
  ['amount', 150_050, '1\u202f500,50\u00a0€'],
  ['yes-no', 1, 'oui'],
  ['count', 1234, '1\u202f234']
] as const)('a value of kind %s is written as people read it', (kind, value, written) => {
  expect(writeValue({ kind, scaleMax: 5 }, value)).toBe(written);
});

test('a booklet holds each sheet once, under its axis and its objective, those of no axis last', () => {
  const sheets = [
    aPrintedSheet({ number: '1', slug: '1' }),
    aPrintedSheet({ number: '2', slug: '2', objective: null }),
    aPrintedSheet({ number: '3', slug: '3', axis: null, objective: null })
  ];
  const { parts } = bookletOf(aPrintedPlan(), sheets, [], new Date('2027-03-12T10:00:00Z'));
  expect(
    parts.map(({ title, groups }) => [
      title,
      groups.map((group) => [group.title, group.sheets.map(({ number }) => number)])
    ])
  ).toEqual([
    [
      'Axe 3\u00a0: Conditions d’exercice',
      [
        ['Objectif 3.3\u00a0: Formation et coordination', ['1']],
        ['', ['2']]
      ]
    ],
    ['Hors des axes', [['', ['3']]]]
  ]);
});
