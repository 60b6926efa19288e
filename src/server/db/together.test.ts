import { expect, test } from 'vitest';
import { together, togetherOn } from './together.ts';

/** A value that anyone may write, read slowly: what is read is what was there when the reading began. */
function slowly() {
  const stored = { value: 0, readings: 0 };
  const read = together(async () => {
    stored.readings++;
    const { value } = stored;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return value;
  });
  return { stored, read };
}

test('who asks after a write is given what was written, even when a reading was under way', async () => {
  const { stored, read } = slowly();
  const before = read();
  stored.value = 1;
  const after = read();
  expect(await before).toBe(0);
  expect(await after).toBe(1);
});

test('however many ask while a reading is under way, one more reading answers them all', async () => {
  const { stored, read } = slowly();
  await Promise.all(Array.from({ length: 50 }, () => read()));
  expect(stored.readings).toBe(2);
  await read();
  expect(stored.readings).toBe(3);
});

test('a reading that fails is told to those who shared it, and the next one is tried', async () => {
  let failing = true;
  const read = together(async () => {
    await Promise.resolve();
    if (failing) throw new Error('lost');
    return 'found';
  });
  const [first, second] = [read(), read()];
  await expect(first).rejects.toThrow('lost');
  await expect(second).rejects.toThrow('lost');
  failing = false;
  expect(await read()).toBe('found');
});

test('who asks between two readings never shares the one that has begun', async () => {
  const { stored, read } = slowly();
  const asked: Promise<[number, number]>[] = [];
  for (let i = 1; i <= 200; i++) {
    stored.value = i;
    asked.push(read().then((value) => [i, value]));
    if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, i % 7));
  }
  for (const [written, value] of await Promise.all(asked)) {
    expect(value).toBeGreaterThanOrEqual(written);
  }
});

test('readings that have a name are shared by name and by database, never otherwise', async () => {
  const [one, other] = [{}, {}];
  const read: string[] = [];
  const ask = (on: object, key: string) =>
    togetherOn(on, key, async () => {
      read.push(key);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { key };
    });
  const [a, b, c, d] = await Promise.all([
    ask(one, 'x'),
    ask(one, 'x'),
    ask(one, 'y'),
    ask(other, 'x')
  ]);
  expect([a, b, c, d].map(({ key }) => key)).toEqual(['x', 'x', 'y', 'x']);
  expect(b).not.toBe(d);
  expect(read.toSorted()).toEqual(['x', 'x', 'x', 'y']);
  await ask(one, 'x');
  expect(read.length).toBe(5);
});
