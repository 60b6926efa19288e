import { describe, expect, test } from 'vitest';
import { readRowToken, writeRowToken } from './row-token.ts';
import { sign } from './signing.ts';

const token = writeRowToken('registration', 1234, 3);

/** Whether a token serves, for a purpose and a version of the row it names. */
function serves(text: string, purpose = 'registration', version = 3): boolean {
  return readRowToken(purpose, text)?.isOf(version) ?? false;
}

describe('a link to a row', () => {
  test('names its row, and serves the version it was written for', () => {
    expect(readRowToken('registration', token)?.id).toBe(1234);
    expect(serves(token)).toBe(true);
    for (const id of [1, 35, 36, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const written = writeRowToken('registration', id, 1);
      expect(readRowToken('registration', written)?.id).toBe(id);
      expect(serves(written, 'registration', 1)).toBe(true);
    }
  });

  test('serves no more once the version of its row has moved, nor before it was written', () => {
    for (const version of [1, 2, 4, 30, 33])
      expect(serves(token, 'registration', version)).toBe(false);
  });

  test('serves no other table: the same number, another purpose', () => {
    for (const purpose of ['poll', 'invitation', 'registration:1', ''])
      expect(serves(token, purpose)).toBe(false);
    expect(serves(writeRowToken('poll', 1234, 3))).toBe(false);
  });

  test('cannot be moved to another row, nor its parts made to mean something else', () => {
    const [, signature = ''] = token.split(/-(.*)/s);
    expect(serves(`${(1235).toString(36)}-${signature}`)).toBe(false);
    // « registration:12 » of version 343 and « registration:123 » of version 43 are not the same text.
    expect(serves(writeRowToken('registration', 12, 343), 'registration', 43)).toBe(false);
    expect(serves(`${(1234).toString(36)}-${sign('1234:3')}`)).toBe(false);
  });

  test('changed in any one character, serves nothing', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(serves(token.slice(0, at) + other + token.slice(at + 1)), `at ${at}`).toBe(false);
    }
  });

  test('that is no token at all is nothing, and breaks nothing', () => {
    const garbage = [
      ...['', '-', 'x', token.slice(1), token.slice(0, -1), `${token}a`, ` ${token}`, `${token}\n`],
      ...[
        token.toUpperCase(),
        token.replace('-', '_'),
        `../${token}`,
        `${'z'.repeat(12)}-${'a'.repeat(43)}`
      ],
      ...['é'.repeat(45), '\u0000'.repeat(45), `ya-${'%'.repeat(43)}`, 'a'.repeat(100_000)]
    ];
    for (const text of garbage) expect(serves(text), text.slice(0, 60)).toBe(false);
  });
});
