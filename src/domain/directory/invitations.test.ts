import { describe, expect, test } from 'vitest';
import { readPastedList } from './invitations.ts';

const read = (text: string) =>
  readPastedList(text).guests.map(({ email, name }) => `${name}|${email}`);

describe('a pasted list', () => {
  test('is read whatever separates its columns', () => {
    expect(read('Exemple;Camille;camille@exemple.test')).toEqual([
      'Exemple Camille|camille@exemple.test'
    ]);
    expect(read('camille@exemple.test, Camille Exemple')).toEqual([
      'Camille Exemple|camille@exemple.test'
    ]);
    expect(read('Camille\tExemple\tCAMILLE@exemple.test')).toEqual([
      'Camille Exemple|camille@exemple.test'
    ]);
  });

  test('is read as an address book writes it, on one line or several', () => {
    expect(
      read('"Camille Exemple" <camille@exemple.test>, Sacha <sacha@exemple.test>;lou@exemple.test')
    ).toEqual([
      'Camille Exemple|camille@exemple.test',
      'Sacha|sacha@exemple.test',
      '|lou@exemple.test'
    ]);
  });

  test('leaves out the titles of its columns, and empty lines', () => {
    expect(read('Nom;Prénom;Courriel\n\nExemple;Camille;camille@exemple.test\n')).toEqual([
      'Exemple Camille|camille@exemple.test'
    ]);
  });

  test('loses nothing: what is repeated or not understood is given back with its line', () => {
    const list = readPastedList('lou@exemple.test\nSans adresse\nLOU@exemple.test\ncassé@\nx@y');
    expect(list.guests).toEqual([{ line: 1, email: 'lou@exemple.test', name: '' }]);
    expect(list.repeated).toEqual([{ line: 3, email: 'lou@exemple.test', name: '' }]);
    expect(list.unread).toEqual([
      { line: 2, text: 'Sans adresse' },
      { line: 4, text: 'cassé@' },
      { line: 5, text: 'x@y' }
    ]);
  });
});
