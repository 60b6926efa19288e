import { beforeEach, describe, expect, test } from 'vitest';
import { defaultVocabulary } from '#app/demo-files.ts';
import { createStructure, saveVocabulary } from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { ContributionId, PersonId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { setFollow } from '../follows/commands.ts';
import { findFollow, listNamedFollows } from '../follows/queries.ts';
import { readInterests } from '../interests/queries.ts';
import { listExpected } from './expected/queries.ts';
import { listNews } from './queries.ts';

const db = await testDatabase();
const here = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
await saveVocabulary(db, operator('test'), defaultVocabulary());
const clic = await createStructure(
  db,
  operator('test'),
  aStructure({ name: 'CLIC d’essai', territories: ['ici'] })
);
await db
  .updateTable('structure')
  .set({ created_at: new Date('2020-01-01') })
  .execute();
const SPAN = { since: new Date('2026-11-20T00:00:00Z'), until: new Date('2026-11-23T00:00:00Z') };
const AT = new Date('2026-11-21T10:00:00Z');
let author: PersonActor;
let reader: PersonActor;

beforeEach(async () => {
  for (const table of ['contribution', 'withholding', 'person'] as const)
    await db.deleteFrom(table).execute();
  author = await person(db, { roles: [{ territory: here, role: 'member' }] });
  reader = await person(db, { roles: [{ territory: here, role: 'member' }], referentOf: [clic] });
});

const shared = (title: string, more = {}) =>
  aContribution(db, { territory: here, author: author.id, publishedAt: AT, title, ...more });
const say = async (contribution: ContributionId, body: string, by: PersonId, more = {}) => {
  const kind = 'answer' as const;
  await db
    .insertInto('reply')
    .values({ contribution_id: contribution, kind, body, author_id: by, written_at: AT, ...more })
    .execute();
};
const news = async (actor = reader) => listNews(db, actor, await readInterests(db, actor), SPAN);
const titles = async () => (await news()).map(({ title }) => title);

describe('what is new', () => {
  test('is what her structure carries, what is on its themes, and nothing on others', async () => {
    const { themes } = await readInterests(db, reader);
    const other = (
      await db
        .selectFrom('theme')
        .select('code')
        .where('code', 'not in', themes.length > 0 ? themes : [''])
        .execute()
    )[0]!.code;
    await shared('Avec elle', { carriers: [clic], themes: [other] });
    await shared('Pour tous');
    await shared('Autre thème', { themes: [other] });
    if (themes[0]) await shared('Son thème', { themes: [themes[0]] });
    const found = await titles();
    expect(found[0]).toBe('Avec elle');
    expect(found).toContain('Pour tous');
    expect(found).not.toContain('Autre thème');
    await setFollow(db, reader, { target: 'theme', key: other }, 'followed');
    expect(await titles()).toContain('Autre thème');
  });

  test('tells the answers to what she wrote, and never those that were taken off, hidden or are remarks', async () => {
    const { id } = await shared('Sa question', { kind: 'question', author: reader.id });
    const secret = await shared('Celle d’une autre', { kind: 'question' });
    await say(id, 'Une bonne piste', author.id);
    await say(id, 'Retirée', author.id, { removed_at: AT });
    await say(id, 'Remarque', author.id, { kind: 'review' });
    await say(id, 'La sienne', reader.id);
    await say(secret.id, 'À une autre', author.id);
    const hidden = await db
      .insertInto('reply')
      .values({
        contribution_id: id,
        kind: 'answer',
        body: 'Retenue',
        author_id: author.id,
        written_at: AT
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('withholding')
      .values({
        content_kind: 'reply',
        content_id: String(hidden.id),
        content_label: 'x',
        status: 'withheld'
      })
      .execute();
    const answers = (await news()).filter(({ kind }) => kind === 'answer');
    expect(answers).toMatchObject([
      { title: 'Sa question', text: 'Une bonne piste', reason: { kind: 'written' } }
    ]);
  });

  test('of another network is only what is public, and only once she follows it', async () => {
    const closed = await shared('Fermée', { territory: elsewhere });
    await say(closed.id, 'Entre eux', author.id, { kind: 'news' });
    const open = await shared('Ouverte', { territory: elsewhere, visibility: 'public' });
    await say(open.id, 'Entre eux aussi', author.id, { kind: 'news' });
    expect(await news()).toEqual([]);
    await setFollow(db, reader, { target: 'territory', key: String(elsewhere) }, 'followed');
    expect((await news()).map(({ title, kind }) => [title, kind])).toEqual([
      ['Ouverte', 'project']
    ]);
  });

  test('one or three are read in as many statements', async () => {
    const interests = await readInterests(db, reader);
    const count = () =>
      countingStatements(db, (counted) => listNews(counted, reader, interests, SPAN));
    await shared('Un');
    const one = await count();
    await shared('Deux');
    await shared('Trois');
    expect(await count()).toBe(one);
  });
});

describe('what waits for her', () => {
  test('is a question she may answer, then hers once it is answered', async () => {
    const now = SPAN.until;
    const theirs = await shared('Qui transporte ?', { kind: 'question' });
    const hers = await shared('La mienne', { kind: 'question', author: reader.id });
    await shared('Brouillon', { kind: 'question', status: 'draft' });
    await say(hers.id, 'Oui', author.id);
    const expected = async () =>
      (await listExpected(db, reader, await readInterests(db, reader), now)).map(
        ({ kind, title }) => [kind, title]
      );
    expect(await expected()).toEqual([
      ['resolve', 'La mienne'],
      ['answer', 'Qui transporte ?']
    ]);
    await say(theirs.id, 'Nous', reader.id);
    await db
      .updateTable('question')
      .set({ resolved_at: now })
      .where('contribution_id', '=', hers.id)
      .execute();
    expect(await expected()).toEqual([]);
  });
});

describe('following', () => {
  test('is of what one may read, known to oneself only, and is undone', async () => {
    const { id } = await shared('Fermée', { territory: elsewhere });
    const what = { target: 'contribution', key: String(id) } as const;
    await expect(setFollow(db, reader, what, 'followed')).rejects.toThrow('n’existe pas');
    const open = { target: 'contribution', key: String((await shared('Ouverte')).id) } as const;
    await setFollow(db, reader, open, 'followed');
    expect(await findFollow(db, reader, open)).toBe('followed');
    expect(await findFollow(db, author, open)).toBe('none');
    expect(await findFollow(db, { kind: 'visitor' }, open)).toBe(null);
    await setFollow(db, reader, open, 'muted');
    expect(await titles()).toEqual([]);
    await setFollow(db, reader, open, 'none');
    expect(await titles()).toEqual(['Ouverte']);
    expect(await listNamedFollows(db, reader)).toEqual([]);
    expect(() => setFollow(db, { kind: 'visitor' }, open, 'followed')).toThrow();
  });

  test('what she may read no more is not named in her list', async () => {
    const { id } = await shared('Secrète ensuite');
    await setFollow(db, reader, { target: 'contribution', key: String(id) }, 'followed');
    await db.updateTable('contribution').set({ removed_at: AT }).execute();
    expect(JSON.stringify(await listNamedFollows(db, reader))).not.toContain('Secrète');
  });
});
