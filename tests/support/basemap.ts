import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// One pixel, seen as water everywhere.
const TILE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPpfDwAEMAHoqT2j/QAAAABJRU5ErkJggg==',
  'base64'
);

/** The server of a base map, of another origin: a style, and the same tile for every place. */
export async function startBasemap(): Promise<{ style: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    response.setHeader('access-control-allow-origin', '*');
    if (request.url === '/style.json') return void response.end(JSON.stringify(styleAt(origin)));
    response.setHeader('content-type', 'image/png');
    response.end(TILE);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    style: `http://127.0.0.1:${port}/style.json`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      })
  };
}

/** Its names are those of Maillage's own layers: they must not collide. */
function styleAt(origin: string) {
  return {
    version: 8,
    sources: {
      areas: {
        type: 'raster',
        tiles: [`${origin}/{z}/{x}/{y}.png`],
        tileSize: 256,
        attribution: 'Fond inventé'
      }
    },
    layers: [{ id: 'areas', type: 'raster', source: 'areas' }]
  };
}
