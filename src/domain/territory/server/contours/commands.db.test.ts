import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { smallGeography } from '../../../../../tests/factories/atlas.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { Invalid } from '#shared/errors.ts';
import { loadGeography } from '../geography/commands.ts';
import { countContours, findBounds, listContours, listContoursOf } from '../queries.ts';
import { fetchContours, loadContours } from './commands.ts';

const square = (west: number, south: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + 1, south],
      [west + 1, south + 1],
      [west, south + 1],
      [west, south]
    ]
  ]
});
const collection = (...features: [string, number, number][]) => ({
  type: 'FeatureCollection',
  features: features.map(([code, west, south]) => ({
    type: 'Feature',
    properties: { code, nom: code },
    geometry: square(west, south)
  }))
});

describe('contours', async () => {
  const db = await testDatabase();
  await loadGeography(db, smallGeography(['R1/D1/E1/A', 'R1/D1/E1/B', 'R1/D1/E2/C']));

  async function folder(files: Record<string, unknown>): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'maillage-contours-'));
    afterAll(() => rm(path, { recursive: true }));
    for (const [name, content] of Object.entries(files)) {
      await writeFile(
        join(path, name),
        typeof content === 'string' ? content : JSON.stringify(content)
      );
    }
    return path;
  }

  test('a folder of communes, EPCI and départements is loaded; what the geography does not know is said', async () => {
    const path = await folder({
      'communes-D1.geojson': collection(['A', 0, 0], ['B', 1, 0], ['OLD', 5, 5]),
      'epci-D1.geojson': collection(['E1', 0, 0]),
      'epci-france-simplifie.geojson': collection(['E1', 9, 9], ['E2', 2, 0]),
      'departements.geojson': collection(['D1', 0, 0]),
      'notes.txt': 'not read'
    });
    expect(await loadContours(db, path)).toEqual({
      loaded: { commune: 2, epci: 2, departement: 1 },
      unknown: ['OLD']
    });
    expect(await countContours(db)).toEqual({ commune: 2, epci: 2, departement: 1 });
  });

  test('outlines come as GeoJSON with names, a point inside and the bounds of all', async () => {
    const found = await listContours(db, ['A', 'B', 'C']);
    expect(found.bbox).toEqual([0, 0, 2, 1]);
    expect(found.features.map(({ properties }) => properties)).toEqual([
      {
        level: 'commune',
        code: 'A',
        name: 'Commune A',
        lon: 0.5,
        lat: expect.any(Number) as number
      },
      {
        level: 'commune',
        code: 'B',
        name: 'Commune B',
        lon: 1.5,
        lat: expect.any(Number) as number
      }
    ]);
    expect(await findBounds(db, ['B'])).toEqual([1, 0, 2, 1]);
    expect(await listContours(db, ['C'])).toEqual({ type: 'FeatureCollection', features: [] });
    expect(await findBounds(db, ['C'])).toBeNull();
  });

  test('of two outlines of an EPCI, the one that is not simplified is kept', async () => {
    const found = await listContoursOf(db, 'epci', ['E1']);
    expect(found.bbox).toEqual([0, 0, 1, 1]);
  });

  test('one bad file stops the load: it is named, and nothing changes', async () => {
    const path = await folder({
      'communes-D1.geojson': collection(['C', 7, 7]),
      'epci-D1.geojson': '{"type": "FeatureColl'
    });
    await expect(loadContours(db, path)).rejects.toMatchObject({
      issues: [{ path: 'epci-D1.geojson', message: expect.stringContaining('GeoJSON') as string }]
    });
    expect(await findBounds(db, ['C'])).toBeNull();
  });

  test('a folder without contours, or no folder, is refused', async () => {
    await expect(loadContours(db, await folder({ 'a.txt': '' }))).rejects.toThrow(Invalid);
    await expect(loadContours(db, join(tmpdir(), 'nowhere-at-all'))).rejects.toThrow('ENOENT');
  });

  async function service(answer: RequestListener): Promise<string> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('official outlines are fetched for a département', async () => {
    const asked: string[] = [];
    const baseUrl = await service((request, response) => {
      asked.push(request.url ?? '');
      const isEpci = request.url?.startsWith('/epcis');
      response.end(JSON.stringify(isEpci ? collection(['E2', 3, 3]) : collection(['C', 3, 3])));
    });
    expect(await fetchContours(db, ['D1'], { baseUrl })).toMatchObject({
      ok: true,
      report: { loaded: { commune: 1, epci: 1 }, unknown: [] }
    });
    expect(asked.map((url) => new URL(url, baseUrl).searchParams.get('codeDepartement'))).toEqual([
      'D1',
      'D1'
    ]);
    expect(await findBounds(db, ['C'])).toEqual([3, 3, 4, 4]);
  });

  test('a service without EPCI outlines still gives those of communes', async () => {
    const baseUrl = await service((request, response) => {
      if (request.url?.startsWith('/epcis')) response.writeHead(404).end();
      else response.end(JSON.stringify(collection(['C', 4, 4])));
    });
    expect(await fetchContours(db, ['D1'], { baseUrl })).toMatchObject({ ok: true });
    expect(await findBounds(db, ['C'])).toEqual([4, 4, 5, 5]);
  });

  test('a service that fails, says something else, is slow or absent is told, and nothing changes', async () => {
    const broken = await service((_, response) => response.writeHead(500).end());
    const strange = await service((_, response) => response.end('<html>'));
    const silent = await service(() => undefined);
    const messages = [
      await fetchContours(db, ['D1'], { baseUrl: broken }),
      await fetchContours(db, ['D1'], { baseUrl: strange }),
      await fetchContours(db, ['D1'], { baseUrl: silent, timeout: 200 }),
      await fetchContours(db, ['D1'], { baseUrl: 'http://127.0.0.1:1' })
    ].map((outcome) => (outcome.ok ? '' : outcome.message));
    expect(messages[0]).toContain('le service a répondu 500');
    expect(messages[1]).toContain('GeoJSON');
    expect(messages[2]).toContain('pas de réponse en 0.2 s');
    expect(messages[3]).toContain('injoignable');
    expect(await findBounds(db, ['C'])).toEqual([4, 4, 5, 5]);
  });
});
