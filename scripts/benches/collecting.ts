import { setTimeout as sleep } from 'node:timers/promises';

/** What a server holds once its memory was collected, in MB. */
export interface Alive {
  /** In V8's heap: what is still reachable. */
  readonly heap: number;
  /** Of the whole process. */
  readonly resident: number;
}

/**
 * Asks a running server to collect its memory, through the inspector that Node opens on SIGUSR1, and reads what is left:
 * what is merely not collected yet is no leak, and hides one.
 * @param port - where its inspector listens: `NODE_OPTIONS=--inspect-port=127.0.0.1:…` of that server.
 */
export async function collect(pid: number, port: number): Promise<Alive> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await addressOf(port));
  await new Promise((open) => socket.addEventListener('open', open));
  let last = 0;
  const ask = (method: string, params: object = {}) =>
    new Promise<unknown>((answered) => {
      const id = ++last;
      socket.addEventListener('message', ({ data }) => {
        const { result, ...message } = JSON.parse(String(data)) as { id: number; result: unknown };
        if (message.id === id) answered(result);
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  await ask('HeapProfiler.collectGarbage');
  const read = await ask('Runtime.evaluate', {
    expression: 'JSON.stringify(process.memoryUsage())'
  });
  socket.close();
  const { heapUsed, rss } = JSON.parse(
    (read as { result: { value: string } }).result.value
  ) as NodeJS.MemoryUsage;
  return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20 };
}

async function addressOf(port: number): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const listed = await fetch(`http://127.0.0.1:${port}/json`).catch(() => null);
    if (listed)
      return ((await listed.json()) as [{ webSocketDebuggerUrl: string }])[0].webSocketDebuggerUrl;
    await sleep(100);
  }
  throw new Error(`no inspector on port ${port}`);
}
