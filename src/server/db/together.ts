/**
 * One reading for all who ask at the same time: those who ask while one is under way share the next, so that what each
 * is given was read after it asked. A busy server asks its database once for dozens of requests.
 */
export function together<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    next = null;
    const reading = read();
    const ended = reading.then(
      () => undefined,
      () => undefined
    );
    running = ended;
    void ended.then(() => {
      if (running === ended) running = null;
    });
    return reading;
  };
  return () => {
    if (!running) return start();
    next ??= running.then(start);
    return next;
  };
}

interface Reading {
  asking: number;
  readonly ask: () => Promise<unknown>;
}

const everyReading = new WeakMap<object, Map<string, Reading>>();

/**
 * The same, where what is read has a name and there are many of them. What is given is shared: nobody changes it.
 * @param on - what it is read from. Not a transaction, which reads for itself alone.
 * @param key - « event:12 ».
 */
export async function togetherOn<T>(on: object, key: string, read: () => Promise<T>): Promise<T> {
  const readings = everyReading.get(on) ?? new Map<string, Reading>();
  everyReading.set(on, readings);
  const reading = readings.get(key) ?? { asking: 0, ask: together(read) };
  readings.set(key, reading);
  reading.asking++;
  try {
    return (await reading.ask()) as T;
  } finally {
    if (--reading.asking === 0) readings.delete(key);
  }
}
