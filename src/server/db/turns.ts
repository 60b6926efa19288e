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
