import { expect, it } from 'vitest';
import { parseTheme, writeTheme } from './theme.ts';

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
