import { expect, test } from 'vitest';
import { judgeDatabase, type DatabaseFacts } from './database.ts';
import { worstOf } from './finding.ts';
import { databaseLost, describeVersions, judgeClock, judgeRoom } from './machine.ts';
import { judgeProxies } from './origin.ts';
import { judgeGeography, judgePurge, judgeTasks } from './work.ts';

const GIGA = 1_000_000_000;
const NOW = new Date('2031-05-14T10:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const FILES = { free: 900, total: 1000 };

test('a disk nearly full is to be repaired, one that fills is watched, and one without files left too', () => {
  const state = (free: number, total: number, files = FILES, writable = true) =>
    judgeRoom({ free, total, files }, writable).state;
  expect(state(100 * GIGA, 200 * GIGA)).toBe('good');
  expect(state(9 * GIGA, 200 * GIGA)).toBe('watch');
  expect(state(0.5 * GIGA, 2 * GIGA)).toBe('bad');
  expect(state(100 * GIGA, 200 * GIGA, { free: 10, total: 1000 })).toBe('bad');
  expect(state(100 * GIGA, 200 * GIGA, { free: 0, total: 0 })).toBe('good');
  expect(state(100 * GIGA, 200 * GIGA, FILES, false)).toBe('bad');
});

test('a clock apart from the database’s is told, and a second of the Date header is not a gap', () => {
  const judge = (database: number | null, origin: number | null, synchronised: boolean | null) =>
    judgeClock({ database, origin, synchronised });
  expect(judge(20, 900, true).state).toBe('good');
  expect(judge(-5000, null, null)).toMatchObject({ state: 'watch', value: '5 s d’écart' });
  expect(judge(0, 90_000, true).state).toBe('bad');
  expect(judge(0, null, false)).toMatchObject({ state: 'watch', value: 'Pas réglée' });
});

const FACTS: DatabaseFacts = {
  ...{ version: '18.1 (Debian)', major: 18, size: 12_000_000, encoding: 'UTF8' },
  ...{ extensions: ['plpgsql', 'pg_trgm', 'fuzzystrmatch'], tellsParameters: false },
  ...{ connections: { used: 12, most: 57 }, missing: [], unknown: [] }
};

test.each<[string, Partial<DatabaseFacts>, string]>([
  ['too old', { major: 14 }, 'PostgreSQL 15'],
  ['another encoding', { encoding: 'LATIN1' }, 'UTF-8'],
  ['behind', { missing: ['2026-11-27-1-x'] }, 'maillage migrate'],
  ['ahead', { unknown: ['2031-01-01-1-x'] }, 'réinstallez sa version'],
  ['without an extension', { extensions: ['pg_trgm'] }, 'create extension fuzzystrmatch;']
])('a database %s is to be repaired, and it says how', (_what, facts, remedy) => {
  const finding = judgeDatabase({ ...FACTS, ...facts });
  expect(finding.state).toBe('bad');
  expect(finding.remedy).toContain(remedy);
});

test('a database short of connections, or whose journal repeats what it is given, is watched', () => {
  expect(judgeDatabase(FACTS)).toMatchObject({ state: 'good', remedy: null, value: '12 Mo' });
  expect(judgeDatabase({ ...FACTS, connections: { used: 50, most: 57 } })).toMatchObject({
    state: 'watch',
    value: '7 connexions de reste'
  });
  expect(judgeDatabase({ ...FACTS, tellsParameters: true })).toMatchObject({ state: 'watch' });
});

test('proxies: as many as said is right, fewer lets anybody forge her address, more mixes everybody', () => {
  const judge = (address: string, forwarded: string[], proxies: number) =>
    judgeProxies({ answer: '', received: 0, address, forwarded }, proxies);
  const [forged, real] = ['192.0.2.66', '203.0.113.7'];
  expect(judge('127.0.0.1', [forged], 0)).toMatchObject({ state: 'good', value: 'Aucun' });
  expect(judge(real, [forged, real], 1)).toMatchObject({ state: 'good', value: '1 serveur' });
  // It writes the header anew.
  expect(judge(real, [real], 1).state).toBe('good');
  expect(judge(forged, [forged], 1)).toMatchObject({ state: 'bad' });
  expect(judge(forged, [forged], 1).remedy).toContain('MAILLAGE_PROXY=0');
  expect(judge('10.0.0.1', [forged, real], 0)).toMatchObject({ state: 'bad' });
  expect(judge('10.0.0.1', [forged, real], 0).remedy).toContain('MAILLAGE_PROXY=1');
});

test('jobs that fail are watched, and jobs long overdue are to be repaired', () => {
  const none = { due: 0, failed: 0, lost: 0, oldest: null };
  expect(judgeTasks(none, NOW).state).toBe('good');
  expect(judgeTasks({ ...none, failed: 1 }, NOW).state).toBe('watch');
  expect(judgeTasks({ ...none, lost: 2 }, NOW)).toMatchObject({ value: '2 en échec' });
  expect(judgeTasks({ ...none, due: 3, oldest: ago(20) }, NOW).state).toBe('watch');
  expect(judgeTasks({ ...none, due: 3, oldest: ago(90) }, NOW).state).toBe('bad');
});

test('a purge missed two nights, an old geography, an old Node are told', () => {
  expect(judgePurge(null, ago(60), NOW).state).toBe('good');
  expect(judgePurge(ago(3 * 1440), ago(9 * 1440), NOW).state).toBe('watch');
  expect(judgePurge(null, ago(3 * 1440), NOW).state).toBe('watch');
  expect(judgeGeography(2031, NOW).state).toBe('good');
  expect(judgeGeography(2030, NOW).state).toBe('watch');
  const versions = { maillage: '1.0.0', postgres: '18.1' };
  expect(describeVersions({ ...versions, node: '24.1.0' }).state).toBe('good');
  expect(describeVersions({ ...versions, node: '22.1.0' }).state).toBe('bad');
});

test('the worst of what was found decides', () => {
  const fine = judgeTasks({ due: 0, failed: 0, lost: 0, oldest: null }, NOW);
  expect(worstOf([])).toBe('good');
  expect(worstOf([fine, { ...fine, state: 'watch' }])).toBe('watch');
  expect(worstOf([{ ...fine, state: 'watch' }, databaseLost('elle dort')])).toBe('bad');
});
