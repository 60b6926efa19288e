import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contrast, mix, perceivedDistance } from './contrast.ts';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const light = colours(/:root \{([^}]*)\}/);
const themes = {
  light,
  'dark by preference': { ...light, ...colours(/:root:not\(\[data-theme='light'\]\) \{([^}]*)\}/) },
  'dark by choice': { ...light, ...colours(/:root\[data-theme='dark'\] \{([^}]*)\}/) }
};
const TYPES = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `type-${n}`);

it('the dark theme is the same by preference and by choice, and names the colours of the light one', () => {
  expect(themes['dark by choice']).toEqual(themes['dark by preference']);
  expect(Object.keys(colours(/:root\[data-theme='dark'\] \{([^}]*)\}/)).sort()).toEqual(
    Object.keys(light).sort()
  );
});

describe.each(Object.entries(themes))('%s', (_, theme) => {
  const ratio = (text: string, ground: string) => contrast(theme[text] ?? '', theme[ground] ?? '');

  it.each([
    ['ink', 'paper'],
    ['ink', 'surface'],
    ['ink', 'raised'],
    ['ink', 'brand-tint'],
    ['ink', 'warning-tint'],
    ['ink', 'danger-tint'],
    ['ink', 'success-tint']
  ])('body text: %s on %s is at least 7:1', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(7);
  });

  it.each([
    ...['ink-soft', 'brand', 'brand-strong', 'warning', 'danger', 'success'].flatMap((text) =>
      ['paper', 'surface', 'raised'].map((ground) => [text, ground])
    ),
    ['brand-strong', 'brand-tint'],
    ['brand', 'brand-tint'],
    ['ink-soft', 'brand-tint'],
    ['warning', 'warning-tint'],
    ['ink-soft', 'warning-tint'],
    ['danger', 'danger-tint'],
    ['success', 'success-tint'],
    ['on-brand', 'brand'],
    ['on-brand', 'brand-strong'],
    ['on-danger', 'danger'],
    ...[0, 1, 2, 3, 4].map((step) => [`on-seq${step}`, `seq${step}`])
  ])('secondary text: %s on %s is at least 4.5:1', (text = '', ground = '') => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    ['line-strong', 'accent', 'focus', 'brand'].flatMap((part) =>
      ['paper', 'surface', 'raised'].map((ground) => [part, ground])
    )
  )('interface: %s against %s is at least 3:1', (part = '', ground = '') => {
    expect(ratio(part, ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(TYPES)(
    'the chip %s is at least 4.5:1 on the surface, on paper and on its own tint',
    (type) => {
      const colour = theme[type] ?? '';
      const surface = theme['surface'] ?? '';
      expect(ratio(type, 'surface')).toBeGreaterThanOrEqual(4.5);
      expect(ratio(type, 'paper')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, mix(colour, 0.1, surface))).toBeGreaterThanOrEqual(4.5);
    }
  );

  it.each([undefined, 'deuteranopia', 'protanopia', 'tritanopia'] as const)(
    'the eight structure types stay apart (vision: %s)',
    (vision) => {
      const distances = TYPES.flatMap((one, at) =>
        TYPES.slice(0, at).map((other) =>
          perceivedDistance(theme[one] ?? '', theme[other] ?? '', vision)
        )
      );
      expect(Math.min(...distances)).toBeGreaterThanOrEqual(6);
    }
  );
});

function colours(block: RegExp): Record<string, string> {
  const body = block.exec(css)?.[1] ?? '';
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value])
  );
}
