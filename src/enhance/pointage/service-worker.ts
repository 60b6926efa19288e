/**
 * Opens the page of volunteers without network. It keeps the files of the page and the page itself, which is the same
 * for everybody; never the list, nor the address of a link: what is asked of the server goes to the server.
 */

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(kind: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Asked) => void): void;
  readonly clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
/** Both written by vite.pointage.config.ts. */
const FILES = JSON.parse('%fichiers%') as string[];
const VERSION = '%version%';

const CACHE = `pointage-${VERSION}`;
/** The page without a link: what every link opens. */
const PAGE = '/pointage';
const KEPT = [PAGE, '/favicon.svg', '/pointage-192.png', '/pointage-512.png', ...FILES];

worker.addEventListener('install', (event) => event.waitUntil(keep()));

async function keep(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    KEPT.map(async (path) => {
      const answer = await fetch(path, { cache: 'reload', credentials: 'omit' });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    })
  );
}

worker.addEventListener('activate', (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith('pointage-') && name !== CACHE) await caches.delete(name);
      await worker.clients.claim();
    })()
  )
);

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fromCache(PAGE, request));
  else if (KEPT.includes(url.pathname)) event.respondWith(fromCache(url.pathname, request));
});

async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
