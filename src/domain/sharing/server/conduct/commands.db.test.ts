import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { ContributionId, ReplyId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { publish, putBack, removeContribution, unpublish } from '../publishing/commands.ts';
import { getContribution } from '../queries.ts';
import { putReplyBack, removeReply } from '../replies/commands.ts';
import { findReply } from '../replies/queries.ts';
import { createContribution, writeContribution } from '../writing/commands.ts';
import { decideConduct, reopenConduct, reportConduct } from './commands.ts';
import { countConductReports, listConductReports } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T10:00:00Z');
const territory = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const roles = [{ territory, role: 'member' as const }];
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
const author = await person(db, { roles });
const reporter = await person(db, { roles, name: 'Odile Trait' });
const stranger = await person(db, { roles: [{ territory: elsewhere, role: 'animator' }] });

let id: ContributionId;
let reply: number;

beforeEach(async () => {
  await db.deleteFrom('mail_message').execute();
  ({ id } = await aContribution(db, {
    ...{ territory, author: author.id, visibility: 'public', title: 'Achetez nos chaises' }
  }));
  const { rows } = await sql<{
    id: number;
  }>`insert into reply (contribution_id, kind, body, author_id)
    values (${id}, 'comment', 'Vous n’y connaissez rien.', ${author.id}) returning id`.execute(db);
  reply = rows[0]!.id;
});

const TONE = { reason: 'tone' as const, details: 'Cela vise une collègue.' };
const it = () => ({ about: 'contribution' as const, key: String(id) });
const hers = () => ({ about: 'reply' as const, key: String(reply) });
const mails = () =>
  db.selectFrom('mail_message').select(['kind', 'recipient', 'text_body']).orderBy('id').execute();
const waitingFor = async (contribution: ContributionId) =>
  (await listConductReports(db, animator, territory)).waiting.filter(
    (one) => one.contribution === contribution
  );
const decide = (report: number, decision: 'kept' | 'removed' | 'edited' = 'removed') =>
  decideConduct(db, animator, report, { decision, reason: 'Pas de publicité.' }, { now: NOW });

describe('reporting against the code of conduct', () => {
  test('tells the animators once, without the text nor who reported it; the text stays', async () => {
    expect(await reportConduct(db, reporter, it(), TONE)).toEqual({ ok: true, isNew: true });
    expect(await reportConduct(db, reporter, it(), TONE)).toEqual({ ok: true, isNew: false });
    const sent = await mails();
    expect(sent.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['conduct-report', `${animator.id}@exemple.test`]
    ]);
    for (const word of ['chaises', 'collègue', reporter.name])
      expect(sent[0]!.text_body).not.toContain(word);
    expect((await getContribution(db, VISITOR, { id })).title).toBe('Achetez nos chaises');
  });

  test('is for members, on what they may read', async () => {
    for (const actor of [VISITOR, stranger])
      await expect(reportConduct(db, actor, it(), TONE)).rejects.toThrow(NotFound);
    for (const key of ['', 'x', '-1', '999999999'])
      await expect(reportConduct(db, reporter, { about: 'reply', key }, TONE)).rejects.toThrow(
        NotFound
      );
    await sql`update reply set removed_at = now() where id = ${reply}`.execute(db);
    await expect(reportConduct(db, reporter, hers(), TONE)).rejects.toThrow(NotFound);
  });

  test('« autre chose » is said in a sentence, and what names somebody is read again', async () => {
    expect(await reportConduct(db, reporter, it(), { reason: 'other', details: '' })).toMatchObject(
      {
        ...{ ok: false, reason: 'invalid', issues: [{ path: 'details' }] }
      }
    );
    const details = 'Assurée 2 42 03 82 112 005 71';
    expect(await reportConduct(db, reporter, it(), { reason: 'tone', details })).toMatchObject({
      ...{ ok: false, reason: 'second-reading' }
    });
  });
});

describe('deciding', () => {
  test('takes it off, and gives the same reason to both, who do not learn who the other is', async () => {
    await reportConduct(db, reporter, it(), TONE);
    const [one] = await waitingFor(id);
    await db.deleteFrom('mail_message').execute();
    expect(await decide(one!.id)).toEqual({ ok: true, decision: 'removed' });
    await expect(getContribution(db, reporter, { id })).rejects.toThrow(NotFound);
    const sent = await mails();
    expect(sent).toHaveLength(2);
    for (const { kind, text_body: text } of sent) {
      expect(kind).toBe('conduct-decision');
      expect(text).toContain('Pas de publicité.');
    }
    const toAuthor = sent.find(({ text_body: text }) => text!.includes('que vous avez écrit'))!;
    expect(toAuthor.text_body).not.toContain(reporter.name);
  });

  test('of two animators at once, the first one’s decision stands', async () => {
    await reportConduct(db, reporter, it(), TONE);
    const [one] = await waitingFor(id);
    const both = await Promise.all([decide(one!.id, 'removed'), decide(one!.id, 'kept')]);
    expect(new Set(both.map((each) => each.ok && each.decision)).size).toBe(1);
  });

  test('is undone: what was taken off is back, and the report waits again', async () => {
    for (const target of [it(), hers()]) {
      await reportConduct(db, reporter, target, TONE);
      const [one] = await waitingFor(id);
      const waiting = await countConductReports(db, animator, territory);
      await decide(one!.id);
      expect(await waitingFor(id)).toEqual([]);
      expect(await countConductReports(db, animator, territory)).toBe(waiting - 1);
      await reopenConduct(db, animator, one!.id);
      expect(await waitingFor(id)).toHaveLength(1);
      expect(await countConductReports(db, animator, territory)).toBe(waiting);
      expect((await getContribution(db, VISITOR, { id })).replyCount).toBe(1);
      await decide(one!.id, 'kept');
    }
  });

  test('takes a reply off alone', async () => {
    await reportConduct(db, reporter, hers(), TONE);
    const [one] = await waitingFor(id);
    expect(one!.what).toMatchObject({ about: 'reply', text: 'Vous n’y connaissez rien.' });
    await decide(one!.id);
    expect((await getContribution(db, VISITOR, { id })).replyCount).toBe(0);
  });

  test('takes a reply off as an animator does: its author does not put it back, nor correct it from a form opened before', async () => {
    await reportConduct(db, reporter, hers(), TONE);
    const [one] = await waitingFor(id);
    const before = await findReply(db, reply as ReplyId);
    await decide(one!.id);
    const off = await findReply(db, reply as ReplyId);
    expect(off).toMatchObject({ isRemoved: true, removalReason: 'Pas de publicité.' });
    expect(off!.version).toBe(before!.version + 1);
    await reopenConduct(db, animator, one!.id);
    expect(await findReply(db, reply as ReplyId)).toMatchObject({
      ...{ isRemoved: false, removalReason: '', version: before!.version + 2 }
    });
    await decide(one!.id, 'kept');
  });

  test('is for the animators of the territory, with a reason', async () => {
    await reportConduct(db, reporter, it(), TONE);
    const [one] = await waitingFor(id);
    const said = { decision: 'kept' as const, reason: 'Cela va.' };
    for (const actor of [VISITOR, author, reporter, stranger]) {
      await expect(decideConduct(db, actor, one!.id, said, { now: NOW })).rejects.toThrow(
        Forbidden
      );
      await expect(reopenConduct(db, actor, one!.id)).rejects.toThrow(Forbidden);
      await expect(listConductReports(db, actor, territory)).rejects.toThrow(Forbidden);
      await expect(countConductReports(db, actor, territory)).rejects.toThrow(Forbidden);
    }
    expect(
      await decideConduct(db, animator, one!.id, { ...said, reason: '' }, { now: NOW })
    ).toMatchObject({ ok: false, reason: 'invalid' });
  });

  test('what is retained meanwhile is not read here', async () => {
    await reportConduct(db, reporter, it(), TONE);
    await sql`insert into withholding (content_kind, content_id, content_label, territory_id, reason)
      values ('contribution', ${String(id)}, 'Projet', ${territory}, '')`.execute(db);
    const [one] = await waitingFor(id);
    expect(one!.what).toBeNull();
  });
});

describe('what its author does meanwhile', () => {
  const offAndBack = {
    contribution: {
      target: it,
      off: () => removeContribution(db, author, id, { now: NOW }),
      back: () => putBack(db, author, id)
    },
    reply: {
      target: hers,
      off: () => removeReply(db, author, reply as ReplyId, { now: NOW }),
      back: () => putReplyBack(db, author, reply as ReplyId)
    }
  };

  test.each(Object.values(offAndBack))(
    'taken off by herself before the decision, it is hers to put back only once the decision is gone back on',
    async ({ target, off, back }) => {
      await reportConduct(db, reporter, target(), TONE);
      const [one] = await waitingFor(id);
      await off();
      await decide(one!.id);
      await expect(back()).rejects.toThrow(Forbidden);
      await db.deleteFrom('mail_message').execute();
      await reopenConduct(db, animator, one!.id);
      expect(JSON.stringify(await mails())).not.toContain('de nouveau en ligne');
      await back();
      expect((await getContribution(db, VISITOR, { id })).replyCount).toBe(1);
    }
  );

  test('a draft again, it is taken off all the same, and stays so once it is published', async () => {
    await reportConduct(db, reporter, it(), TONE);
    const [one] = await waitingFor(id);
    await unpublish(db, author, id);
    expect(await decide(one!.id)).toEqual({ ok: true, decision: 'removed' });
    await publish(db, author, id, NOW);
    await expect(getContribution(db, reporter, { id })).rejects.toThrow(NotFound);
    await unpublish(db, author, id);
    await reopenConduct(db, animator, one!.id);
    await publish(db, author, id, NOW);
    expect((await getContribution(db, reporter, { id })).id).toBe(id);
  });

  test('what she writes once it is a draft again is told to nobody: neither to who decides, nor by message', async () => {
    const created = await createContribution(db, author, 'project', {
      ...{ territory, title: 'Achetez nos tables', summary: 'En chêne.' },
      ...{ texts: { context: 'À moitié prix.' }, visibility: 'public' },
      details: { stage: 'idea', startsOn: null, endsOn: null }
    });
    if (!created.ok) throw new Error('not created');
    await publish(db, author, created.id, NOW);
    await reportConduct(db, reporter, { about: 'contribution', key: String(created.id) }, TONE);
    const read = async () => (await waitingFor(created.id))[0]!;
    const said = {
      label: 'Projet\u00a0: Achetez nos tables',
      text: 'En chêne.\n\nÀ moitié prix.'
    };
    expect(await read()).toMatchObject({ isOnline: true, isChanged: false, what: said });
    const write = (word: string) =>
      writeContribution(db, author, created.id, {
        ...{ title: `${word} de titre`, summary: `${word} de phrase` },
        texts: { context: `${word} de contexte` }
      });
    await write('Autre');
    expect(await read()).toMatchObject({ isOnline: true, isChanged: true, what: said });
    await unpublish(db, author, created.id);
    await write('Secret');
    const one = await read();
    expect(one).toMatchObject({ isOnline: false, what: said });
    expect(JSON.stringify(one)).not.toContain('Secret');
    await db.deleteFrom('mail_message').execute();
    await decide(one.id);
    const sent = await mails();
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(sent)).toContain('Achetez nos tables');
    expect(JSON.stringify(sent)).not.toContain('Secret');
  });

  test('when what it said is kept no more, nothing of it is shown', async () => {
    await reportConduct(db, reporter, it(), TONE);
    await unpublish(db, author, id);
    const [one] = await waitingFor(id);
    expect(one).toMatchObject({ isOnline: false, what: { label: 'Projet', text: '' } });
  });

  test('an answer corrected once its page is a draft again is not shown as it is now', async () => {
    await reportConduct(db, reporter, hers(), TONE);
    await unpublish(db, author, id);
    expect((await waitingFor(id))[0]?.what?.text).toBe('Vous n’y connaissez rien.');
    await sql`update reply set body = 'Secret', edited_at = clock_timestamp() where id = ${reply}`.execute(
      db
    );
    expect((await waitingFor(id))[0]?.what?.text).toBe('');
  });

  test('a reason of her own does not keep her from putting it back', async () => {
    await removeContribution(db, author, id, { now: NOW, reason: 'Plus d’actualité.' });
    await putBack(db, author, id);
    expect((await getContribution(db, VISITOR, { id })).id).toBe(id);
  });
});

test('of two decisions that took it off, going back on one leaves it off', async () => {
  const other = await person(db, { roles });
  for (const actor of [reporter, other]) await reportConduct(db, actor, it(), TONE);
  const [one, two] = await waitingFor(id);
  for (const report of [one!, two!]) await decide(report.id);
  await reopenConduct(db, animator, one!.id);
  await expect(getContribution(db, VISITOR, { id })).rejects.toThrow(NotFound);
  await reopenConduct(db, animator, two!.id);
  expect((await getContribution(db, VISITOR, { id })).id).toBe(id);
});
