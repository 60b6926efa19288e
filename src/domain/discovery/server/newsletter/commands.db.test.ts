import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { REVISIONS } from '#app/revisions.ts';
import { VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import { deliverMail } from '#server/mail/delivery.ts';
import { refuseMail } from '#server/mail/refusals.ts';
import type { MailId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { FROM } from '../../../../../tests/support/delivery.ts';
import { startMailbox } from '../../../../../tests/support/mailbox.ts';
import type { LetterItem } from '../../newsletter.ts';
import { beginNewsletter, deleteNewsletter, writeNewsletter } from './commands.ts';
import { getLedNewsletter } from './queries.ts';
import { getLetter, listLetters } from './reading/queries.ts';
import { sendNewsletter } from './sending/commands.ts';

const url = await testDatabaseUrl();
const db = connect(url);
const other = connect(url);
afterAll(() => Promise.all([db.destroy(), other.destroy()]));

const NOW = new Date('2026-12-01T09:00:00Z');
const IN_NOVEMBER = new Date('2026-11-12T09:00:00Z');
const here = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const WHICH = { territory: here, month: '2026-11' };
let animator: PersonActor;
let member: PersonActor;
let stranger: PersonActor;

beforeEach(async () => {
  for (const table of [
    'mail_message',
    'mail_refusal',
    'newsletter',
    'contribution',
    'person'
  ] as const)
    await db.deleteFrom(table).execute();
  animator = await person(db, {
    email: 'salome@reseau.internal',
    roles: [{ territory: here, role: 'animator' }]
  });
  member = await person(db, {
    email: 'lucie@reseau.internal',
    roles: [{ territory: here, role: 'member' }]
  });
  stranger = await person(db, { roles: [{ territory: elsewhere, role: 'animator' }] });
});

const shared = (title: string, more = {}) =>
  aContribution(db, { territory: here, publishedAt: IN_NOVEMBER, title, ...more });
const begun = async () => {
  await beginNewsletter(db, animator, here, '2026-11');
  return getLedNewsletter(db, animator, WHICH);
};
const input = (items: readonly LetterItem[], more = {}) => ({
  ...{ subject: 'La lettre', introduction: '', visibility: 'members' as const, items: [...items] },
  ...more
});
const mails = () =>
  db
    .selectFrom('mail_message')
    .select(['id', 'recipient', 'text_body as text'])
    .orderBy('recipient')
    .execute();

describe('a letter', () => {
  test('begins with what was published in its month, and only there', async () => {
    await shared('En novembre');
    await shared('En octobre', { publishedAt: new Date('2026-10-31T22:59:00Z') });
    await shared('Un brouillon', { status: 'draft' });
    await shared('Ailleurs', { territory: elsewhere, visibility: 'public' });
    const letter = await begun();
    expect(letter.items.map(({ title }) => title)).toEqual(['En novembre']);
    expect(letter.subject).toBe('La lettre du Territoire ici, novembre 2026');
    await beginNewsletter(db, animator, here, '2026-11');
    expect((await begun()).id).toBe(letter.id);
  });

  test('is edited: order, words, and nothing that its writer may not read', async () => {
    const [a, b] = [await shared('A'), await shared('B')];
    const theirs = await shared('Secret', { territory: elsewhere });
    const { id, version, items } = await begun();
    const words: LetterItem = {
      kind: 'words',
      id: null,
      title: 'Merci',
      text: 'À tous.',
      href: ''
    };
    const item = (one: number) => items.find((found) => found.id === one)!;
    const forged = { ...item(a.id), id: theirs.id, title: 'Volé' };
    const wanted = input([item(b.id), words, { ...item(a.id), title: 'A, en bref' }, forged]);
    expect(
      await writeNewsletter(db, animator, id, { input: wanted, version, reread: false })
    ).toMatchObject({ ok: true });
    const kept = await getLedNewsletter(db, animator, WHICH);
    expect(kept.items.map(({ title }) => title)).toEqual(['B', 'Merci', 'A, en bref']);
    const late = await writeNewsletter(db, animator, id, { input: wanted, version, reread: false });
    expect(late).toMatchObject({ ok: false, reason: 'conflict' });
  });

  test('is for its animators only until it is sent', async () => {
    const { id, version } = await begun();
    for (const actor of [member, stranger, VISITOR]) {
      expect(() => beginNewsletter(db, actor, here, '2026-12')).toThrow('animent');
      await expect(getLedNewsletter(db, actor, WHICH)).rejects.toThrow('animent');
      await expect(sendNewsletter(db, actor, id, { version, now: NOW })).rejects.toThrow('animent');
      await expect(deleteNewsletter(db, actor, id)).rejects.toThrow('animent');
      await expect(getLetter(db, actor, WHICH)).rejects.toThrow('n’existe pas');
      expect(await listLetters(db, actor, here)).toEqual([]);
    }
  });
});

describe('sending', () => {
  test('goes once to the members who accept it, pressed twice or by two at once', async () => {
    await shared('En novembre');
    await person(db, {
      email: 'part@reseau.internal',
      roles: [{ territory: here, role: 'reception' }]
    });
    await person(db, {
      email: 'non@reseau.internal',
      roles: [{ territory: here, role: 'member' }]
    });
    await refuseMail(db, 'non@reseau.internal', 'newsletter', 'essai');
    const { id, version } = await begun();
    const press = (from = db) => sendNewsletter(from, animator, id, { version, now: NOW });
    expect(await Promise.all([press(), press(other)])).toEqual([
      { ok: true, recipients: 2 },
      { ok: true, recipients: 2 }
    ]);
    await press();
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([
      'lucie@reseau.internal',
      'salome@reseau.internal'
    ]);
    expect(await deleteNewsletter(db, animator, id)).toBe(false);
    const said = await writeNewsletter(db, animator, id, {
      input: input([]),
      version,
      reread: false
    });
    expect(said).toMatchObject({ ok: false, reason: 'sent' });
  });

  test('is refused for an empty letter, or one that somebody changed since it was read', async () => {
    const { id, version } = await begun();
    expect(await sendNewsletter(db, animator, id, { version, now: NOW })).toEqual({
      ok: false,
      reason: 'empty'
    });
    const words = input([], { introduction: 'Bonjour.' });
    await writeNewsletter(db, animator, id, { input: words, version, reread: false });
    expect(await sendNewsletter(db, animator, id, { version, now: NOW })).toEqual({
      ok: false,
      reason: 'conflict'
    });
    expect(await mails()).toEqual([]);
  });

  test('is received without what was taken off meanwhile, and by nobody who has left', async () => {
    const gone = await shared('Bientôt retirée');
    await shared('Celle qui reste');
    const { id, version } = await begun();
    await sendNewsletter(db, animator, id, { version, now: NOW });
    await db
      .updateTable('contribution')
      .set({ removed_at: NOW })
      .where('id', '=', gone.id)
      .execute();
    await db
      .updateTable('membership')
      .set({ status: 'left' })
      .where('person_id', '=', animator.id)
      .execute();
    const mailbox = await startMailbox();
    const settings = { smtpUrl: mailbox.url, from: FROM, keepBodies: false, revisions: REVISIONS };
    for (const mail of await mails())
      await deliverMail(db, mail.id as MailId, settings, { worker: 'essai', now: NOW });
    const [message, ...more] = mailbox.messages;
    expect(more).toEqual([]);
    expect(message!.to).toEqual(['lucie@reseau.internal']);
    expect(message!.mail.text).toContain('Celle qui reste');
    expect(message!.mail.text).not.toContain('Bientôt retirée');
    expect(message!.mail.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(true);
  });

  test('keeps it to be read again, each by her own rights', async () => {
    await shared('Entre membres');
    await shared('Pour tous', { visibility: 'public' });
    const letter = await begun();
    const open = input(letter.items, { visibility: 'public' });
    await writeNewsletter(db, animator, letter.id, { input: open, version: 1, reread: false });
    await sendNewsletter(db, animator, letter.id, { version: 2, now: NOW });
    const titles = async (actor: Parameters<typeof getLetter>[1]) =>
      (await getLetter(db, actor, WHICH)).items.map(({ title }) => title).toSorted();
    expect(await titles(member)).toEqual(['Entre membres', 'Pour tous']);
    for (const actor of [VISITOR, stranger]) expect(await titles(actor)).toEqual(['Pour tous']);
    await db.updateTable('newsletter').set({ visibility: 'members' }).execute();
    await expect(getLetter(db, VISITOR, WHICH)).rejects.toThrow('n’existe pas');
  });
});
