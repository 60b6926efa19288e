import { beforeAll, expect, test } from 'vitest';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import type { StructureId } from '#shared/ids.ts';
import { loadDefaultVocabulary } from '../../../../app/demo.ts';
import { person } from '../../../../../tests/factories/people.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import type { StructureInput } from '../../model.ts';
import { createStructure } from '../commands.ts';
import { changeDraft } from '../drafts/commands.ts';
import { saveDraft } from '../editing/commands.ts';
import { getStructure } from '../queries.ts';
import { readConflicts } from '../wordings/queries.ts';
import { listStructuresNamed } from './queries.ts';

const db = await testDatabase();
let house: StructureId;
let branch: StructureId;
let referent: PersonActor;
let other: PersonActor;

const create = (slug: string, name: string, parent: string | null = null) =>
  createStructure(
    db,
    operator('test'),
    aStructure({ name, slug, parent, acronym: slug.slice(0, 3) })
  );

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  house = await create('maison', 'La Maison');
  branch = await create('antenne', 'Antenne du Sud', 'maison');
  await create('jumelle-1', 'Jumelle');
  await create('jumelle-2', 'Jumelle');
  referent = await person(db, { referentOf: [house, branch] });
  other = await person(db, { referentOf: [house, branch] });
});

async function save(actor: PersonActor, id: StructureId, change: Partial<StructureInput>) {
  const { version } = await db
    .selectFrom('structure')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await changeDraft(db, actor, id, version, (typed) => ({ ...typed, ...change }));
  return saveDraft(db, actor, id);
}

test('a structure is found by its name or its acronym; of one name, all are told', async () => {
  const slugs = async (typed: string) =>
    (await listStructuresNamed(db, typed)).map(({ slug }) => slug);
  expect(await slugs('la maison')).toEqual(['maison']);
  expect(await slugs('ANT')).toEqual(['antenne']);
  expect(await slugs('jumelle')).toEqual(['jumelle-1', 'jumelle-2']);
  expect(await slugs('inconnue')).toEqual([]);
});

test('what it is part of is chosen, and taken away', async () => {
  expect(await save(referent, branch, { parent: 'jumelle-1' })).toMatchObject({ ok: true });
  expect((await getStructure(db, 'antenne')).parent).toBe('jumelle-1');
  expect(await save(referent, branch, { parent: null })).toMatchObject({ ok: true });
  expect(await save(referent, branch, { parent: 'maison' })).toMatchObject({ ok: true });
});

test('what is in no list is refused beside its field, and stays typed', async () => {
  const typed = { parent: 'La Maizon', communeCode: 'Montobant' };
  const refused = await save(referent, branch, typed);
  expect(refused).toMatchObject({
    reason: 'invalid',
    issues: [{ path: 'parent' }, { path: 'communeCode' }]
  });
  await db.deleteFrom('structure_draft').execute();
});

test('a structure is part neither of itself nor of what is part of it', async () => {
  for (const parent of ['maison', 'antenne']) {
    const refused = await save(referent, house, { parent });
    expect(refused).toMatchObject({ reason: 'invalid', issues: [{ path: 'parent' }] });
    await db.deleteFrom('structure_draft').execute();
  }
});

test('two people who change the same things choose between names, never between codes', async () => {
  const service = (themes: string[]) => ({
    ...aStructure({ name: 'x', services: [{ name: 'Accueil', themes }] }).services[0]!
  });
  const fiche = { ...(await getStructure(db, 'antenne')) };
  const change = (actor: PersonActor, patch: Partial<StructureInput>) =>
    changeDraft(db, actor, branch, fiche.version, (typed) => ({ ...typed, ...patch }));
  await change(referent, {
    parent: 'jumelle-1',
    type: 'CLIC',
    phone: '0536490002',
    openingHours: 'Mo-Fr 09:00-12:00; PH off',
    services: [service([])]
  });
  await change(other, {
    parent: null,
    type: 'DAC',
    phone: '0536490003',
    openingHours: 'Mo 09:00-12:00',
    description: 'x'.repeat(300)
  });
  await saveDraft(db, referent, branch);
  const refused = await saveDraft(db, other, branch);
  if (refused.ok || refused.reason !== 'conflict') throw new Error('a conflict was expected');
  const said = await readConflicts(db, refused.conflicts);
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  const lines = said.map(({ label, base, mine, theirs }) => [label, base, mine, theirs].map(plain));
  expect(lines).toEqual(
    expect.arrayContaining([
      [
        'Type',
        'Maison de santé pluriprofessionnelle',
        'Dispositif d’appui à la coordination',
        'Centre local d’information et de coordination'
      ],
      ['Fait partie de', 'La Maison', 'rien', 'Jumelle'],
      ['Téléphone', 'rien', '05 36 49 00 03', '05 36 49 00 02'],
      [
        'Horaires',
        'rien',
        'Lundi : 09:00–12:00',
        'Lundi à vendredi : 09:00–12:00\nFermée les jours fériés'
      ]
    ])
  );
});
