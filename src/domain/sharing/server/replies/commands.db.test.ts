import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { VISITOR } from '#domain/identity/model.ts';
import type { ContributionId, ReplyId } from '#shared/ids.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { without } from '../../../../../tests/support/without.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { shownReply, type ReplyKind } from '../../replies.ts';
import { removeContribution } from '../publishing/commands.ts';
import { findContribution } from '../queries.ts';
import { removeContributionTexts } from '../withheld/commands.ts';
import { writeContribution } from '../writing/commands.ts';
import { addReply, editReply, putReplyBack, removeReply, thank } from './commands.ts';
import { findReply, listReplies } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-20T09:00:00Z');

let turn = 0;

async function aNetwork() {
  const territory = (await aTerritory(db, `reponses-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  return {
    territory,
    asker: await person(db, { roles, name: 'Alix Demande' }),
    helper: await person(db, { roles, name: 'Bao Réponse' }),
    animator: await person(db, { roles: [{ territory, role: 'animator' }] }),
    stranger: await person(db)
  };
}

async function aQuestion(visibility: 'members' | 'public' = 'members') {
  const network = await aNetwork();
  const { territory, asker } = network;
  const { id } = await aContribution(db, {
    kind: 'question',
    territory,
    author: asker.id,
    visibility
  });
  return { ...network, id };
}

async function say(
  actor: PersonActor,
  id: ContributionId,
  body = 'Appelez la maison départementale.',
  kind: ReplyKind = 'answer'
): Promise<ReplyId> {
  const said = await addReply(db, actor, id, { body }, { kind });
  if (!said.ok) throw new Error(JSON.stringify(said));
  return said.reply;
}

async function readBy(actor: Actor, id: ContributionId) {
  const contribution = (await findContribution(db, { id }))!;
  const replies = await listReplies(db, actor, contribution, [
    'answer',
    'comment',
    'review',
    'news'
  ]);
  return replies.map((reply) => shownReply(actor, contribution.place, reply));
}

describe('saying something', () => {
  test('an answer is read by the members, with its author’s name and never an identifier', async () => {
    const { id, asker, helper } = await aQuestion();
    await say(helper, id);
    const [shown] = await readBy(asker, id);
    expect(shown).toMatchObject({
      body: 'Appelez la maison départementale.',
      author: 'Bao Réponse'
    });
    expect(JSON.stringify(shown)).not.toContain(helper.id);
  });

  test('the same form sent twice, even at once, is written once; with other words it is another', async () => {
    const { id, helper } = await aQuestion();
    const nonce = randomUUID();
    const send = (body: string) => addReply(db, helper, id, { body }, { kind: 'answer', nonce });
    const [first, second] = await Promise.all([send('Une piste.'), send('Une piste.')]);
    expect(second).toEqual(first);
    expect(await send('Une piste.')).toEqual(first);
    expect(await readBy(helper, id)).toHaveLength(1);
    await send('Une autre piste.');
    expect(await readBy(helper, id)).toHaveLength(2);
  });

  test('what may let somebody be recognised is read a second time', async () => {
    const { id, helper } = await aQuestion();
    const input = { body: 'Madame Dupont, née le 3 mars 1941, cherche une place.' };
    expect(await addReply(db, helper, id, input, { kind: 'answer' })).toMatchObject({
      ...{ ok: false, reason: 'second-reading' }
    });
    expect(await readBy(helper, id)).toEqual([]);
    expect(await addReply(db, helper, id, input, { kind: 'answer', reread: true })).toMatchObject({
      ok: true
    });
  });

  test('strangers find nothing; reception of the day, drafts and closed pages take no answer', async () => {
    const { id, territory, asker, helper, stranger } = await aQuestion('public');
    const welcome = await person(db, { roles: [{ territory, role: 'reception' }] });
    const answer = { body: 'Moi, je sais.' };
    for (const actor of [stranger, welcome, VISITOR])
      await expect(addReply(db, actor, id, answer, { kind: 'answer' })).rejects.toThrow('membres');
    const draft = await aContribution(db, { territory, status: 'draft', author: asker.id });
    await expect(addReply(db, helper, draft.id, answer, { kind: 'comment' })).rejects.toThrow(
      'lire'
    );
    await removeContribution(db, asker, id, { now: NOW });
    await expect(addReply(db, asker, id, answer, { kind: 'comment' })).rejects.toThrow('publié');
  });

  test('news are told by who writes the page; remarks stay between who writes and reviews', async () => {
    const { territory, asker, helper, animator } = await aNetwork();
    const { id } = await aContribution(db, { territory, author: asker.id });
    await expect(
      addReply(db, helper, id, { body: 'Ça y est.' }, { kind: 'news' })
    ).rejects.toThrow();
    await addReply(
      db,
      asker,
      id,
      { body: 'Ça y est.', happenedOn: '2026-11-02' },
      { kind: 'news' }
    );
    await db
      .insertInto('contribution_person')
      .values({ contribution_id: id, person_id: helper.id, role: 'reviewer' })
      .execute();
    await say(helper, id, 'Précisez la durée.', 'review');
    const bodies = async (actor: Actor) => (await readBy(actor, id)).map(({ body }) => body);
    expect(await bodies(asker)).toEqual(['Ça y est.', 'Précisez la durée.']);
    expect(await bodies(animator)).toEqual(['Ça y est.']);
  });
});

describe('who is not of the network', () => {
  test('reads the answers of a public page without names, but not those given while it was not public', async () => {
    const { id, asker, helper } = await aQuestion();
    await writeContribution(db, asker, id, { summary: 'Entre nous.' });
    await say(helper, id, 'Dit entre nous.');
    await writeContribution(db, asker, id, { visibility: 'public' });
    await say(helper, id, 'Dit à tous.');
    expect((await readBy(asker, id)).map(({ body }) => body)).toEqual([
      'Dit entre nous.',
      'Dit à tous.'
    ]);
    const read = await readBy(VISITOR, id);
    expect(read.map(({ body, author }) => [body, author])).toEqual([['Dit à tous.', null]]);
    expect(JSON.stringify(read)).not.toContain('Bao');
  });
});

describe('correcting', () => {
  test('keeps what was said before, and refuses the hand of another', async () => {
    const { id, asker, helper, animator } = await aQuestion();
    const reply = await say(helper, id);
    const change = { body: 'Appelez plutôt le centre social.' };
    for (const actor of [asker, animator])
      await expect(editReply(db, actor, reply, change, { version: 1 })).rejects.toThrow('propres');
    expect(await editReply(db, helper, reply, change, { version: 1 })).toMatchObject({ ok: true });
    expect((await readBy(asker, id))[0]).toMatchObject({ body: change.body, isEdited: true });
    const kept = await db
      .selectFrom('reply_version')
      .selectAll()
      .where('reply_id', '=', reply)
      .execute();
    expect(kept).toMatchObject([{ version: 1, body: 'Appelez la maison départementale.' }]);
    const late = { body: 'Une autre fenêtre.' };
    expect(await editReply(db, helper, reply, late, { version: 1 })).toMatchObject({
      ...{ ok: false, reason: 'conflict', theirs: { body: change.body } }
    });
  });
});

describe('taking off', () => {
  test('its author takes it off and puts it back; meanwhile the others read nothing of it', async () => {
    const { id, asker, helper, animator } = await aQuestion();
    const reply = await say(helper, id);
    await expect(removeReply(db, asker, reply, { now: NOW })).rejects.toThrow('propres');
    await removeReply(db, helper, reply, { now: NOW });
    expect(await readBy(asker, id)).toEqual([]);
    expect((await findContribution(db, { id }))!.replyCount).toBe(0);
    expect(await readBy(animator, id)).toHaveLength(1);
    await putReplyBack(db, helper, reply);
    expect(await readBy(asker, id)).toHaveLength(1);
  });

  test('an animator says why, and her author cannot put it back', async () => {
    const { id, helper, animator } = await aQuestion();
    const reply = await say(helper, id);
    await expect(removeReply(db, animator, reply, { now: NOW })).rejects.toThrow('pourquoi');
    await removeReply(db, animator, reply, { now: NOW, reason: 'C’est une publicité.' });
    expect((await readBy(helper, id))[0]).toMatchObject({
      ...{ isRemoved: true, removalReason: 'C’est une publicité.' },
      may: { putBack: false, edit: false }
    });
    await expect(putReplyBack(db, helper, reply)).rejects.toThrow('anime');
    await putReplyBack(db, animator, reply);
  });

  test('what speaks of a person is hidden from all but its author and the animators', async () => {
    const { id, territory, asker, helper, animator } = await aQuestion();
    const reply = await say(helper, id);
    await withhold(db, asker, { kind: 'reply', id: `${reply}`, label: 'Réponse', territory });
    expect(await readBy(asker, id)).toEqual([]);
    expect(await readBy(helper, id)).toHaveLength(1);
    expect(await readBy(animator, id)).toHaveLength(1);
    await expect(thank(db, asker, reply, { kind: 'thanks' })).rejects.toThrow('lire');
  });
});

describe('thanking', () => {
  test('is said once, by name, of others only, and taken back', async () => {
    const { id, asker, helper } = await aQuestion();
    const reply = await say(helper, id);
    await thank(db, asker, reply, { kind: 'helped' });
    await thank(db, asker, reply, { kind: 'helped' });
    expect((await readBy(helper, id))[0]).toMatchObject({ helped: ['Alix Demande'], said: [] });
    expect((await readBy(asker, id))[0]).toMatchObject({ helped: [], said: ['helped'] });
    await thank(db, asker, reply, { kind: 'helped', back: true });
    expect((await findReply(db, reply))!.thanks).toEqual([]);
    await expect(thank(db, helper, reply, { kind: 'thanks' })).rejects.toThrow('autres');
  });
});

describe('while the texts of a page are erased', () => {
  /** Who erases holds the page; an answer is corrected; then its words are erased with the rest. */
  async function eraseMeanwhile(on = db) {
    const { id, territory, helper, animator } = await aQuestion();
    const reply = await say(helper, id);
    const content = { kind: 'contribution', id: String(id), territory, label: 'Question' };
    const hidden = await withhold(db, animator, content);
    if (!hidden.ok) throw new Error(hidden.reason);
    let correcting: Promise<unknown> = Promise.resolve();
    const erasing = db.transaction().execute(async (tx) => {
      await sql`select from contribution where id = ${id} for no key update`.execute(tx);
      const said = { body: 'Appelez plutôt la mairie.' };
      correcting = editReply(on, helper, reply, said, { version: 1 });
      correcting.catch(() => undefined);
      await untilWaiting(db, 1);
      const { rows } = await sql<{ id: number }>`select id from withholding
        where content_kind = 'contribution' and content_id = ${String(id)}`.execute(tx);
      await removeContributionTexts(tx, animator, rows[0]!.id);
    });
    const [erased] = await Promise.allSettled([erasing]);
    const [corrected] = await Promise.allSettled([correcting]);
    return [erased, corrected].map((one) =>
      one.status === 'fulfilled' ? 'done' : (one.reason as { code?: string }).code
    );
  }

  test('who corrects her answer waits, then reads that it is gone', async () => {
    expect(await eraseMeanwhile()).toEqual(['done', undefined]);
  });

  test('the negative control: were the answer held before its page, one of the two would die', async () => {
    const late = without(db, '\n    for share');
    expect(await eraseMeanwhile(late.db)).toContain('40P01');
    late.missed();
  });
});

describe('when a page is opened to everybody', () => {
  test('what was said while it was being opened stays among members', async () => {
    const { id, asker, helper } = await aQuestion();
    await writeContribution(db, asker, id, { summary: 'Pour une sortie en car.' });
    await db.transaction().execute(async (tx) => {
      await sql`select now()`.execute(tx);
      await say(helper, id, 'Dit entre nous.');
      await writeContribution(tx, asker, id, { visibility: 'public' });
    });
    await say(helper, id, 'Dit devant tous.');
    const read = (await readBy(VISITOR, id)).map(({ body }) => body);
    expect(read).toEqual(['Dit devant tous.']);
  });
});
