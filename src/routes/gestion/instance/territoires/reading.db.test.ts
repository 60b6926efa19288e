import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { perimeterKey } from './form.ts';
import { readEffect, receive } from './reading.ts';

describe('what the form of a territory sends', { timeout: 60_000 }, async () => {
  const db = await testDatabase({ geography: true });
  const send = (...fields: [string, string][]) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    return receive(db, form);
  };
  const IROISE = { level: 'epci', code: '242900074' };

  test('names, INSEE codes, postal codes and SIREN are zones; what nothing bears is kept and told', async () => {
    const lines = 'Finistère\n41018\n82200\n242900074\nNimporte quoi du tout';
    const { typed, unknown, ambiguous } = await send(['faire', 'ajouter'], ['liste', lines]);
    expect(typed.perimeter.include).toContainEqual({ level: 'departement', code: '29' });
    expect(typed.perimeter.include).toContainEqual({ level: 'commune', code: '41018' });
    expect(unknown).toEqual(['Nimporte quoi du tout']);
    // A postal code of several communes is asked.
    expect(ambiguous.map((one) => one.typed)).toEqual(['82200']);
    expect(typed.pending).toBe('82200\nNimporte quoi du tout');
  });

  test('a name that several communes bear is asked, and the answer takes its line away', async () => {
    const asked = await send(['faire', 'ajouter'], ['liste', 'Saint-Denis']);
    expect(asked.ambiguous[0]!.choices.length).toBeGreaterThan(1);
    expect(asked.typed.perimeter.include).toEqual([]);
    const answered = await send(
      ...([
        ['faire', 'ajouter'],
        ['liste', asked.typed.pending],
        ['precise', 'Saint-Denis|commune 93066']
      ] as [string, string][])
    );
    expect(answered.typed).toMatchObject({
      pending: '',
      perimeter: { include: [{ level: 'commune', code: '93066' }] }
    });
  });

  test('a commune taken out of its EPCI is excluded, and the rest stays', async () => {
    const { typed } = await send(
      ['faire', 'retirer'],
      ['comprend', 'epci 242900074'],
      ['liste', 'Saint-Renan']
    );
    expect(typed.perimeter).toMatchObject({
      include: [IROISE],
      exclude: [{ level: 'commune', code: '29260' }]
    });
  });

  test('only a perimeter whose effect was on the screen, with nothing left to settle, may be saved', async () => {
    const { key } = await readEffect(
      db,
      (await send(['comprend', 'epci 242900074'])).typed.perimeter,
      null
    );
    const kept: [string, string][] = [
      ['comprend', 'epci 242900074'],
      ['vu', key]
    ];
    expect((await send(...kept)).wasShown).toBe(true);
    expect((await send(['vu', key])).wasShown).toBe(false);
    expect((await send(...kept, ['liste', 'Plouarzel et Nimporte'])).wasShown).toBe(false);
    expect((await send(...kept, ['liste', 'Brest'])).wasShown).toBe(false);
    expect(key).toBe(
      perimeterKey({ certainty: 'declared', include: [IROISE as never], exclude: [] })
    );
  });

  test('what a zone of another year or nothing at all sends is left out', async () => {
    const { typed } = await send(['comprend', 'epci 999'], ['comprend', 'x'], ['precise', 'a']);
    expect(typed.perimeter.include).toEqual([]);
  });
});
