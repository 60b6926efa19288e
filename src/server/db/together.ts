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
