import { expect, test } from 'vitest';
import type { Contribution } from '#domain/sharing/model.ts';
import { aTerritory, person } from '../../../tests/factories/people.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { meantBy, withNames } from './meaning.ts';
import { partsOf, readTyped } from './reading.ts';

const db = await testDatabase();

test('whatever a form sends as identifiers, it is read, and shown again as it was typed', async () => {
  const territory = (await aTerritory(db, 'ici')).id;
  const actor = await person(db, { roles: [{ territory, role: 'member' }] });
  const form = new FormData();
  for (const part of ['title', 'structures', 'where', 'links']) form.append('partie', part);
  form.set('titre', 'Une maison');
  form.set('lieu', 'zones');
  const wrong = ['', 'x', 'x 1', 'constructor y', '-1', '1.5', '9'.repeat(30), 'commune 99999'];
  for (const value of wrong) {
    form.append('zone', value);
    form.append('rencontre', value);
    form.append('partage', value);
  }
  form.set('porteur-lignes', '1000000');
  wrong.forEach((value, at) => {
    form.set(`porteur-${at}`, `Structure ${at}`);
    form.set(`porteur-${at}-qui`, `structure:${value}`);
  });
  const typed = readTyped(form);
  const current: Contribution | null = null;
  const { input, errors } = await meantBy({ db, actor, territory, current }, typed, partsOf(form));
  expect(input.carriers).toHaveLength(wrong.length);
  expect(input.carriers!.every(({ structure }) => structure === null)).toBe(true);
  expect([input.events, input.related]).toEqual([[], []]);
  expect(Object.keys(errors)).toEqual(['zone-cherchee']);
  const shown = await withNames(db, actor, typed);
  expect(shown.title).toBe('Une maison');
  expect(shown.zones.map(({ value }) => value)).toEqual(wrong);
});
