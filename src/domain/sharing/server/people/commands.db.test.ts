import { expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import type { ContributionId } from '#shared/ids.ts';
import { awaitsReview, reviewsOf } from '../../people.ts';
import { publish } from '../publishing/commands.ts';
import { findContribution, getContribution } from '../queries.ts';
import { writeContribution } from '../writing/commands.ts';
import { askCoAuthor, leaveCoAuthors, sayReady } from './commands.ts';
import { searchNamed } from './queries.ts';

process.env['MAILLAGE_SECRET'] ??= 'un secret assez long pour cet essai';
const db = await testDatabase();
const NOW = new Date('2099-05-20T09:00:00Z');
let turn = 0;

async function aDraft() {
  const territory = (await aTerritory(db, `plusieurs-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const author = await person(db, { roles, name: 'Ana Autrice' });
  const other = await person(db, { roles, name: 'Léa Lectrice' });
  const { id } = await aContribution(db, {
    ...{ territory, kind: 'experience', status: 'draft', author: author.id }
  });
  return { territory, roles, author, other, id };
}

const mailsTo = async (who: { readonly id: string }, kind: string) => {
  const rows = await db
    .selectFrom('mail_message')
    .innerJoin('person', 'person.email', 'mail_message.recipient')
    .select(['subject', 'text_body', 'reply_to'])
    .where('person.id', '=', who.id)
    .where('mail_message.kind', '=', kind)
    .execute();
  return rows;
};
const read = async (id: ContributionId) => (await findContribution(db, { id }))!;

test('who is asked to write is told once, reads the draft, writes it, and leaves with what she wrote kept', async () => {
  const { author, other, id } = await aDraft();
  await expect(getContribution(db, other, { id })).rejects.toThrow(/n’existe pas/);
  const ask = () => askCoAuthor(db, author, id, { person: other.id, role: 'writer' });
  expect(await ask()).toEqual({ ok: true, isNew: true });
  expect(await ask()).toEqual({ ok: true, isNew: false });
  const mails = await mailsTo(other, 'co-writing');
  expect(mails).toHaveLength(1);
  expect(mails[0]!.text_body).toContain('Ana Autrice');
  // Nobody's address is in it.
  expect(mails[0]!.reply_to).toBe('');
  expect(mails[0]!.text_body).not.toContain('@');
  await writeContribution(db, other, id, { texts: { context: 'À deux.' } });
  await leaveCoAuthors(db, other, id, other.id);
  expect((await read(id)).texts).toEqual({ context: 'À deux.' });
  await expect(writeContribution(db, other, id, { title: 'Encore' })).rejects.toThrow();
});

test('only members are asked, only by who writes, and only they or herself take somebody off', async () => {
  const { author, other, roles, territory, id } = await aDraft();
  const stranger = await person(db, {});
  const reception = await person(db, { roles: [{ territory, role: 'reception' }] });
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const third = await person(db, { roles });
  const role = 'reviewer' as const;
  for (const one of [stranger, reception])
    expect(await askCoAuthor(db, author, id, { person: one.id, role })).toEqual({
      ...{ ok: false, reason: 'stranger' }
    });
  expect(await askCoAuthor(db, author, id, { person: author.id, role })).toMatchObject({
    reason: 'author'
  });
  for (const one of [animator, third])
    await expect(askCoAuthor(db, one, id, { person: other.id, role })).rejects.toThrow();
  await askCoAuthor(db, author, id, { person: other.id, role });
  await expect(leaveCoAuthors(db, third, id, other.id)).rejects.toThrow(/n’existe pas/);
  await publish(db, author, id, NOW);
  await expect(leaveCoAuthors(db, third, id, other.id)).rejects.toThrow(/retirent/);
  await leaveCoAuthors(db, author, id, other.id);
  expect((await read(id)).reviewers).toEqual([]);
});

test('a reviewer reads the draft, cannot write it, and says that it is ready: never in the way of publishing', async () => {
  const { author, other, id } = await aDraft();
  await askCoAuthor(db, author, id, { person: other.id, role: 'reviewer' });
  expect(awaitsReview(await read(id))).toBe(true);
  await expect(writeContribution(db, other, id, { title: 'Non' })).rejects.toThrow(/Seules/);
  await expect(sayReady(db, author, id, { isReady: true, now: NOW })).rejects.toThrow(/relecture/);
  await sayReady(db, other, id, { isReady: true, now: NOW });
  await sayReady(db, other, id, { isReady: true, now: NOW });
  expect(await mailsTo(author, 'co-writing-ready')).toHaveLength(1);
  expect(awaitsReview(await read(id))).toBe(false);
  const again = { ...(await read(id)), updatedAt: new Date('2100-01-01') };
  expect(reviewsOf(again)).toMatchObject([{ name: 'Léa Lectrice', isOutdated: true }]);
  await sayReady(db, other, id, { isReady: false, now: NOW });
  expect(awaitsReview(await read(id))).toBe(true);
  await publish(db, author, id, NOW);
  expect((await read(id)).status).toBe('published');
});

test('names are looked for among the members of the network alone', async () => {
  const { territory } = await aDraft();
  await person(db, { name: 'Léa Lectrice' });
  const found = await searchNamed(db, territory, 'lea');
  expect(found.map(({ name }) => name)).toEqual(['Léa Lectrice']);
  expect(JSON.stringify(found)).not.toContain('@');
  expect(await searchNamed(db, territory, ' ')).toEqual([]);
});
