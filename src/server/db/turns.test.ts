import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect } from './connection.ts';
import { inBatches, inTurn } from './turns.ts';

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

/** Doubles numbers, and keeps how they came together. A batch that holds a -1 fails. */
function doubling() {
  const batches: number[][] = [];
  const double = async (items: readonly number[]) => {
    batches.push([...items]);
    await sleep(2);
    if (items.includes(-1)) throw new Error('unlucky');
    return items.map((item) => 2 * item);
  };
  return { batches, double: (key: string, item: number) => inBatches(db, key, item, double) };
}

test('who asks alone is served at once; who asks meanwhile is served together, each with her own answer', async () => {
  const { batches, double } = doubling();
  const answers = Array.from({ length: 60 }, (_, index) => double('batch', index));
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 60 }, (_, index) => 2 * index));
  expect(batches.map(({ length }) => length)).toEqual([1, 25, 25, 9]);
  expect(await double('batch', 7)).toBe(14);
  expect(batches.length).toBe(5);
});

test('a batch that fails is done again one by one: only who made it fail is refused', async () => {
  const { batches, double } = doubling();
  const outcomes = await Promise.allSettled([1, 12, -1, 14].map((item) => double('unlucky', item)));
  expect(outcomes.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled']
  ]);
  expect(batches).toEqual([[1], [12, -1, 14], [12], [-1], [14]]);
  await expect(double('unlucky', -1)).rejects.toThrow('unlucky');
  expect(await double('unlucky', 1)).toBe(2);
});

test('batches of two keys do not wait for each other', async () => {
  const { batches, double } = doubling();
  await Promise.all([double('one', 1), double('two', 2), double('one', 3)]);
  expect(batches).toEqual([[1], [2], [3]]);
});

test('who asks as soon as she is answered is answered again', async () => {
  const { double } = doubling();
  let value = 1;
  for (let time = 0; time < 20; time++) value = await double('again', value);
  expect(value).toBe(2 ** 20);
});
