import { expect, test } from 'vitest';
import { clientAddress } from './origin.ts';

const SOCKET = '192.0.2.1';

test('without a proxy of ours, the address is the socket’s, whatever is claimed', () => {
  expect(clientAddress(SOCKET, '198.51.100.7', 0)).toBe(SOCKET);
  expect(clientAddress(SOCKET, undefined, 0)).toBe(SOCKET);
});

test('behind one proxy, it is what the proxy saw; what the client wrote before is not read', () => {
  expect(clientAddress(SOCKET, '198.51.100.7', 1)).toBe('198.51.100.7');
  expect(clientAddress(SOCKET, '203.0.113.66, 198.51.100.7', 1)).toBe('198.51.100.7');
  expect(clientAddress(SOCKET, ['203.0.113.66', '198.51.100.7'], 1)).toBe('198.51.100.7');
});

test('behind two proxies, it is what the outer one saw', () => {
  const chain = '203.0.113.66, 198.51.100.7, 10.0.0.2';
  expect(clientAddress(SOCKET, chain, 2)).toBe('198.51.100.7');
});

test('when fewer proxies have spoken than told, the socket’s', () => {
  expect(clientAddress(SOCKET, '198.51.100.7', 3)).toBe(SOCKET);
});
