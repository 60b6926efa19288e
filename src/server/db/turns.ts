import type { Executor } from './connection.ts';

/** In turn: of many who would wait for the same lock, two at a time hold a connection; the others wait without one. */
const AT_ONCE = 2;

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

const everyLine = new WeakMap<Executor, Map<string, Line>>();

/**
 * Runs `work` in its turn among those of the same key on the same connections. The lock stays the truth, between processes
 * too: this only keeps a rush on one thing from holding every connection, so that the other pages still answer.
 * @param db - the connections that are spared.
 * @param key - what is locked: « registration-desk:12 ».
 */
export async function inTurn<T>(db: Executor, key: string, work: () => Promise<T>): Promise<T> {
  const lines = everyLine.get(db) ?? new Map<string, Line>();
  everyLine.set(db, lines);
  const line = lines.get(key) ?? { running: 0, waiting: [] };
  lines.set(key, line);
  if (line.running >= AT_ONCE) await new Promise<void>((resolve) => line.waiting.push(resolve));
  else line.running++;
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.running === 0) lines.delete(key);
  }
}

interface Batch<Item, Result> {
  readonly waiting: {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }[];
}

const everyBatch = new WeakMap<Executor, Map<string, Batch<unknown, unknown>>>();

/** Done at once under one lock: enough to share its cost, few enough that the last one does not wait for long. */
const MOST_TOGETHER = 25;

/**
 * Does many small things of one kind as few large ones: those who ask while one batch is under way make up the next,
 * which takes its lock and commits once for all. When nobody else asks, it is done alone and at once. A batch that
 * fails is done again one by one, so that nobody is refused for what another asked.
 * @param db - the connections it is done on; not a transaction.
 * @param key - whose turn it is: « register:12 ».
 * @param work - in one transaction; the same for all who ask under this key. As many results, in the same order.
 */
export function inBatches<Item, Result>(
  db: Executor,
  key: string,
  item: Item,
  work: (items: readonly Item[]) => Promise<readonly Result[]>
): Promise<Result> {
  const batches = everyBatch.get(db) ?? new Map<string, Batch<unknown, unknown>>();
  everyBatch.set(db, batches);
  const running = batches.get(key) as Batch<Item, Result> | undefined;
  const batch: Batch<Item, Result> = running ?? { waiting: [] };
  const done = new Promise<Result>((resolve, reject) => {
    batch.waiting.push({ item, resolve, reject });
  });
  if (!running) {
    batches.set(key, batch as Batch<unknown, unknown>);
    void empty(batch, work, () => batches.delete(key));
  }
  return done;
}

/** Ends once nobody waits any more; never fails. @param ended - told at once, so that nobody joins what has ended. */
async function empty<Item, Result>(
  { waiting }: Batch<Item, Result>,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ended: () => void
): Promise<void> {
  while (waiting.length > 0) {
    const taken = waiting.splice(0, MOST_TOGETHER);
    try {
      const results = await work(taken.map(({ item }) => item));
      for (const [at, { resolve }] of taken.entries()) resolve(results[at]!);
    } catch (error) {
      if (taken.length === 1) taken[0]!.reject(error);
      else
        for (const { item, resolve, reject } of taken)
          await work([item]).then(([result]) => resolve(result!), reject);
    }
  }
  ended();
}
