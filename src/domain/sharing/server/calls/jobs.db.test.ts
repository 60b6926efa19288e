import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { loadActor } from '#app/actor.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { holdThrottleWindow } from '../../../../../tests/support/throttle.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import { resolveQuestion } from '../asking/commands.ts';
import { removeContribution } from '../publishing/commands.ts';
import { addReply, removeReply, thank } from '../replies/commands.ts';
import { answerCall, callTo } from './commands.ts';
import { passOnQuestions } from './jobs.ts';
import { findCall } from './queries.ts';

const db = await testDatabase();
await holdThrottleWindow(db);
const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

let turn = 0;

/** A network where Bao has already helped somebody on a theme, and Cam has answered on it. */
async function aNetwork() {
  turn += 1;
  const theme = `theme-${turn}`;
  await db
    .insertInto('theme')
    .values({ code: theme, name: `Thème ${turn}`, phrase: '' })
    .execute();
  const territory = (await aTerritory(db, `appels-${turn}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const asker = await person(db, { roles, name: 'Alix Demande' });
  const bao = await person(db, { roles, name: 'Bao Sait' });
  const cam = await person(db, { roles, name: 'Cam Connaît' });
  const idle = await person(db, { roles, name: 'Dan Ailleurs' });
  const animator = await person(db, {
    roles: [{ territory, role: 'animator' }],
    name: 'Eli Anime'
  });
  const before = await aQuestion(60);
  for (const who of [bao, cam]) {
    const said = await addReply(db, who, before, { body: 'Une piste.' }, { kind: 'answer' });
    if (said.ok && who === bao) await thank(db, asker, said.reply, { kind: 'helped' });
  }
  await db.deleteFrom('mail_message').execute();
  return { territory, theme, asker, bao, cam, idle, animator, aQuestion };

  async function aQuestion(days: number): Promise<ContributionId> {
    const { id } = await aContribution(db, {
      ...{ kind: 'question', territory, author: asker.id, themes: [theme] },
      ...{ title: 'Qui sait ?', publishedAt: daysAgo(days) }
    });
    return id;
  }
}

const mails = () =>
  db
    .selectFrom('mail_message')
    .select(['kind', 'recipient_name', 'text_body'])
    .orderBy('id')
    .execute();
const written = async () =>
  (await mails()).map(({ kind, recipient_name }) => `${kind} ${recipient_name}`).sort();

describe('a question nobody has answered in five days', () => {
  test('goes once to who leads the network and to two people who may know, who are told why', async () => {
    const { aQuestion } = await aNetwork();
    await aQuestion(6);
    expect(await Promise.all([passOnQuestions(db, NOW), passOnQuestions(db, NOW)])).toEqual(
      expect.arrayContaining([1, 0])
    );
    expect(await written()).toEqual([
      'question-call Bao Sait',
      'question-call Cam Connaît',
      'question-waiting Eli Anime'
    ]);
    const [call] = await mails();
    expect(call!.text_body).toMatch(/parce que .*(a déjà aidé quelqu’un|avez déjà répondu)/);
    expect(await passOnQuestions(db, NOW)).toBe(0);
  });

  test('nobody is asked twice in a week, nor who does not want to be', async () => {
    const { aQuestion, bao, cam } = await aNetwork();
    await db
      .insertInto('mail_refusal')
      .values({ address: (await emailOf(cam.id)).toLowerCase(), kind: 'question-call' })
      .execute();
    await aQuestion(6);
    await aQuestion(7);
    expect(await passOnQuestions(db, NOW)).toBe(2);
    expect((await written()).filter((one) => one.startsWith('question-call'))).toEqual([
      'question-call Bao Sait'
    ]);
    await db
      .updateTable('question_call')
      .set({ created_at: daysAgo(8) })
      .execute();
    await aQuestion(5.1);
    await passOnQuestions(db, NOW);
    const again = (await written()).filter((one) => one.startsWith('question-call'));
    expect(again).toEqual(['question-call Bao Sait', 'question-call Bao Sait']);
    expect(bao.name).toBe('Bao Sait');
  });

  test('one that is young, answered, resolved, hidden, taken off or a draft stays where it is', async () => {
    const { territory, asker, bao, aQuestion } = await aNetwork();
    await aQuestion(4);
    const answered = await aQuestion(6);
    const said = await addReply(db, bao, answered, { body: 'Moi.' }, { kind: 'answer' });
    await resolveQuestion(db, asker, await aQuestion(6), { now: NOW });
    await removeContribution(db, asker, await aQuestion(6), { now: NOW });
    const id = String(await aQuestion(6));
    await withhold(db, bao, { kind: 'contribution', id, label: 'Q', territory });
    await aContribution(db, { kind: 'question', territory, author: asker.id, status: 'draft' });
    expect(await passOnQuestions(db, NOW)).toBe(0);
    // The negative control: the same question, once its answer was taken off, waits again.
    if (said.ok) await removeReply(db, bao, said.reply, { now: NOW });
    expect(await passOnQuestions(db, NOW)).toBe(1);
  });
});

describe('a link to answer', () => {
  const tokenOf = (address: string) => address.split('/').at(-1)!;
  const open = (question: ContributionId, who: PersonId, until: string) =>
    db.transaction().execute((tx) => callTo(tx, question, who, 'digest', until));

  test('is the same when it is asked again, and opens until the later day', async () => {
    const { aQuestion, idle } = await aNetwork();
    const question = await aQuestion(1);
    const address = await open(question, idle.id, '2026-12-01');
    expect(await open(question, idle.id, '2026-11-25')).toBe(address);
    const found = await findCall(db, tokenOf(address), '2026-12-01');
    expect(found).toMatchObject({ question, person: { name: 'Dan Ailleurs' }, isExpired: false });
    expect(await findCall(db, tokenOf(address), '2026-12-02')).toMatchObject({ isExpired: true });
  });

  test('no other link is read: another row, another purpose, a replaced one', async () => {
    const { aQuestion, idle } = await aNetwork();
    const token = tokenOf(await open(await aQuestion(1), idle.id, '2026-12-01'));
    const [id, signature] = [token.slice(0, token.indexOf('-')), token.slice(token.indexOf('-'))];
    const next = (parseInt(id, 36) + 1).toString(36);
    for (const other of [`${next}${signature}`, `${token}x`, 'rien', ''])
      expect(await findCall(db, other, '2026-12-01')).toBeNull();
    await db.updateTable('question_call').set({ link_version: 2 }).execute();
    expect(await findCall(db, token, '2026-12-01')).toBeNull();
  });

  test('takes ten answers an hour, for all its senders together; another link is not held back', async () => {
    const { aQuestion, idle, cam } = await aNetwork();
    const question = await aQuestion(1);
    const call = async (who: PersonId) => {
      const token = tokenOf(await open(question, who, '2026-12-01'));
      return (await findCall(db, token, '2026-12-01'))!;
    };
    const [hers, theirs] = [await call(idle.id), await call(cam.id)];
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, at) => answerCall(db, idle, hers, `Piste ${at}.`, {}))
    );
    expect(sent.filter(({ ok }) => ok)).toHaveLength(10);
    expect(sent.filter((one) => !one.ok && one.reason === 'too-many')).toHaveLength(2);
    const { rows } = await sql`select from reply where contribution_id = ${question}`.execute(db);
    expect(rows).toHaveLength(10);
    expect(await answerCall(db, cam, theirs, 'Une autre piste.', {})).toMatchObject({ ok: true });
  });

  test('who has left the network, or whose account is suspended, answers no more by it', async () => {
    const { territory, aQuestion, idle } = await aNetwork();
    const question = await aQuestion(1);
    await db
      .deleteFrom('membership')
      .where('person_id', '=', idle.id)
      .where('territory_id', '=', territory)
      .execute();
    const left = await loadActor(db, idle.id);
    await expect(
      addReply(db, left, question, { body: 'Encore moi.' }, { kind: 'answer' })
    ).rejects.toThrow('lire');
  });
});

async function emailOf(id: PersonId): Promise<string> {
  const row = await db
    .selectFrom('person')
    .select('email')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.email;
}
