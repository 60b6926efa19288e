import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

test.each(['/annuaire', '/annuaire?q=clic&page=2', '/gestion/territoires/essai#bas', '/'])(
  'one comes back to %s',
  (path) => {
    expect(returnPath(path)).toBe(path);
  }
);

test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '/..//evil.example',
  '/./\\evil.example',
  '',
  `/${'a'.repeat(3000)}`,
  null,
  undefined,
  42
])('%j leads nowhere else than one’s own space', (value) => {
  expect(returnPath(value)).toBe('/mon-espace');
});

test('an encoded address stays a path of this site', () => {
  const path = returnPath('/%2F%2Fevil.example');
  expect(new URL(path, 'https://maillage.example').host).toBe('maillage.example');
  expect(returnPath('%2F%2Fevil.example')).toBe('/mon-espace');
});

test('signing in does not lead back to signing in or out', () => {
  for (const path of ['/connexion', '/connexion/lien?jeton=x', '/deconnexion'])
    expect(returnPath(path)).toBe('/mon-espace');
});
