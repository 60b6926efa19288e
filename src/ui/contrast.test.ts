import { expect, it } from 'vitest';
import { contrast, mix, perceivedDistance } from './contrast.ts';

it('gives the ratios of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
});

it('mixes as color-mix(in srgb) does', () => {
  expect(mix('#ff0000', 0.5, '#0000ff')).toBe('#800080');
  expect(mix('#123456', 1, '#ffffff')).toBe('#123456');
});

it('sees that red and green come closer for a deuteranope, blue and yellow do not', () => {
  const redGreen = perceivedDistance('#a05050', '#507030');
  expect(perceivedDistance('#a05050', '#507030', 'deuteranopia')).toBeLessThan(redGreen / 1.4);
  expect(perceivedDistance('#3050c0', '#c0b030', 'deuteranopia')).toBeGreaterThan(20);
});

it('refuses what is not a six-digit colour', () => {
  expect(() => contrast('#fff', '#000000')).toThrow('#fff');
});
