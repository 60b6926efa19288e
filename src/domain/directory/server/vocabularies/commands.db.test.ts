import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { NO_FILTER } from '../../listing.ts';
import type { VocabularyKind, Word, WordInput } from '../../vocabulary.ts';
import { createStructures } from '../commands.ts';
import { searchStructures } from '../search/queries.ts';
import { createWord, deleteWord, moveWord, updateWord } from './commands.ts';
import { getUsedWord, listUsedWords, listVocabulary } from './queries.ts';
import { replaceWord } from './rows/commands.ts';

const actor = operator('essai');
const db = await testDatabase();

beforeEach(async () => {
  await sql`truncate structure, front_door, audit_entry, structure_type, theme, audience, plan_acronym, person
    cascade`.execute(db);
  await loadDefaultVocabulary(db);
});

const INPUT: WordInput = {
  name: 'Nutrition',
  phrase: 'mieux manger',
  meaning: '',
  legalBasis: '',
  action: 'call',
  colour: 8,
  dataInclusion: [],
  synonyms: ['diététique']
};

const codes = async (kind: VocabularyKind) =>
  (await listVocabulary(db, kind)).map(({ code }) => code);

function inputOf({ code: _c, position: _p, version: _v, formerCodes: _f, ...input }: Word) {
  return input;
}

describe('who keeps the words', () => {
  test('nobody but those who run the instance', async () => {
    const territory = await aTerritory(db, 'refus');
    const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
    for (const who of [VISITOR, await person(db), animator]) {
      const change = { input: INPUT, baseVersion: 1 };
      const move = { code: 'addictions', towards: 'up' } as const;
      for (const work of [
        () => createWord(db, who, 'theme', { code: 'nutrition', input: INPUT }),
        () => updateWord(db, who, 'theme', 'addictions', change),
        () => moveWord(db, who, 'theme', move),
        () => deleteWord(db, who, 'theme', 'addictions')
      ])
        await expect(work()).rejects.toThrow(Forbidden);
    }
  });

  test('an administrator, whose gestures are recorded', async () => {
    const administrator = await person(db, { administrator: true, name: 'Camille Exemple' });
    await createWord(db, administrator, 'theme', { code: 'nutrition', input: INPUT });
    await moveWord(db, administrator, 'theme', { code: 'nutrition', towards: 'up' });
    const input = { ...INPUT, phrase: 'bien manger' };
    await updateWord(db, administrator, 'theme', 'nutrition', { input, baseVersion: 1 });
    await deleteWord(db, administrator, 'theme', 'nutrition');
    const entries = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor_label', 'target_id'])
      .where('action', 'like', 'vocabulary.%')
      .orderBy('id')
      .execute();
    expect(entries.map(({ action }) => action)).toEqual(
      ['create', 'move', 'update', 'delete'].map((verb) => `vocabulary.${verb}`)
    );
    for (const entry of entries)
      expect(entry).toMatchObject({ actor_label: 'Camille Exemple', target_id: 'theme:nutrition' });
  });
});

describe('adding', () => {
  test.each(['type', 'theme', 'audience', 'acronym'] as const)(
    'a %s goes to the end of its list, and reads back as it was written',
    async (kind) => {
      const input: WordInput =
        kind === 'type'
          ? { ...INPUT, phrase: '', action: 'gather', colour: 3, meaning: 'Sert à l’essai.' }
          : kind === 'acronym'
            ? { ...INPUT, phrase: '', meaning: 'Un plan', legalBasis: 'CSP L1434-2' }
            : INPUT;
      expect(await createWord(db, actor, kind, { code: 'ESSAI', input })).toEqual({
        ok: true,
        code: 'ESSAI'
      });
      const words = await listVocabulary(db, kind);
      expect(inputOf(words.at(-1)!)).toEqual(input);
    }
  );

  test('neither a code nor a name that another word has', async () => {
    const by = await getUsedWord(db, 'theme', 'addictions');
    const { usage: _usage, ...word } = by;
    const twice = { code: 'addictions', input: INPUT };
    expect(await createWord(db, actor, 'theme', twice)).toMatchObject({
      ...{ ok: false, reason: 'code-taken' },
      by: word
    });
    const homonym = { code: 'autre', input: { ...INPUT, name: 'ADDICTIONS' } };
    expect(await createWord(db, actor, 'theme', homonym)).toMatchObject({
      ...{ ok: false, reason: 'name-taken' },
      by: word
    });
  });

  test('a text in which somebody may be recognised is read again first', async () => {
    const input = { ...INPUT, phrase: '', meaning: 'Mme Exemple, 82 ans, au 05 36 49 00 01.' };
    const first = await createWord(db, actor, 'type', { code: 'X', input });
    expect(first).toMatchObject({ ok: false, reason: 'second-reading' });
    expect(await codes('type')).not.toContain('X');
    expect(await createWord(db, actor, 'type', { code: 'X', input, reread: true })).toEqual({
      ok: true,
      code: 'X'
    });
  });
});

describe('changing', () => {
  test('a synonym finds at once the structures it describes', async () => {
    await createStructures(db, actor, [aStructure({ slug: 'une', name: 'Une', type: 'GEM' })]);
    const word = await getUsedWord(db, 'type', 'GEM');
    const { usage: _usage, ...known } = word;
    const input = { ...inputOf(known), synonyms: ['entraide zéphyrienne'] };
    await updateWord(db, actor, 'type', 'GEM', { input, baseVersion: word.version });
    const found = await searchStructures(db, { ...NO_FILTER, q: 'zephyrienne' }, new Date());
    expect(found.items.map(({ slug }) => slug)).toEqual(['une']);
  });

  test('what answers keep of a structure is read again when its type changes place or colour', async () => {
    const [id] = await createStructures(db, actor, [aStructure({ name: 'Une', type: 'GEM' })]);
    const revision = async () => {
      const row = db.selectFrom('structure_change').select('revision');
      return (await row.where('structure_id', '=', id!).executeTakeFirstOrThrow()).revision;
    };
    const before = await revision();
    const { usage: _usage, ...word } = await getUsedWord(db, 'type', 'GEM');
    const input = { ...inputOf(word), action: 'gather' as const, colour: 2 };
    await updateWord(db, actor, 'type', 'GEM', { input, baseVersion: word.version });
    expect(await revision()).toBeGreaterThan(before);
  });

  test('nothing changes when nothing does', async () => {
    const { usage: _usage, ...word } = await getUsedWord(db, 'theme', 'addictions');
    const change = { input: inputOf(word), baseVersion: word.version };
    expect(await updateWord(db, actor, 'theme', 'addictions', change)).toEqual({
      ok: true,
      version: word.version
    });
  });

  test('of two at once, the second is told what the first made of it', async () => {
    const write = (phrase: string) =>
      updateWord(db, operator(phrase), 'theme', 'addictions', {
        input: { ...INPUT, name: 'Addictions', phrase },
        baseVersion: 1
      });
    const outcomes = await Promise.all([write('une'), write('autre')]);
    const [won, lost] = outcomes.toSorted((a, b) => Number(b.ok) - Number(a.ok));
    const kept = await getUsedWord(db, 'theme', 'addictions');
    expect(won).toEqual({ ok: true, version: 2 });
    expect(lost).toMatchObject({ ok: false, reason: 'changed', by: kept.phrase });
    expect(lost).toMatchObject({ theirs: { phrase: kept.phrase, version: 2 } });
  });

  test('without the version, the second would write over the first unseen', async () => {
    const write = (phrase: string) =>
      db
        .transaction()
        .execute((tx) =>
          replaceWord(tx, 'theme', 'addictions', { ...INPUT, name: 'Addictions', phrase })
        );
    await Promise.all([write('une'), write('autre')]);
    expect((await getUsedWord(db, 'theme', 'addictions')).version).toBe(3);
  });

  test('an unknown word is not found', async () => {
    const change = { input: INPUT, baseVersion: 1 };
    await expect(updateWord(db, actor, 'theme', 'inconnu', change)).rejects.toThrow(NotFound);
  });
});

describe('moving', () => {
  test('one place at a time, and no further than the ends', async () => {
    const before = await codes('theme');
    await moveWord(db, actor, 'theme', { code: before[2]!, towards: 'up' });
    expect((await codes('theme')).slice(0, 3)).toEqual([before[0], before[2], before[1]]);
    await moveWord(db, actor, 'theme', { code: before[2]!, towards: 'down' });
    await moveWord(db, actor, 'theme', { code: before[0]!, towards: 'up' });
    expect(await codes('theme')).toEqual(before);
  });

  test('many at once lose no word and give no place twice', async () => {
    const before = await codes('audience');
    await Promise.all(
      before.map((code, i) =>
        moveWord(db, actor, 'audience', { code, towards: i % 2 ? 'up' : 'down' })
      )
    );
    const after = await listVocabulary(db, 'audience');
    expect(after.map(({ code }) => code).toSorted()).toEqual(before.toSorted());
    expect(after.map(({ position }) => position)).toEqual(after.map((_, i) => i));
  });
});

describe('deleting', () => {
  test('only what nothing names; the refusal says what does', async () => {
    const service = { name: 'Un', themes: ['addictions'], audiences: ['jeunes'] };
    const used = aStructure({ name: 'Une', type: 'GEM', services: [service] });
    await createStructures(db, actor, [used]);
    expect(await deleteWord(db, actor, 'theme', 'addictions')).toEqual({
      ok: false,
      reason: 'used',
      usage: { structures: 1, services: 1, frontDoors: 0 }
    });
    expect(await deleteWord(db, actor, 'type', 'GEM')).toMatchObject({ ok: false });
    expect(await deleteWord(db, actor, 'audience', 'aidants')).toMatchObject({ ok: true });
    expect(await codes('audience')).not.toContain('aidants');
  });

  test('« tous publics » stays, used or not', async () => {
    expect(await deleteWord(db, actor, 'audience', 'tous-publics')).toEqual({
      ok: false,
      reason: 'needed'
    });
  });
});

test('a list is one statement, whatever it holds', async () => {
  let queries = 0;
  const counting = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      queries++;
      return result;
    }
  });
  const count = async () => {
    queries = 0;
    const words = await listUsedWords(counting, 'type');
    return { queries, used: words.reduce((sum, { usage }) => sum + usage.structures, 0) };
  };
  const named = (name: string) => aStructure({ name, type: 'GEM' });
  await createStructures(db, actor, [named('Une')]);
  expect(await count()).toEqual({ queries: 1, used: 1 });
  await createStructures(db, actor, [named('Deux'), named('Trois')]);
  expect(await count()).toEqual({ queries: 1, used: 3 });
});
