import { expect, test } from 'vitest';
import { readEnvironment } from './env.ts';

test('with nothing set, it is a demonstration on this machine', () => {
  const { port, host, origin, demo, databaseUrl, contours } = readEnvironment({});
  expect({ port, host, origin, demo, databaseUrl, contours }).toEqual({
    port: 3000,
    host: '127.0.0.1',
    origin: null,
    demo: 'on',
    databaseUrl: null,
    contours: null
  });
});

test('a public origin ends the demonstration and opens the server', () => {
  const { demo, host, origin } = readEnvironment({
    MAILLAGE_ORIGIN: 'https://maillage.example.org'
  });
  expect({ demo, host, origin: origin?.origin }).toEqual({
    demo: 'off',
    host: '0.0.0.0',
    origin: 'https://maillage.example.org'
  });
});

test('the demonstration may carry a local origin', () => {
  const read = readEnvironment({
    MAILLAGE_ORIGIN: 'http://localhost:8080',
    MAILLAGE_DEMO: 'empty'
  });
  expect(read.demo).toBe('empty');
});

test.each([
  [{ HOST: '0.0.0.0' }],
  [{ HOST: '192.168.1.20' }],
  [{ MAILLAGE_ORIGIN: 'https://maillage.example.org', MAILLAGE_DEMO: 'on' }],
  [{ MAILLAGE_ORIGIN: 'https://maillage.example.org', MAILLAGE_DEMO: 'empty' }]
])('the demonstration is refused beyond this machine: %o', (variables) => {
  expect(() => readEnvironment(variables)).toThrow('mode démonstration');
});

test('an empty variable is an absent one', () => {
  expect(readEnvironment({ PORT: '', DATABASE_URL: '', MAILLAGE_ORIGIN: '' }).port).toBe(3000);
});

test.each([
  ['PORT', '70000'],
  ['PORT', '3000x'],
  ['MAILLAGE_ORIGIN', 'maillage.example.org'],
  ['MAILLAGE_ORIGIN', 'https://example.org/maillage'],
  ['MAILLAGE_ORIGIN', 'ftp://example.org'],
  ['DATABASE_URL', 'localhost/base'],
  ['MAILLAGE_DEMO', 'yes'],
  ['MAILLAGE_CONTOURS', '/nulle/part']
])('%s=%s is refused by name', (name, value) => {
  expect(() => readEnvironment({ [name]: value })).toThrow(`${name}=${value}`);
});

test('a base map is asked for by the whole address of its style', () => {
  const style = 'https://fond.example.org/style.json';
  expect(readEnvironment({ BASEMAP_STYLE_URL: style }).basemap?.href).toBe(style);
  expect(readEnvironment({}).basemap).toBeNull();
  expect(() => readEnvironment({ BASEMAP_STYLE_URL: '/style.json' })).toThrow('BASEMAP_STYLE_URL');
});

test('a refused address does not show its password', () => {
  expect(() => readEnvironment({ DATABASE_URL: 'mysql://moi:secret@ici/base' })).toThrow(
    'mysql://moi:…@ici'
  );
});

const STORAGE = {
  MAILLAGE_STORAGE: 'https://s3.example.org:9000/seau/maillage?region=gra',
  MAILLAGE_STORAGE_KEY: 'identifiant',
  MAILLAGE_STORAGE_SECRET: 'clé/secrète+longue'
};

test('files are in the database, or in the bucket of an S3-compatible store', () => {
  expect(readEnvironment({}).storage).toBeNull();
  expect(readEnvironment({ MAILLAGE_STORAGE: 'database' }).storage).toBeNull();
  expect(readEnvironment(STORAGE).storage).toEqual({
    ...{ endpoint: 'https://s3.example.org:9000', bucket: 'seau', prefix: 'maillage/' },
    ...{ region: 'gra', keyId: 'identifiant', secret: 'clé/secrète+longue' }
  });
});

test.each([
  'ftp://s3.example.org/seau',
  'https://s3.example.org',
  'https://s3.example.org/Seau',
  'https://s3.example.org/seau?Region=gra',
  'seau'
])('MAILLAGE_STORAGE=%s is no bucket', (address) => {
  expect(() => readEnvironment({ ...STORAGE, MAILLAGE_STORAGE: address })).toThrow(
    `MAILLAGE_STORAGE=${address}`
  );
});

test('a bucket goes with its key; what is secret of it is never shown', () => {
  const told = (variables: NodeJS.ProcessEnv) => {
    try {
      readEnvironment(variables);
    } catch (error) {
      return String(error);
    }
    return 'nothing';
  };
  const { MAILLAGE_STORAGE, MAILLAGE_STORAGE_SECRET } = STORAGE;
  expect(told({ MAILLAGE_STORAGE })).toContain('vont ensemble');
  expect(told({ MAILLAGE_STORAGE_SECRET })).toContain('vont ensemble');
  expect(told({ MAILLAGE_STORAGE_SECRET: 'une clé' })).not.toContain('une clé');
  const address = 'https://moi:secret@s3.example.org/seau';
  expect(told({ ...STORAGE, MAILLAGE_STORAGE: address })).toMatch(/https:\/\/moi:…@s3/);
});

test('the heaviest file that may be shared is 20 Mo unless said otherwise', () => {
  expect(readEnvironment({}).largestFile).toBe(20_000_000);
  expect(readEnvironment({ MAILLAGE_LARGEST_FILE: '5' }).largestFile).toBe(5_000_000);
  expect(() => readEnvironment({ MAILLAGE_LARGEST_FILE: '500' })).toThrow('MAILLAGE_LARGEST_FILE');
});

test('backups are made in the data folder, elsewhere, or not at all, and some are kept', () => {
  const { backups, keptBackups } = readEnvironment({ MAILLAGE_DATA: '/srv/maillage' });
  expect(backups).toBe('/srv/maillage/backups');
  expect(keptBackups).toEqual({ daily: 7, weekly: 4, monthly: 12 });
  expect(readEnvironment({ MAILLAGE_BACKUPS: 'off' }).backups).toBeNull();
  expect(readEnvironment({ MAILLAGE_BACKUPS: '/mnt/nas' }).backups).toBe('/mnt/nas');
  const kept = readEnvironment({ MAILLAGE_BACKUPS_KEPT: '3,0,24' }).keptBackups;
  expect(kept).toEqual({ daily: 3, weekly: 0, monthly: 24 });
  expect(() => readEnvironment({ MAILLAGE_BACKUPS_KEPT: 'toutes' })).toThrow('trois nombres');
});
