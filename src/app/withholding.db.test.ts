import { beforeAll, beforeEach, expect, test } from 'vitest';
import { createStructure } from '#domain/directory/server/commands.ts';
import { suggestError } from '#domain/directory/server/suggestions/commands.ts';
import {
  countPendingSuggestions,
  listSuggestions
} from '#domain/directory/server/suggestions/queries.ts';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { Territory } from '#domain/territory/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import { aTerritory, person } from '../../tests/factories/people.ts';
import { aStructure } from '../../tests/factories/structures.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadDefaultVocabulary } from './demo.ts';
import { decideRetained, getReportable, listRetained, reportContent } from './withholding.ts';

const SECRET = 'zibelune';
const AUTHOR = 'passante@exemple.test';
const db = await testDatabase();
let territory: Territory;
let structure: StructureId;
let referent: PersonActor;
let animator: PersonActor;
let turn = 0;

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = await aTerritory(db);
  structure = await createStructure(
    db,
    operator('test'),
    aStructure({ name: 'CLIC', slug: 'clic', territories: [territory.slug] })
  );
  referent = await person(db, { referentOf: [structure] });
  animator = await person(db, { roles: [{ territory: territory.id, role: 'animator' }] });
});

beforeEach(async () => {
  await db.deleteFrom('suggestion').execute();
  await db.deleteFrom('withholding').execute();
  await db.deleteFrom('mail_message').execute();
});

/** A proposal that tells of somebody. */
async function aTellingSuggestion() {
  const said = { part: 'other', text: SECRET, source: SECRET } as const;
  const sent = await suggestError(
    db,
    VISITOR,
    { ...said, authorName: '', authorEmail: AUTHOR, structure },
    { address: `192.0.2.${(turn += 1)}`, reread: false },
    new Date()
  );
  if (!sent.ok) throw new Error(sent.reason);
  return { kind: 'suggestion', key: String(sent.id) };
}

const lists = async () => [
  ...(await listSuggestions(db, referent, { referentOf: [structure] })),
  ...(await listSuggestions(db, animator, { territory: territory.id }))
];

test('a proposal that speaks of somebody leaves every desk at once, and comes back when restored', async () => {
  const content = await aTellingSuggestion();
  expect(await lists()).toHaveLength(2);
  expect(await reportContent(db, referent, content, { reason: 'name' })).toMatchObject({
    ok: true
  });
  expect(await lists()).toEqual([]);
  expect(await countPendingSuggestions(db, animator, { territory: territory.id })).toBe(0);
  // The page that reported it still answers, and animators read it where they decide.
  expect((await getReportable(db, referent, content)).page).toBe('/mon-espace/suggestions');
  const { waiting } = await listRetained(db, animator, territory.id);
  expect(waiting).toMatchObject([
    { label: 'Proposition pour « CLIC »', texts: [{ text: SECRET }, { text: SECRET }] }
  ]);
  await decideRetained(db, animator, waiting[0]!.withholding, 'restore');
  expect(await lists()).toHaveLength(2);
});

test('removed, its words are nowhere, it is refused, and its author is told', async () => {
  const content = await aTellingSuggestion();
  await reportContent(db, animator, content, {});
  const { waiting } = await listRetained(db, animator, territory.id);
  await expect(
    decideRetained(db, referent, waiting[0]!.withholding, 'remove')
  ).rejects.toBeInstanceOf(Forbidden);
  await decideRetained(db, animator, waiting[0]!.withholding, 'remove');
  const rows = await db.selectFrom('suggestion').selectAll().execute();
  expect(rows).toMatchObject([{ status: 'refused', text: '', content: null }]);
  expect(JSON.stringify(rows)).not.toContain(SECRET);
  expect(await lists()).toEqual([]);
  const mails = await db.selectFrom('mail_message').selectAll().execute();
  expect(mails.filter(({ recipient }) => recipient === AUTHOR)).toHaveLength(1);
  expect(JSON.stringify(mails)).not.toContain(SECRET);
});

test('whoever may not read a proposal neither reports it nor learns that it exists', async () => {
  const content = await aTellingSuggestion();
  const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  for (const stranger of [VISITOR, member]) {
    await expect(getReportable(db, stranger, content)).rejects.toBeInstanceOf(NotFound);
    await expect(reportContent(db, stranger, content, {})).rejects.toBeInstanceOf(NotFound);
  }
  expect(await lists()).toHaveLength(2);
});
