import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { readFile, type StoredFile } from '#server/storage/files.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aDocx, aFile, anArchive, aPdf, aPng } from '../../../../../tests/factories/files.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aPhoto } from '../../../../../tests/factories/images.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listVersions } from '../versions/queries.ts';
import { addVersion, eraseFiles, eraseVersion, restoreVersion } from './commands.ts';
import { listCurrentFiles, listFileVersions, openFile, readCurrentText } from './queries.ts';
import { sweepFiles } from './sweeping/jobs.ts';
import { readVersionText } from './text/commands.ts';
import { askForLateTexts } from './text/jobs.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'member' as const }];
const author = await person(db, { name: 'Noé Dossier', roles });
const member = await person(db, { roles });
let document: Awaited<ReturnType<typeof aContribution>>;
let number = 0;

beforeEach(async () => {
  document = await aContribution(db, {
    ...{ territory: territory.id, kind: 'document', author: author.id, slug: `plan-${number}` },
    visibility: 'public'
  });
  number += 1;
});

const add = (name: string, bytes: Uint8Array, more: { note?: string; reread?: boolean } = {}) =>
  addVersion(db, author, document.id, { name, bytes, note: more.note ?? '' }, more);
const stored = async () =>
  (
    await sql<{ key: string }>`select key from stored_file order by stored_at, key`.execute(db)
  ).rows.map(({ key }) => key);
const keysOf = async () =>
  (
    await sql<{ key: string }>`select storage_key as key from document_version
      where contribution_id = ${document.id} order by number`.execute(db)
  ).rows.map(({ key }) => key);

describe('a file given to a document', () => {
  test('is its first version, named after what it is, and the history says so', async () => {
    expect(await add('Plan d’accès.exe', aPdf('Par ici'), { note: 'À jour' })).toEqual({
      ...{ ok: true, number: 1, changed: true }
    });
    expect(await listFileVersions(db, document.id)).toMatchObject([
      {
        ...{ number: 1, fileName: 'Plan d’accès.pdf', format: 'pdf', note: 'À jour' },
        ...{ uploadedBy: 'Noé Dossier', textState: 'waiting' }
      }
    ]);
    expect((await listVersions(db, document.id))[0]).toMatchObject({
      change: 'fichier, version 1'
    });
  });

  test('sent twice, is one', async () => {
    const file = aPdf('Deux fois');
    await add('a.pdf', file);
    expect(await add('b.pdf', file)).toEqual({ ok: true, number: 1, changed: false });
    expect(await keysOf()).toHaveLength(1);
  });

  test('two at once are two versions', async () => {
    const both = await Promise.all([add('a.pdf', aPdf('Une')), add('b.pdf', aPdf('Autre'))]);
    expect(both.map((one) => one.ok && one.number).sort()).toEqual([1, 2]);
  });

  test.each([
    ['too heavy', () => aPdf('x'.repeat(2000)), 1000, 'dépasse'],
    ['of another type', () => new Uint8Array(Buffer.from('<script>')), undefined, 'type'],
    ['empty', () => new Uint8Array(), undefined, 'vide'],
    ['an archive', () => anArchive({ 'a.html': 'x' }), undefined, 'type']
  ])('%s is refused, and nothing is kept', async (_name, bytes, largest, words) => {
    const before = await stored();
    const outcome = await addVersion(
      db,
      author,
      document.id,
      { name: 'a.pdf', bytes: bytes() },
      largest ? { largest } : {}
    );
    expect(outcome).toMatchObject({ ok: false, reason: 'file' });
    expect('message' in outcome && outcome.message).toContain(words);
    expect(await stored()).toEqual(before);
  });

  test('that is a photo is kept without its place, its date nor what follows it, and is one with its own copy', async () => {
    const photo = aPhoto(6, 'Chez Zoe, 44.017 N');
    expect(await add('visite.jpg', photo)).toMatchObject({ ok: true, number: 1 });
    const { file } = await openFile(db, VISITOR, document.slug, null);
    const kept = await readFile(db, file);
    expect(kept.includes('Zoe')).toBe(false);
    expect(kept.includes('Exif')).toBe(true);
    expect(await add('visite.jpg', photo)).toMatchObject({ number: 1, changed: false });
    expect(await add('copie.jpg', kept)).toMatchObject({ number: 1, changed: false });
    const torn = Buffer.concat([photo.subarray(0, 60), Buffer.from([0xff, 0xd9])]);
    expect(await add('abimee.jpg', torn)).toMatchObject({ ok: false, reason: 'file' });
  });

  test('whose name or note may say who somebody is has to be read again first', async () => {
    const named = await add('Mme Martin née le 12-03-1941.pdf', aPdf('x'));
    expect(named).toMatchObject({ ok: false, reason: 'second-reading' });
    const noted = await add('a.pdf', aPdf('x'), {
      note: 'Revu avec Mme Martin, née le 12-03-1941'
    });
    expect(noted).toMatchObject({ ok: false, reason: 'second-reading' });
    const reread = { note: 'Revu avec Mme Martin, née le 12-03-1941', reread: true };
    expect(await add('a.pdf', aPdf('x'), reread)).toMatchObject({ ok: true });
  });

  test('comes from who writes the document', async () => {
    const file = { name: 'a.pdf', bytes: aPdf('x') };
    await expect(addVersion(db, member, document.id, file)).rejects.toThrow(Forbidden);
    await expect(addVersion(db, VISITOR, document.id, file)).rejects.toThrow(Forbidden);
    const project = await aContribution(db, { territory: territory.id, author: author.id });
    await expect(addVersion(db, author, project.id, file)).rejects.toThrow(NotFound);
  });
});

describe('earlier files', () => {
  test('come back as a new version, and what came since stays', async () => {
    await add('a.pdf', aPdf('Une'));
    await add('b.docx', aDocx('Deux'));
    expect(await restoreVersion(db, author, document.id, 1)).toBe(3);
    expect((await listFileVersions(db, document.id)).map(({ fileName }) => fileName)).toEqual([
      ...['a.pdf', 'b.docx', 'a.pdf']
    ]);
    const { file } = await openFile(db, VISITOR, document.slug, null);
    expect(String(await readFile(db, file))).toContain('Une');
    await expect(restoreVersion(db, author, document.id, 9)).rejects.toThrow(NotFound);
    await expect(restoreVersion(db, member, document.id, 2)).rejects.toThrow(Forbidden);
  });

  test('are erased for good, with their file, unless another version has the same', async () => {
    await add('a.pdf', aPdf('Une erreur'));
    await add('b.pdf', aPdf('La bonne'));
    const [wrong] = await keysOf();
    await restoreVersion(db, author, document.id, 1);
    await eraseVersion(db, author, document.id, 1);
    expect(await stored()).toContain(wrong);
    await restoreVersion(db, author, document.id, 2);
    await eraseVersion(db, author, document.id, 3);
    expect(await stored()).not.toContain(wrong);
    await expect(eraseVersion(db, author, document.id, 4)).rejects.toThrow('celui qu’on lit');
    await expect(eraseVersion(db, member, document.id, 2)).rejects.toThrow(Forbidden);
  });

  test('all go at once when what a document says is removed', async () => {
    await add('a.pdf', aPdf('Un nom'));
    await add('b.pdf', aPdf('Encore un nom'));
    const keys = await keysOf();
    await db.transaction().execute((tx) => eraseFiles(tx, document.id));
    expect((await stored()).filter((key) => keys.includes(key))).toEqual([]);
    await expect(openFile(db, author, document.slug, null)).rejects.toThrow(NotFound);
  });

  test('go with their document, and with its territory', async () => {
    await add('a.pdf', aPdf('Avec le document'));
    const [key] = await keysOf();
    await db.deleteFrom('contribution').where('id', '=', document.id).execute();
    expect(await stored()).not.toContain(key);
  });

  test('that nothing names are swept after a day; those of a document stay', async () => {
    await add('a.pdf', aPdf('Nommé'));
    const [kept] = await keysOf();
    await sql`insert into stored_file (key, media_type, bytes) values ('db/documents/perdu', 'x', 'x')`.execute(
      db
    );
    expect(await sweepFiles(db, new Date())).toBe(0);
    expect(await sweepFiles(db, new Date(Date.now() + 2 * 86_400_000))).toBe(1);
    expect(await stored()).toContain(kept);
    expect(await stored()).not.toContain('db/documents/perdu');
  });
});

describe('the text of a file', () => {
  const ids = async () =>
    (
      await sql<{ id: number }>`select id from document_version
        where contribution_id = ${document.id} order by number`.execute(db)
    ).rows.map(({ id }) => id);
  const read = async () => {
    for (const id of await ids()) await readVersionText(db, id);
    return (await listFileVersions(db, document.id))[0]?.textState;
  };

  test('is read apart, and asked for in the transaction that keeps the file', async () => {
    await add('a.docx', aDocx('Le circuit d’orientation des aidants'));
    const [id] = await ids();
    const asked =
      await sql`select from graphile_worker.jobs where key = ${`document:${id}`}`.execute(db);
    expect(asked.rows).toHaveLength(1);
    expect(await read()).toBe('read');
    expect(await readCurrentText(db, document.id)).toBe('Le circuit d’orientation des aidants');
  });

  test('that there is not is told: an image, a scan, a damaged file', async () => {
    await add('a.png', aPng());
    expect(await read()).toBe('none');
    await add('a.pdf', aPdf('12 34'));
    expect(await read()).toBe('none');
    await add('b.pdf', new Uint8Array(Buffer.from('%PDF-1.7\nrien\n%%EOF')));
    expect(await read()).toBe('unreadable');
  });

  test('is asked for again when nobody has read it', async () => {
    await add('a.docx', aDocx('Oublié'));
    await sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`.execute(
      db
    );
    expect(await askForLateTexts(db, new Date())).toBe(0);
    expect(await askForLateTexts(db, new Date(Date.now() + 2 * 3_600_000))).toBeGreaterThan(0);
  });
});

test('current files are read in one statement, for one document as for three', async () => {
  const others = await Promise.all(
    [1, 2].map(() =>
      aContribution(db, { territory: territory.id, kind: 'document', author: author.id })
    )
  );
  const all = [document, ...others];
  for (const { id } of all) await aFile(db, author, id, `De ${id}`);
  await add('b.pdf', aPdf('La seconde'));
  const files = await listCurrentFiles(
    db,
    all.map(({ id }) => id)
  );
  expect(all.map(({ id }) => files.get(id)?.number)).toEqual([2, 1, 1]);
  const { file } = await openFile(db, author, document.slug, 1);
  expect(file satisfies StoredFile).toMatchObject({
    key: expect.stringMatching(/^db\/documents\//)
  });
});
