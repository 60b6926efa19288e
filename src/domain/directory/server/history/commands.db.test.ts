import { describe, expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import type { StructureId } from '#shared/ids.ts';
import { editingScenes } from '../../../../../tests/factories/editing.ts';
import { aStructure } from '../../../../../tests/factories/structures.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import { updateStructures } from '../commands.ts';
import { findDraft } from '../drafts/queries.ts';
import { saveDraft } from '../editing/commands.ts';
import { getStructure } from '../queries.ts';
import { undoChange } from '../undoing/commands.ts';
import { listHistory } from './queries.ts';

const admin = operator('test');
const db = await testDatabase({ geography: true });
const { scene, typing } = await editingScenes(db);

describe('the history of a fiche', () => {
  test('says who, when, and what it was before and after', async () => {
    const { id, one } = await scene();
    await typing(one, id, 1, { summary: 'Après' });
    await saveDraft(db, one, id);
    const [last, first] = await listHistory(db, id);
    expect(last).toMatchObject({
      kind: 'updated',
      by: 'Une Référente',
      version: 2,
      before: { summary: 'Avant' },
      after: { summary: 'Après' }
    });
    expect(first).toMatchObject({ kind: 'created', by: 'test', before: null });
  });

  test('saving what is already there writes nothing, and forgets the draft', async () => {
    const { id, one } = await scene();
    await typing(one, id, 1, { summary: 'Après' });
    await typing(one, id, 1, { summary: 'Avant' });
    expect(await saveDraft(db, one, id)).toEqual({ ok: true, version: 1, isChanged: false });
    expect(await listHistory(db, id)).toHaveLength(1);
    expect(await findDraft(db, one, id)).toBeNull();
  });

  test('a change is undone, what came after it elsewhere stays', async () => {
    const { id, slug, one } = await scene();
    await typing(one, id, 1, { summary: 'Après' });
    await saveDraft(db, one, id);
    const [entry] = await listHistory(db, id);
    await typing(one, id, 2, { phone: '0536490002' });
    await saveDraft(db, one, id);
    expect(await undoChange(db, one, id, entry!.id)).toMatchObject({ ok: true, version: 4 });
    expect(await getStructure(db, slug)).toMatchObject({ summary: 'Avant', phone: '0536490002' });
    expect((await listHistory(db, id))[0]).toMatchObject({ kind: 'undone', version: 4 });
  });

  test('what changed again since is asked about before it is undone', async () => {
    const { id, slug, one } = await scene();
    await typing(one, id, 1, { summary: 'Après' });
    await saveDraft(db, one, id);
    const [entry] = await listHistory(db, id);
    await typing(one, id, 2, { summary: 'Encore après' });
    await saveDraft(db, one, id);
    expect(await undoChange(db, one, id, entry!.id)).toMatchObject({
      reason: 'conflict',
      version: 3,
      conflicts: [{ path: 'summary', mine: 'Avant', theirs: 'Encore après' }]
    });
    const choice = { choices: { summary: 'mine' as const }, seen: 3 };
    await undoChange(db, one, id, entry!.id, choice);
    expect((await getStructure(db, slug)).summary).toBe('Avant');
  });

  test('of an import is written in a constant number of statements', async () => {
    const ids: StructureId[] = [];
    for (let made = 0; made < 4; made++) ids.push((await scene()).id);
    const statements = (some: readonly StructureId[]) => {
      const updates = some.map((id, at) => ({
        id,
        input: aStructure({ name: `Importée ${at}`, summary: `${Math.random()}` })
      }));
      return countingStatements(db, (counted) =>
        updateStructures(counted, admin, updates, 'imported')
      );
    };
    expect(await statements(ids.slice(0, 3))).toBe(await statements(ids.slice(0, 1)));
    const [last] = await listHistory(db, ids[0]!);
    expect(last).toMatchObject({ kind: 'imported', by: 'test' });
  });
});
