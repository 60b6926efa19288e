import { expect, test } from 'vitest';
import { readUnsubscribeToken, unsubscribeAddress, unsubscribeToken } from './unsubscribe.ts';

test('the address of a page says who leaves what, and only what this instance signed is read', () => {
  const said = { address: 'Élise@exemple.test', kind: 'confirmation' };
  const token = unsubscribeToken(said);
  expect(readUnsubscribeToken(token)).toEqual({
    address: 'élise@exemple.test',
    kind: 'confirmation'
  });
  expect(unsubscribeAddress(said.address, said.kind)).toContain(`/desabonnement/${token}`);
  const other = unsubscribeToken({ address: 'autre@exemple.test', kind: 'confirmation' });
  const forged = `${other.split('.')[0]!}.${token.split('.')[1]!}`;
  for (const wrong of ['', 'a', 'a.b', '.', `${token}.`, `${token}x`, forged, token.split('.')[0]!])
    expect(readUnsubscribeToken(wrong), wrong).toBe(null);
});
