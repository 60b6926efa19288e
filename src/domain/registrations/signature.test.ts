import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPath, writePath } from './signature.ts';

const BOX = { width: 300, height: 100 };

test('a stroke becomes a path of the box, whatever the size of the screen', () => {
  const path = writePath(
    [
      [
        { x: 0, y: 0 },
        { x: 150, y: 50 },
        { x: 300, y: 100 }
      ]
    ],
    BOX
  );
  expect(path).toBe('M0 0L300 100L600 200');
  expect(isPath(path)).toBe(true);
});

test('a dot alone is drawn, and nothing drawn is nothing', () => {
  expect(isPath(writePath([[{ x: 10, y: 10 }]], BOX))).toBe(true);
  expect(writePath([], BOX)).toBe('');
  expect(isPath('')).toBe(false);
});

test('any drawing fits what is kept, within the box', () => {
  const number = fc.double({ noDefaultInfinity: false });
  const strokes = fc.array(fc.array(fc.record({ x: number, y: number }), { minLength: 1 }), {
    minLength: 1
  });
  fc.assert(fc.property(strokes, (drawn) => isPath(writePath(drawn, BOX))));
});

test('a very long drawing loses dots, not its end', () => {
  const long = Array.from({ length: 20_000 }, (_, at) => ({ x: at % 300, y: (at * 7) % 100 }));
  const path = writePath([long], BOX);
  expect(path.length).toBeLessThanOrEqual(20_000);
  expect(isPath(path)).toBe(true);
  const taps = Array.from({ length: 5_000 }, () => [{ x: 299, y: 99 }]);
  expect(isPath(writePath(taps, BOX))).toBe(true);
});

test('what is not a drawing is refused', () => {
  for (const text of [
    'M1 1',
    'M1 1L2',
    '<svg>',
    'M1 1L2 2Z',
    'M1000 1L2 2',
    `M1 1L2 2${'L1 1'.repeat(9000)}`
  ])
    expect(isPath(text)).toBe(false);
});
