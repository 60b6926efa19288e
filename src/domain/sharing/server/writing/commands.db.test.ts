import { describe, expect, test } from 'vitest';
import type { PersonActor } from '#domain/identity/model.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import type { ContributionPlace } from '../../model.ts';
import { canRead } from '../../rules.ts';
import { publish, putBack, removeContribution } from '../publishing/commands.ts';
import { findContribution, getContribution, listContributions } from '../queries.ts';
import { listVersions } from '../versions/queries.ts';
import { createContribution, writeContribution } from './commands.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-20T09:00:00Z');

let turn = 0;

async function aNetwork() {
  const territory = (await aTerritory(db, `ici-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  return {
    territory,
    roles,
    author: await person(db, { roles }),
    other: await person(db, { roles })
  };
}

async function aProject(
  author: PersonActor,
  territory: Awaited<ReturnType<typeof aNetwork>>['territory']
) {
  const created = await createContribution(db, author, 'project', {
    ...{ territory, title: 'Une maison des aidants', texts: { description: 'Ouvrir un lieu.' } },
    details: { stage: 'idea', startsOn: null, endsOn: null }
  });
  if (!created.ok) throw new Error(JSON.stringify(created));
  return created;
}

describe('writing a contribution', () => {
  test('a title that nobody would see, or a word that is of no list any more, is refused and nothing is written', async () => {
    const { territory, author } = await aNetwork();
    const ask = (title: string, more: { theme?: string; structureType?: string }) =>
      createContribution(db, author, 'question', {
        ...{ territory, title },
        details: {
          askedTo: more.theme ? 'theme' : more.structureType ? 'structure-type' : 'network',
          ...{ theme: more.theme ?? null, structureType: more.structureType ?? null }
        }
      });
    for (const title of ['', ' ', '\u200b\u200d', '\u202e'])
      expect(await ask(title, {})).toMatchObject({ ok: false, issues: [{ path: 'title' }] });
    expect(await ask('Qui ?', { theme: 'effacé' })).toMatchObject({
      ...{ ok: false, issues: [{ path: 'details.theme' }] }
    });
    expect(await ask('Qui ?', { structureType: 'effacé' })).toMatchObject({
      ...{ ok: false, issues: [{ path: 'details.structureType' }] }
    });
    const { items } = await listContributions(db, author, { kinds: ['question'] });
    expect(items).toEqual([]);
    for (const title of ['?', 'A', '🙂', 'a\u200bb'])
      expect(await ask(title, {})).toMatchObject({ ok: true });
  });

  test('what is given is read again, and the rest stays', async () => {
    const { territory, author } = await aNetwork();
    const { id, slug } = await aProject(author, territory);
    const written = await writeContribution(db, author, id, {
      ...{ summary: 'Un lieu pour souffler.', texts: { goals: 'Moins de fatigue.' } },
      ...{
        details: { stage: 'setup' },
        carriers: [{ label: 'Association d’essai', structure: null }]
      },
      where: { include: [{ level: 'commune', code: 'A' }], exclude: [] }
    });
    expect(written).toMatchObject({ ok: true, changed: true });
    const found = await getContribution(db, author, { kind: 'project', slug });
    expect(found).toMatchObject({
      ...{ title: 'Une maison des aidants', summary: 'Un lieu pour souffler.' },
      texts: { description: 'Ouvrir un lieu.', goals: 'Moins de fatigue.' },
      details: { stage: 'setup', startsOn: null, endsOn: null },
      where: { include: [{ level: 'commune', code: 'A' }], exclude: [] },
      carriers: [{ label: 'Association d’essai', structure: null }]
    });
    expect((await listVersions(db, id)).map(({ change }) => change)).toEqual([
      'texte, informations, qui porte, où',
      'brouillon ouvert'
    ]);
  });

  test('two people on two headings lose nothing; on the same one, the second is asked', async () => {
    const { territory, author } = await aNetwork();
    const { id } = await aProject(author, territory);
    const { version } = (await findContribution(db, { id }))!;
    await writeContribution(db, author, id, { texts: { goals: 'Le premier.' } }, { version });
    const second = { texts: { description: 'Le second.', goals: 'Le second.' } };
    expect(await writeContribution(db, author, id, second, { version })).toMatchObject({
      ...{ ok: false, reason: 'conflict', fields: ['texts.goals'] }
    });
    const elsewhere = { texts: { description: 'Le second.' } };
    expect(await writeContribution(db, author, id, elsewhere, { version })).toMatchObject({
      ok: true
    });
    expect((await findContribution(db, { id }))!.texts).toEqual({
      ...{ description: 'Le second.', goals: 'Le premier.' }
    });
  });

  test('is refused field by field, to whom did not write it, and when a person may be recognised', async () => {
    const { territory, author, other } = await aNetwork();
    const { id } = await aProject(author, territory);
    await publish(db, author, id, NOW);
    const refused = await writeContribution(db, author, id, {
      ...{ title: ' ', details: { startsOn: '2026-02-30' } }
    });
    expect(refused).toMatchObject({ ok: false, reason: 'invalid' });
    expect(
      refused.ok || refused.reason !== 'invalid' ? [] : refused.issues.map(({ path }) => path)
    ).toEqual([...['title', 'details.startsOn']]);
    await expect(writeContribution(db, other, id, { title: 'À moi' })).rejects.toThrow(/Seules/);
    const named = { texts: { description: 'Madame Dupont, née le 3 mars 1931, sort vendredi.' } };
    expect(await writeContribution(db, author, id, named)).toMatchObject({
      reason: 'second-reading'
    });
    expect(await writeContribution(db, author, id, named, { reread: true })).toMatchObject({
      ok: true
    });
  });
});

test('lists show what may be read, and nothing else, for each kind of reader', async () => {
  const { territory, author, other, roles } = await aNetwork();
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const elsewhere = (await aTerritory(db, 'ailleurs')).id;
  const stranger = await person(db, { roles: [{ territory: elsewhere, role: 'member' }] });
  const reception = await person(db, { roles: [{ territory, role: 'reception' }] });
  expect(roles).toHaveLength(1);
  for (const visibility of ['public', 'members'] as const)
    for (const state of ['draft', 'published', 'removed', 'hidden'] as const) {
      const status = state === 'draft' ? 'draft' : 'published';
      const { id } = await aContribution(db, {
        ...{ territory, title: `${visibility} ${state}`, visibility, status, author: author.id }
      });
      if (state === 'removed') await removeContribution(db, author, id, { now: NOW });
      if (state === 'hidden')
        await db
          .insertInto('withholding')
          .values({ content_kind: 'contribution', content_id: String(id) })
          .execute();
    }
  const readers = {
    author,
    other,
    animator,
    stranger,
    reception,
    visitor: { kind: 'visitor' } as const
  };
  const found: Record<string, string[]> = {};
  for (const [name, actor] of Object.entries(readers)) {
    const { items } = await listContributions(db, actor, { territory });
    found[name] = items.map(({ title }) => title).sort();
    const all = await db
      .selectFrom('contribution')
      .select('id')
      .where('territory_id', '=', territory)
      .execute();
    const places: ContributionPlace[] = [];
    for (const { id } of all)
      places.push((await findContribution(db, { id: id as ContributionPlace['id'] }))!.place);
    const listed = places.filter(
      ({ status, removed, hidden }) => status === 'published' && !removed && !hidden
    );
    expect(items.map(({ id }) => id).sort()).toEqual(
      listed
        .filter((place) => canRead(actor, place))
        .map(({ id }) => id)
        .sort()
    );
  }
  expect(found).toEqual({
    ...{
      author: ['members published', 'public published'],
      other: ['members published', 'public published']
    },
    ...{ animator: ['members published', 'public published'], stranger: ['public published'] },
    ...{ reception: ['public published'], visitor: ['public published'] }
  });
});

test('what is taken off comes back as it was; what an animator took off, by an animator', async () => {
  const { territory, author, other } = await aNetwork();
  const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  const { id, slug } = await aContribution(db, { territory, author: author.id });
  const read = (actor: PersonActor) => getContribution(db, actor, { kind: 'project', slug });
  await removeContribution(db, author, id, { now: NOW });
  await expect(read(other)).rejects.toThrow(/n’existe pas/);
  await putBack(db, author, id);
  expect((await read(other)).removedAt).toBeNull();
  await expect(removeContribution(db, animator, id, { now: NOW })).rejects.toThrow(/pourquoi/);
  await removeContribution(db, animator, id, { now: NOW, reason: 'Publicité.' });
  expect((await read(author)).removalReason).toBe('Publicité.');
  await expect(putBack(db, author, id)).rejects.toThrow(/anime/);
  await putBack(db, animator, id);
  expect((await read(other)).title).toBe('Une maison des aidants');
});

test('who wrote what is public is told to the network, and to nobody else', async () => {
  const { territory, author, other } = await aNetwork();
  const traits = { territory, visibility: 'public', author: author.id } as const;
  const { slug } = await aContribution(db, { ...traits, title: 'Public' });
  const stranger = await person(db);
  for (const actor of [stranger, { kind: 'visitor' } as const]) {
    const read = await getContribution(db, actor, { kind: 'project', slug });
    expect(read).toMatchObject({ title: 'Public', author: null, writers: [], reviewers: [] });
    const { items } = await listContributions(db, actor, { territory });
    expect(items.map((one) => one.author)).toEqual([null]);
  }
  const { items } = await listContributions(db, other, { territory });
  expect(items.map((one) => one.author?.id)).toEqual([author.id]);
});

describe('two pages that go together', () => {
  test('said from both at once, they are tied once, and nobody’s words are lost', async () => {
    const { territory, author, other } = await aNetwork();
    const [one, two] = [await aProject(author, territory), await aProject(other, territory)];
    let second: Promise<unknown> = Promise.resolve();
    await db.transaction().execute(async (tx) => {
      await writeContribution(tx, author, one.id, { related: [two.id] });
      const said = { related: [one.id], summary: 'Le même lieu.' };
      second = writeContribution(db, other, two.id, said);
      second.catch(() => undefined);
      await untilWaiting(db, 1);
    });
    expect(await second).toMatchObject({ ok: true });
    for (const { id } of [one, two])
      expect((await findContribution(db, { id }))!.related).toHaveLength(1);
  });
});

test('what was erased while somebody had it open is not written again without her being asked', async () => {
  const { territory, author } = await aNetwork();
  const { id } = await aProject(author, territory);
  const opened = (await findContribution(db, { id }))!.version;
  await writeContribution(db, author, id, { texts: { description: 'Texte effacé' } });
  await db.deleteFrom('contribution_version').where('contribution_id', '=', id).execute();
  const typed = { texts: { description: 'Ouvrir un lieu.' } };
  const written = await writeContribution(db, author, id, typed, { version: opened });
  expect(written).toMatchObject({ reason: 'conflict', fields: ['texts.description'] });
});
