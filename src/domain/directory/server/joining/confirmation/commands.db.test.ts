import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { newToken } from '#server/tokens.ts';
import { twoNetworks } from '../../../../../../tests/factories/networks.ts';
import { person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { holdThrottleWindow } from '../../../../../../tests/support/throttle.ts';
import { findWaitingRequest } from '../queries.ts';
import { confirmJoining, startJoining, sweepJoinRequests } from './commands.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const { here, structure, animator, mails, empty } = await twoNetworks(db);

beforeEach(() => empty());

const newcomer = (email: string) => ({
  ...{ territory: here, structure, referent: true, reread: false },
  profession: 'Infirmière',
  motive: 'Connaître mes voisins de territoire.',
  ...{ name: 'Lou Essai', email, from: '192.0.2.1' }
});

describe('asking without an account', () => {
  const tokenOf = async () =>
    /confirmer\/([\w-]+)/.exec((await mails('join-check')).at(-1)!.text_body!)![1]!;

  test('answers and writes the same to an address that is known and to one that is not', async () => {
    await person(db, {
      email: 'known@exemple.test',
      roles: [{ territory: here.id, role: 'member' }]
    });
    const answers = [
      await startJoining(db, newcomer('known@exemple.test')),
      await startJoining(db, newcomer('unknown@exemple.test'))
    ];
    expect(answers[0]).toEqual(answers[1]);
    const [a, b] = (await mails()).map(({ subject, text_body }) => [
      subject,
      text_body!.replace(/confirmer\/\S+/, '')
    ]);
    expect(a).toEqual(b);
  });

  test('opens the account at the button and not before, once', async () => {
    await animator();
    await startJoining(db, newcomer('lou@exemple.test'));
    const token = await tokenOf();
    expect(await findWaitingRequest(db, token, new Date())).toMatchObject({ state: 'waiting' });
    const before = await db
      .selectFrom('person')
      .select('id')
      .where('email', '=', 'lou@exemple.test')
      .execute();
    expect(before).toEqual([]);
    const first = await confirmJoining(db, token);
    expect(first).toMatchObject({ ok: true, territory: 'ici', outcome: { ok: true } });
    expect(await confirmJoining(db, token)).toEqual({ ok: false, reason: 'gone' });
    expect(await mails('join-request')).toHaveLength(1);
    const kept = await db.selectFrom('join_request').selectAll().executeTakeFirstOrThrow();
    expect([kept.name, kept.profession, kept.motive]).toEqual(['', '', '']);
  });

  test('two clicks at once make one request', async () => {
    await animator();
    await startJoining(db, newcomer('lou@exemple.test'));
    const token = await tokenOf();
    const outcomes = await Promise.all([1, 2, 3].map(() => confirmJoining(db, token)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await mails('join-request')).toHaveLength(1);
  });

  test('a link too old, made up, or of a closed account opens nothing', async () => {
    expect(await confirmJoining(db, newToken().token)).toEqual({ ok: false, reason: 'gone' });
    await startJoining(db, newcomer('old@exemple.test'));
    const old = await tokenOf();
    await sql`update join_request set expires_at = now() - interval '1 second'`.execute(db);
    expect(await confirmJoining(db, old)).toEqual({ ok: false, reason: 'gone' });
    expect(await sweepJoinRequests(db, new Date())).toBe(1);
    const closed = await person(db, { email: 'closed@exemple.test' });
    await db
      .updateTable('person')
      .set({ suspended_at: new Date() })
      .where('id', '=', closed.id)
      .execute();
    await startJoining(db, newcomer('closed@exemple.test'));
    expect(await confirmJoining(db, await tokenOf())).toEqual({ ok: false, reason: 'suspended' });
  });

  test('is slowed down for one mailbox', async () => {
    const outcomes = [];
    for (let at = 0; at < 6; at++)
      outcomes.push(await startJoining(db, newcomer('lou@exemple.test')));
    expect(outcomes.at(4)).toEqual({ ok: true });
    expect(outcomes.at(5)).toEqual({ ok: false, reason: 'too-many' });
  });
});
