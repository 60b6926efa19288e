import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, Invalid, NotFound } from '#shared/errors.ts';
import { loadDefaultVocabulary } from '../../../../../app/demo.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { aStructure, covering } from '../../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { NO_FILTER } from '../../../listing.ts';
import type { VocabularyKind } from '../../../vocabulary.ts';
import { createStructure, setFrontDoors, updateStructure } from '../../commands.ts';
import { listFrontDoorInputs } from '../../front-doors/queries.ts';
import { checkCriteria, getRevision, getStructure, listThemes, listTypes } from '../../queries.ts';
import { reindexAll } from '../../search/commands.ts';
import { searchStructures } from '../../search/queries.ts';
import { getUsedWord } from '../queries.ts';
import { mergeWord, moveUses } from './commands.ts';
import { previewMerge } from './queries.ts';

const actor = operator('essai');
const db = await testDatabase();
let territory: Territory;

const services = [
  { name: 'Premier', themes: ['addictions', 'prevention'], audiences: ['jeunes', 'enfants'] },
  { name: 'Second', themes: ['addictions'], audiences: ['jeunes'] },
  { name: 'Sans rien' }
];

beforeEach(async () => {
  await sql`truncate structure, front_door, audit_entry, structure_type, theme, audience, plan_acronym, territory,
    perimeter, person cascade`.execute(db);
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
  const perimeter = covering('commune A');
  for (const [slug, type] of [
    ['une', 'MSP'],
    ['deux', 'CDS'],
    ['trois', 'CLIC']
  ] as const)
    await createStructure(
      db,
      actor,
      aStructure({ slug, name: slug, type, perimeter, services, territories: ['essai'] })
    );
  await setFrontDoors(db, actor, territory.id, [
    { audience: 'jeunes', theme: null, structure: null, type: 'MSP' },
    { audience: 'enfants', theme: null, structure: null, type: 'MSP' },
    { audience: null, theme: 'addictions', structure: 'une', type: null },
    { audience: null, theme: 'prevention', structure: 'une', type: null },
    { audience: null, theme: null, structure: null, type: 'CDS' },
    { audience: null, theme: null, structure: null, type: 'MSP' }
  ]);
});

async function merge(kind: VocabularyKind, from: string, into: string) {
  const [goes, stays] = [await getUsedWord(db, kind, from), await getUsedWord(db, kind, into)];
  const versions = { from: goes.version, into: stays.version };
  return mergeWord(db, actor, kind, { from, into, versions });
}

type Row = Record<string, unknown>;
type Dump = Record<string, Row[]>;

/** Every row of every table. */
async function dump(): Promise<Dump> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db);
  const all: Dump = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ row: Row }>`
      select to_jsonb(t) as row from ${sql.table(name)} t order by to_jsonb(t)::text`.execute(db);
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

const DERIVED = ['structure_search', 'structure_offer', 'search_term'];
/** What says that something changed. */
const SIGNS = ['structure_change', 'directory_revision', 'audit_entry'];

const WORDS = { type: 'structure_type', theme: 'theme', audience: 'audience' } as const;

describe.each([
  ['type', 'MSP', 'CDS', { structures: 1, services: 0, frontDoors: 3 }],
  ['theme', 'addictions', 'prevention', { structures: 3, services: 6, frontDoors: 1 }],
  ['audience', 'jeunes', 'enfants', { structures: 3, services: 6, frontDoors: 1 }]
] as const)('merging a %s', (kind, from, into, usage) => {
  test('moves everything that named it, once, and nothing else', async () => {
    const before = await dump();
    expect(await merge(kind, from, into)).toMatchObject({ ok: true, moved: usage });
    const after = await dump();
    const column = `${kind}_code`;
    const renamed = (rows: Row[]) =>
      rows.map((row) => (row[column] === from ? { ...row, [column]: into } : row));
    const once = (rows: Row[], key: (row: Row) => unknown) => [
      ...new Map(rows.map((row) => [JSON.stringify(key(row)), row])).values()
    ];
    const moved = [
      ...['structure', 'front_door', `service_${kind}`],
      ...[WORDS[kind], ...DERIVED, ...SIGNS]
    ];
    for (const table of Object.keys(before).filter((name) => !moved.includes(name)))
      expect(after[table], table).toEqual(before[table]);
    expect(sorted(after['structure']!)).toEqual(sorted(renamed(before['structure']!)));
    if (kind !== 'type')
      expect(sorted(after[`service_${kind}`]!)).toEqual(
        sorted(once(renamed(before[`service_${kind}`]!), (row) => row))
      );
    const doors = renamed(before['front_door']!).sort(
      (a, b) => Number(b['position']) - Number(a['position'])
    );
    const { id: _id, position: _position, ...same } = doors[0]!;
    const keys = Object.keys(same);
    expect(sorted(after['front_door']!)).toEqual(
      sorted(once(doors, (row) => keys.map((key) => row[key])))
    );
    const words = (rows: Row[]) => rows.filter(({ code }) => code !== from && code !== into);
    expect(words(after[WORDS[kind]]!)).toEqual(words(before[WORDS[kind]]!));
  });

  test('keeps what is searched and what « Qui couvre ? » reads in step', async () => {
    const revision = await getRevision(db);
    await merge(kind, from, into);
    expect(await getRevision(db)).toBeGreaterThan(revision);
    const kept = await dump();
    await reindexAll(db);
    const fresh = await dump();
    for (const table of DERIVED) expect(kept[table], table).toEqual(fresh[table]);
  });

  test('its code leads to the one that stays: in questions, in files, in what is written', async () => {
    await merge(kind, from, into);
    expect(await checkCriteria(db, { [kind]: from })).toEqual({ [kind]: into });
    const again = aStructure({ slug: 'encore', name: 'Encore', type: 'MSP', services });
    const id = await createStructure(db, actor, again);
    await updateStructure(db, actor, id, { ...again, summary: 'De nouveau' });
    const { type, services: written } = await getStructure(db, 'encore');
    const named = { type: [type], theme: written[0]!.themes, audience: written[0]!.audiences };
    expect(named[kind]).toContain(into);
    expect(named[kind]).not.toContain(from);
    const door = { audience: null, theme: null, structure: null, type: null, [kind]: from };
    if (kind !== 'type') door.type = 'CLIC' as never;
    await setFrontDoors(db, actor, territory.id, [door]);
    expect((await listFrontDoorInputs(db, territory.id))[0]).toMatchObject({ [kind]: into });
  });

  test('the preview tells what moves', async () => {
    const preview = await previewMerge(db, kind, from, into);
    expect(preview.movedCount).toBe(usage.services || usage.structures);
    expect(preview.moved).toHaveLength(preview.movedCount);
    expect(preview.doors).toHaveLength(usage.frontDoors);
    expect(preview.result.synonyms).toContain((await getUsedWord(db, kind, from)).name);
  });

  test('people still find structures by the name of the word that went', async () => {
    const { name } = await getUsedWord(db, kind, from);
    await merge(kind, from, into);
    const found = await searchStructures(db, { ...NO_FILTER, q: name }, new Date());
    expect(found.items.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining(kind === 'type' ? ['une', 'deux'] : ['une', 'deux', 'trois'])
    );
    expect(found.partial).toBe(false);
  });
});

test('two front doors that become the same are one, the first called', async () => {
  const preview = await previewMerge(db, 'type', 'MSP', 'CDS');
  expect(preview.doors.map(({ already }) => already)).toEqual([false, false, true]);
  await merge('type', 'MSP', 'CDS');
  expect(await listFrontDoorInputs(db, territory.id)).toHaveLength(5);
});

test('what was merged into a word follows it', async () => {
  await merge('theme', 'addictions', 'prevention');
  await merge('theme', 'prevention', 'lien-social');
  expect(await checkCriteria(db, { theme: 'addictions' })).toEqual({ theme: 'lien-social' });
  const social = (await listThemes(db)).find(({ code }) => code === 'lien-social')!;
  expect(social.formerCodes).toEqual(['addictions', 'prevention']);
  expect((await listThemes(db)).map(({ code }) => code)).not.toContain('prevention');
});

test('the acronyms of plans merge too', async () => {
  await db
    .insertInto('plan_acronym')
    .values([
      { code: 'AAA', name: 'Ancien' },
      { code: 'BBB', name: 'Nouveau' }
    ])
    .execute();
  expect(await merge('acronym', 'AAA', 'BBB')).toMatchObject({ ok: true });
  const word = await getUsedWord(db, 'acronym', 'AAA');
  expect(word).toMatchObject({ code: 'BBB', formerCodes: ['AAA'] });
  expect(word.synonyms).toEqual(['AAA', 'Ancien']);
});

describe('refusals', () => {
  const versions = { from: 1, into: 1 };
  const input = { from: 'MSP', into: 'CDS', versions };

  test('only those who run the instance merge words', async () => {
    const animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
    for (const who of [VISITOR, await person(db), animator])
      await expect(mergeWord(db, who, 'type', input)).rejects.toThrow(Forbidden);
    const administrator = await person(db, { administrator: true });
    expect(await mergeWord(db, administrator, 'type', input)).toMatchObject({ ok: true });
  });

  test('neither with itself, nor with a word that does not exist', async () => {
    await expect(mergeWord(db, actor, 'type', { ...input, into: 'MSP' })).rejects.toThrow(Invalid);
    await expect(mergeWord(db, actor, 'type', { ...input, into: 'INCONNU' })).rejects.toThrow(
      NotFound
    );
  });

  test('« tous publics », on which every search counts, is not merged into another', async () => {
    expect(await merge('audience', 'tous-publics', 'familles')).toEqual({
      ok: false,
      reason: 'needed'
    });
  });

  test('a word changed since the preview is not merged', async () => {
    await db.updateTable('structure_type').set({ version: 2 }).where('code', '=', 'CDS').execute();
    expect(await mergeWord(db, actor, 'type', input)).toEqual({ ok: false, reason: 'changed' });
    expect((await listTypes(db)).map(({ code }) => code)).toContain('MSP');
  });

  test('it is recorded who merged what', async () => {
    await merge('type', 'MSP', 'CDS');
    const entry = await db
      .selectFrom('audit_entry')
      .selectAll()
      .where('action', '=', 'vocabulary.merge')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ actor_label: 'essai', target_id: 'type:CDS' });
    expect(entry.detail).toMatchObject({ from: 'MSP', structures: 1, frontDoors: 3 });
  });
});

describe('a fiche written while its type is merged', () => {
  const fiche = aStructure({ slug: 'tardive', name: 'Tardive', type: 'MSP' });

  /** A fiche is being written; `work` begins; then the fiche is kept. */
  async function meanwhile(work: () => Promise<unknown>): Promise<string> {
    let working: Promise<unknown>;
    await db.transaction().execute(async (tx) => {
      await createStructure(tx, actor, fiche);
      working = work();
      await Promise.race([working, new Promise((done) => setTimeout(done, 300))]);
    });
    await working!;
    return (await getStructure(db, 'tardive')).type;
  }

  test('ends with the type that stays', async () => {
    expect(await meanwhile(() => merge('type', 'MSP', 'CDS'))).toBe('CDS');
  });

  test('would keep the type that goes, without the lock', async () => {
    const unlocked = () => db.transaction().execute((tx) => moveUses(tx, 'type', 'MSP', 'CDS'));
    expect(await meanwhile(unlocked)).toBe('MSP');
  });

  test('a fiche that begins during the merge waits for it', async () => {
    let written: Promise<unknown>;
    await db.transaction().execute(async (tx) => {
      const versions = { from: 1, into: 1 };
      await mergeWord(tx, actor, 'type', { from: 'MSP', into: 'CDS', versions });
      written = createStructure(db, actor, fiche);
      await new Promise((done) => setTimeout(done, 200));
    });
    await written!;
    expect((await getStructure(db, 'tardive')).type).toBe('CDS');
  });
});

function sorted(rows: Row[]): string[] {
  return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
}
