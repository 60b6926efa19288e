import { expect, test } from 'vitest';
import { Counter, gauge, Histogram } from './measures.ts';

test('a counter counts by labels, whatever they hold', () => {
  const counter = new Counter('asked_total', 'Asked.');
  for (const route of ['/ma-place/[jeton]', '/ma-place/[jeton]', 'a"b\\c\nd'])
    counter.add({ route });
  expect(counter.write()).toBe(
    '# HELP asked_total Asked.\n# TYPE asked_total counter\nasked_total{route="/ma-place/[jeton]"} 2\nasked_total{route="a\\"b\\\\c\\nd"} 1\n'
  );
});

test('the buckets of a histogram add up, the last one holds all', () => {
  const histogram = new Histogram('time', 'Time.');
  for (const seconds of [0.001, 0.2, 0.2, 99]) histogram.observe({ route: '/' }, seconds);
  const text = histogram.write();
  expect(text).toContain('time_bucket{route="/",le="0.01"} 1\n');
  expect(text).toContain('time_bucket{route="/",le="0.25"} 3\n');
  expect(text).toContain('time_bucket{route="/",le="30"} 3\n');
  expect(text).toContain('time_bucket{route="/",le="+Inf"} 4\n');
  expect(text).toContain('time_count{route="/"} 4\n');
});

test('a gauge that is not a number is left out', () => {
  expect(
    gauge('g', 'G.', [
      [{}, 3],
      [{ a: 'b' }, Number.NaN]
    ])
  ).toBe('# HELP g G.\n# TYPE g gauge\ng 3\n');
});
