import { expect, it } from 'vitest';
import { parseTheme, safeReturn, writeTheme } from './theme.ts';

it('knows three themes and falls back on the system', () => {
  expect(['light', 'dark', 'auto', 'x', undefined, null].map(parseTheme)).toEqual([
    'light',
    'dark',
    'auto',
    'auto',
    'auto',
    'auto'
  ]);
});

it('writes the theme on the html element', () => {
  expect(writeTheme('<html data-theme="%maillage.theme%">', 'dark')).toBe(
    '<html data-theme="dark">'
  );
});

it('comes back to a path of this site only', () => {
  expect(safeReturn('/annuaire?q=clic')).toBe('/annuaire?q=clic');
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null]) {
    expect(safeReturn(elsewhere)).toBe('/');
  }
});
