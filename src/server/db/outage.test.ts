import { readFile } from 'node:fs/promises';
import { connect as open } from 'node:net';
import { expect, test } from 'vitest';
import { outageOf } from './outage.ts';

const of = (code: string) => Object.assign(new Error('refused'), { code });

test('a server that stops, crashes, starts or takes no more connections is away', () => {
  for (const code of ['57P01', '57P02', '57P03', '53300', '08006', 'ECONNREFUSED'])
    expect(outageOf(of(code)), code).toBe('away');
  expect(outageOf(new Error('Connection terminated unexpectedly'))).toBe('away');
});

test('a full disk and a replica have their own words', () => {
  expect(outageOf(of('53100'))).toBe('full');
  expect(outageOf(of('25006'))).toBe('read-only');
});

test('it is found under the error of a library', () => {
  expect(outageOf(new Error('session not read', { cause: of('57P03') }))).toBe('away');
});

test('a socket that is missing is an outage, a file that is missing is a fault of ours', async () => {
  const socket = await new Promise((done) => open('/nowhere/.s.PGSQL.5432').on('error', done));
  expect(outageOf(socket)).toBe('away');
  const file = await readFile('/nowhere/at/all').catch((error: unknown) => error);
  expect(outageOf(file)).toBeNull();
});

test('a broken rule is not an outage', () => {
  for (const error of [of('23505'), of('42P01'), new Error('anything'), null, undefined, 'text'])
    expect(outageOf(error)).toBeNull();
});
