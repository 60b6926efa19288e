import { expect, test } from 'vitest';
import { readCell, showCell, tidy, TOO_LONG, type CellKind, type RawCell } from './cells.ts';

const column = (kind: CellKind) => ({ kind, key: 'x', label: 'X', width: 10 });
const read = (kind: CellKind, raw: RawCell, nature?: Parameters<typeof readCell>[2]) => {
  const cell = readCell(column(kind), raw, nature);
  return cell.ok ? cell.value : `! ${cell.wrong}`;
};

test.each<[CellKind, RawCell, string]>([
  ['day', new Date('2026-03-12T00:00:00Z'), '2026-03-12'],
  ['day', '12/03/2026', '2026-03-12'],
  ['day', 46_093, '2026-03-12'],
  ['day', '31/02/2026', '! une date comme 12/03/2027'],
  ['euros', 1500.5, '150050'],
  ['euros', '1 500,50 €', '150050'],
  ['euros', -3, '! un montant comme 1 500 ou 1 500,50'],
  ['number', 0.1 + 0.2, '0.3'],
  ['yes-no', '', 'non'],
  ['yes-no', true, 'oui'],
  ['yes-no', 'peut-être', '! oui ou non'],
  ['text', "'=1+1", '=1+1'],
  ['text', ' a \r\n b ', 'a\nb'],
  ['text', 28, '28']
])('a cell of kind %s that holds %s reads « %s »', (kind, raw, value) => {
  expect(read(kind, raw)).toBe(value);
});

test('a share is the same typed in percent, as text or as a number', () => {
  for (const raw of [0.85, 85, '85', '85 %', '85,0 %'])
    expect(read('value', raw, 'share')).toBe('0.85');
  expect(showCell(column('value'), '0.85', 'share')).toBe('85\u00a0%');
});

test('a text too long for a cell is left where it is', () => {
  expect(tidy('a'.repeat(40_000))).toBe(TOO_LONG);
});

test('a choice is read by its words, however they are written, and what is none is told with them all', () => {
  const choices = { ongoing: 'En cours', done: 'Réalisée' };
  const state = { ...column('text'), choices };
  expect(readCell(state, 'realisee')).toEqual({ ok: true, value: 'Réalisée' });
  expect(readCell(state, 'presque')).toEqual({
    ok: false,
    wrong: '«\u00a0presque\u00a0» n’est pas un choix\u00a0: En cours, Réalisée'
  });
});
