import { describe, expect, test } from 'vitest';
import { reply, workshopsOf } from '../../../../../../tests/factories/workshops.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { readSeat } from '../queries.ts';
import { answerCase } from '../room/commands.ts';
import { deleteCase, saveCase, setCaseStatus } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const { animator, aRoom, aCase } = await workshopsOf(db);

describe('a fictional case', () => {
  test('is answered once asked, and a colleague who answers otherwise is told', async () => {
    const { event, token, hand, seat } = await aRoom();
    const id = await aCase(event, 'hidden');
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: false, reason: 'not-asked' });
    expect((await readSeat(db, token, seat.id)).cases).toEqual([]);
    await setCaseStatus(db, animator, event, id, 'asked');
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: true });
    expect(await answerCase(db, hand, id, reply('not-us'))).toEqual({ ok: false, reason: 'stale' });
    const [one] = (await readSeat(db, token, seat.id)).cases;
    const again = await answerCase(db, hand, id, reply('not-us', one!.reply!.updatedAt));
    expect(again).toEqual({ ok: true });
  });

  test('of another room is not answered from this one', async () => {
    const { hand } = await aRoom();
    const other = await aRoom();
    const id = await aCase(other.event);
    expect(await answerCase(db, hand, id, reply('us'))).toEqual({ ok: false, reason: 'not-asked' });
  });

  test('that somebody answered is neither changed nor removed', async () => {
    const { event, hand } = await aRoom();
    const id = await aCase(event);
    await answerCase(db, hand, id, reply('us'));
    const input = { story: 'Autre', commune: '', theme: '', audience: '', reread: false };
    const answered = { ok: false, reason: 'answered' };
    expect(await saveCase(db, animator, event, id, input)).toEqual(answered);
    expect(await deleteCase(db, animator, event, id)).toEqual(answered);
  });
});
