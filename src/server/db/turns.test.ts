import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from './connection.ts';
import { inTurn } from './turns.ts';

/** Only whose turns they are: nothing is asked of it, and it never connects. */
const db = connect('postgres://127.0.0.1:1/nowhere');

test('two at a time, in the order they came, whatever fails', async () => {
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const works = Array.from({ length: 8 }, (_, index) =>
    inTurn(db, 'lock', async () => {
      most = Math.max(most, ++running);
      order.push(index);
      await sleep(2);
      running--;
      if (index === 3) throw new Error('refused');
    })
  );
  const outcomes = await Promise.allSettled(works);
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
});

test('what is locked elsewhere does not wait', async () => {
  let finish = () => {};
  const held = [1, 2].map(() =>
    inTurn(db, 'one', () => new Promise<void>((resolve) => (finish = resolve)))
  );
  expect(await inTurn(db, 'other', () => Promise.resolve('done'))).toBe('done');
  finish();
  expect(held).toHaveLength(2);
});
