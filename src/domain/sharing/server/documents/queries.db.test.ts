import { beforeEach, describe, expect, test } from 'vitest';
import { operator, VISITOR, type Actor } from '#domain/identity/model.ts';
import { withhold } from '#domain/confidentiality/server/withholding/commands.ts';
import { NotFound } from '#shared/errors.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aFile } from '../../../../../tests/factories/files.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { removeContribution, unpublish } from '../publishing/commands.ts';
import { listDocuments, listTags } from './listing/queries.ts';
import { openFile } from './queries.ts';
import { remindOwners } from './reminders/jobs.ts';
import { readVersionText } from './text/commands.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T09:00:00Z');
const TODAY = '2026-11-22';
const SECRET = 'motsecret';
const here = await aTerritory(db);
const elsewhere = await aTerritory(db, 'ailleurs');
const of = (role: 'member' | 'animator', territory = here) =>
  person(db, { roles: [{ territory: territory.id, role }] });
const author = await of('member');
const member = await of('member');
const animator = await of('animator');
const stranger = await of('member', elsewhere);

beforeEach(async () => {
  await db.deleteFrom('contribution').execute();
  await db.deleteFrom('mail_message').execute();
});

type Traits = Partial<Parameters<typeof aContribution<'document'>>[1]>;

/** A document whose file, tag and title hold what could leak. */
async function aDocument(traits: Traits = {}) {
  const document = await aContribution(db, {
    ...{ territory: here.id, kind: 'document', author: author.id, title: `Titre ${SECRET}` },
    details: { tags: [SECRET], expiresOn: '2026-11-25' },
    ...traits
  });
  await aFile(db, author, document.id, `Dans le fichier ${SECRET}`);
  await readAll();
  return document;
}

async function readAll() {
  const rows = await db.selectFrom('document_version').select('id').execute();
  for (const { id } of rows) await readVersionText(db, id);
}

/** What an actor is given of it, everywhere a document may be found. */
async function reach(actor: Actor, slug: string) {
  const found = await listDocuments(
    db,
    actor,
    { words: SECRET, today: TODAY },
    { page: 1, size: 9 }
  );
  const file = await openFile(db, actor, slug, null).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  return {
    listed: found.items.length + found.total,
    tags: await listTags(db, actor),
    file: file?.version.fileName ?? null
  };
}
const NOTHING = { listed: 0, tags: [], file: null };
const ALL = { listed: 2, tags: [SECRET], file: 'essai.pdf' };

describe('a file is served to who reads its document, and to nobody else', () => {
  test('published for members: to the network', async () => {
    const { slug } = await aDocument();
    expect(await reach(member, slug)).toEqual(ALL);
    for (const actor of [VISITOR, stranger]) expect(await reach(actor, slug)).toEqual(NOTHING);
  });

  test('public: to everybody, its earlier files to the network', async () => {
    const { id, slug } = await aDocument({ visibility: 'public' });
    await aFile(db, author, id, `Corrigé ${SECRET}`);
    await readAll();
    expect(await reach(VISITOR, slug)).toEqual(ALL);
    for (const actor of [VISITOR, stranger])
      await expect(openFile(db, actor, slug, 1)).rejects.toThrow(NotFound);
    expect((await openFile(db, member, slug, 1)).version.number).toBe(1);
    expect((await openFile(db, VISITOR, slug, 2)).version.number).toBe(2);
    await expect(openFile(db, member, slug, 3)).rejects.toThrow(NotFound);
  });

  test('a draft: to who writes it', async () => {
    const { id, slug } = await aDocument({ visibility: 'public' });
    await unpublish(db, author, id);
    for (const actor of [VISITOR, stranger, member, animator])
      expect(await reach(actor, slug)).toEqual(NOTHING);
    expect((await openFile(db, author, slug, null)).version.number).toBe(1);
  });

  test('taken off: to who writes it and who may put it back', async () => {
    const { id, slug } = await aDocument({ visibility: 'public' });
    await removeContribution(db, author, id, { now: NOW });
    for (const actor of [VISITOR, stranger, member])
      expect(await reach(actor, slug)).toEqual(NOTHING);
    expect((await reach(animator, slug)).listed).toBe(0);
    expect((await openFile(db, author, slug, null)).version.number).toBe(1);
  });

  test('hidden because it speaks of a person: to who writes it and who decides', async () => {
    const { id, slug } = await aDocument({ visibility: 'public' });
    await withhold(db, operator('essai'), {
      ...{ kind: 'contribution', id: String(id), label: 'Document', territory: here.id },
      reason: 'name'
    });
    for (const actor of [VISITOR, stranger, member])
      expect(await reach(actor, slug)).toEqual(NOTHING);
    expect((await reach(animator, slug)).listed).toBe(0);
  });
});

describe('a document is found', () => {
  const list = (filter: Omit<Parameters<typeof listDocuments>[2], 'today'>) =>
    listDocuments(db, member, { ...filter, today: TODAY }, { page: 1, size: 9 });

  test('by the words of its file, whatever their accents, and not by those of an earlier one', async () => {
    const { id } = await aDocument({ title: 'Charte', details: { tags: [], expiresOn: null } });
    await aFile(db, author, id, 'Le nouveau depart');
    await readAll();
    expect((await list({ words: 'Départ nouveau' })).total).toBe(1);
    expect((await list({ words: SECRET })).total).toBe(0);
    expect((await list({ words: 'charte essai' })).total).toBe(1);
    expect((await list({ words: '%' })).total).toBe(1);
  });

  test('by its type, its tag, and whether it is to be looked at again', async () => {
    await aDocument();
    await aDocument({ details: { tags: ['autre'], expiresOn: '2026-11-21' } });
    expect((await list({ family: 'pdf' })).total).toBe(2);
    expect((await list({ family: 'image' })).total).toBe(0);
    expect((await list({ tag: 'autre' })).total).toBe(1);
    expect((await list({ isToReview: true })).total).toBe(1);
  });
});

describe('who shared a document is told two weeks before its day', () => {
  const written = () =>
    db.selectFrom('mail_message').select(['recipient', 'subject', 'text_body']).execute();

  test('once, even if two servers tell it', async () => {
    await aDocument();
    const counts = await Promise.all([remindOwners(db, NOW), remindOwners(db, NOW)]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect((await written())[0]!.text_body).toContain('est à revoir avant le');
    expect(await remindOwners(db, new Date('2026-11-28T09:00:00Z'))).toBe(0);
  });

  test('the animators instead, when she is of the network no more', async () => {
    await aDocument({ author: stranger.id }).catch(() => undefined);
    await remindOwners(db, NOW);
    const [message] = await written();
    const { email } = await db
      .selectFrom('person')
      .select('email')
      .where('id', '=', animator.id)
      .executeTakeFirstOrThrow();
    expect(message).toMatchObject({ recipient: email });
    expect(message!.text_body).toContain('n’est plus du réseau');
  });

  test('nobody, of a draft, of what was taken off, or of a day that is far', async () => {
    const { id } = await aDocument();
    await unpublish(db, author, id);
    await aDocument({ details: { tags: [], expiresOn: '2027-06-01' } });
    await aDocument({ details: { tags: [], expiresOn: null } });
    const removed = await aDocument();
    await removeContribution(db, author, removed.id, { now: NOW });
    expect(await remindOwners(db, NOW)).toBe(0);
  });
});
