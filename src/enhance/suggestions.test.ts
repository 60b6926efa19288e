import { expect, it } from 'vitest';
import { readSuggestions } from './suggestions.ts';

const KEYS = ['code', 'name', 'postal_codes', 'departement.name'];

it('reads the value, the label and the details of each line', () => {
  const answer = [
    {
      code: '29260',
      name: 'Saint-Renan',
      postal_codes: ['29290'],
      departement: { name: 'Finistère' }
    }
  ];
  expect(readSuggestions(answer, KEYS)).toEqual([
    { value: '29260', label: 'Saint-Renan', detail: '29290 · Finistère' }
  ]);
});

it('reads the items of a paged answer', () => {
  expect(readSuggestions({ items: [{ value: 1, label: 'Un' }] }, ['value', 'label'])).toEqual([
    { value: '1', label: 'Un', detail: '' }
  ]);
});

it('leaves out what misses a value or a label, and survives any answer', () => {
  expect(readSuggestions([{ code: '1' }, { name: 'a' }, null, 3], KEYS)).toEqual([]);
  for (const answer of [null, 'x', 4, { items: 'x' }, {}])
    expect(readSuggestions(answer, KEYS)).toEqual([]);
});
