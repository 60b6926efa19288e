import { describe, expect, test } from 'vitest';
import { getStructure } from '#domain/directory/server/queries.ts';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { WorkshopStructureId } from '#shared/ids.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { covering } from '../../../../../../tests/factories/structures.ts';
import {
  words,
  WORKSHOP_DAY as NOW,
  workshopsOf
} from '../../../../../../tests/factories/workshops.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { readSeat } from '../queries.ts';
import { saveWords, setReady } from '../room/commands.ts';
import { applyToFiche } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const { networks, animator, aRoom, draw } = await workshopsOf(db);

describe('what was said, applied to the fiche', () => {
  async function said() {
    const room = await aRoom();
    await draw(room.hand, covering('commune A'));
    await saveWords(db, room.hand, words('Visites à domicile', room.seat.stamp));
    return room;
  }

  test('waits for the last word, changes the fiche once, confirms it, and is in its history', async () => {
    const { fiche, hand, seat, token } = await said();
    const apply = () => applyToFiche(db, animator, seat.id, NOW);
    expect(await apply()).toEqual({ ok: false, reason: 'not-ready' });
    await setReady(db, hand, { ready: true }, NOW);
    const outcomes = await Promise.all([apply(), apply()]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'already' });
    expect(await getStructure(db, fiche.slug)).toMatchObject({
      ...{ description: 'Visites à domicile', reliability: 'confirmed' },
      perimeter: { certainty: 'declared', include: [{ level: 'commune', code: 'A' }] }
    });
    const history = await db
      .selectFrom('structure_history')
      .select('kind')
      .where('structure_id', '=', fiche.id)
      .orderBy('id')
      .execute();
    expect(history.map(({ kind }) => kind)).toEqual(['created', 'updated', 'confirmed']);
    // What is drawn here stays its own: the fiche has a copy.
    expect((await readSeat(db, token, seat.id)).own.certainty).toBe('declared');
  });

  test('is done by whoever may change the fiche: its référent, the animator of its territory', async () => {
    const { fiche, hand, seat } = await said();
    await setReady(db, hand, { ready: true }, NOW);
    const elsewhere = await person(db, {
      roles: [{ territory: networks.elsewhere.id, role: 'animator' }]
    });
    for (const actor of [VISITOR, elsewhere])
      await expect(applyToFiche(db, actor, seat.id, NOW)).rejects.toThrow(Forbidden);
    const referent = await person(db, { referentOf: [fiche.id] });
    expect(await applyToFiche(db, referent, seat.id, NOW)).toMatchObject({ ok: true });
    await expect(applyToFiche(db, animator, 999_999 as WorkshopStructureId, NOW)).rejects.toThrow(
      NotFound
    );
  });

  test('said again after it was applied, it is to be applied again', async () => {
    const { hand, seat } = await said();
    await setReady(db, hand, { ready: true }, NOW);
    await applyToFiche(db, animator, seat.id, NOW);
    await setReady(db, hand, { ready: false }, NOW);
    await draw(hand, covering('commune B'));
    await setReady(db, hand, { ready: true }, NOW);
    expect(await applyToFiche(db, animator, seat.id, NOW)).toMatchObject({ ok: true });
  });
});
