import { expect, test } from 'vitest';
import { describeError, withoutQuotes, withoutSecrets } from './log.ts';

test('an error of PostgreSQL is told by its code, its table and its constraint, without the values it repeats', () => {
  const error = Object.assign(
    new Error('invalid input syntax for type uuid: "Camille Exemple"', {
      cause: new TypeError('Invalid URL "/ma-place/abc"')
    }),
    {
      ...{ code: '23505', table: 'person', constraint: 'person_email_key', severity: 'ERROR' },
      ...{ detail: 'Key (email)=(camille@reseau.internal) already exists.', where: 'Camille' },
      input: '/ma-place/abc'
    }
  );
  const described = describeError(error);
  expect(described).toMatchObject({
    type: 'Error',
    code: '23505',
    table: 'person',
    constraint: 'person_email_key',
    cause: { type: 'TypeError', message: 'Invalid URL …' }
  });
  expect(described.message).toBe('invalid input syntax for type uuid: …');
  expect(described.stack).toContain('log.test.ts');
  expect(JSON.stringify(described)).not.toMatch(/camille|ma-place/i);
});

test('what is thrown and is not an error is told too', () => {
  expect(describeError('said "secret"')).toEqual({ type: 'string', message: 'said …', stack: '' });
  expect(withoutQuotes('cut "in the middle')).toBe('cut …');
});

test('a line holds neither address nor token, and keeps what is of use', () => {
  const token = 'eyJhZGRyZXNzIjoiY2FtaWxsZSJ9_x9SgVQ3q4ZbC1';
  const line = `{"time":"2026-11-23T01:42:53.123Z","import":"6f1d0a8e-1f7e-4b0f-9d53-1f2b3c4d5e6f","at":"file:///src/domain/registrations/server/commands.ts","to":"camille.exemple@reseau.internal","say":"<é.d@é.example>: no such user","token":"${token}"}`;
  const written = withoutSecrets(line);
  expect(written).not.toMatch(/camille|@/);
  expect(written).not.toContain(token);
  for (const kept of [
    '2026-11-23T01:42:53.123Z',
    '6f1d0a8e-1f7e',
    'registrations/server/commands.ts'
  ])
    expect(written).toContain(kept);
});
