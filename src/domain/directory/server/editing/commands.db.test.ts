import { afterAll, describe, expect, test } from 'vitest';
import { Forbidden, NotFound } from '#shared/errors.ts';
import { connect } from '#server/db/connection.ts';
import { editingScenes } from '../../../../../tests/factories/editing.ts';
import { testDatabaseUrl } from '../../../../../tests/support/database.ts';
import { updateStructure, updateStructures } from '../commands.ts';
import { findDraft, listOtherDrafts } from '../drafts/queries.ts';
import { listHistory } from '../history/queries.ts';
import { getStructure } from '../queries.ts';
import { undoChange } from '../undoing/commands.ts';
import { saveDraft } from './commands.ts';

const url = await testDatabaseUrl({ geography: true });
const db = connect(url);
const others = connect(url);
const { scene, typing } = await editingScenes(db);

afterAll(() => Promise.all([db.destroy(), others.destroy()]).then(() => undefined));

describe('two people changing a fiche from the same state', () => {
  test('what each changed is there, and nobody is asked anything', async () => {
    const { id, slug, one, two } = await scene();
    await typing(one, id, 1, { phone: '0536490002' });
    await typing(two, id, 1, { summary: 'Après' });
    expect(await saveDraft(db, one, id)).toMatchObject({ ok: true, version: 2 });
    expect(await saveDraft(others, two, id)).toMatchObject({ ok: true, version: 3 });
    expect(await getStructure(db, slug)).toMatchObject({ phone: '0536490002', summary: 'Après' });
  });

  test('a field that both changed is shown with both versions, the draft stays, and a choice settles it', async () => {
    const { id, slug, one, two } = await scene();
    await typing(one, id, 1, { phone: '0536490002' });
    await typing(two, id, 1, { phone: '0536490003', summary: 'Après' });
    await saveDraft(db, one, id);
    const refused = await saveDraft(db, two, id);
    expect(refused).toMatchObject({
      ok: false,
      reason: 'conflict',
      by: 'Une Référente',
      version: 2,
      conflicts: [{ path: 'phone', mine: '0536490003', theirs: '0536490002' }]
    });
    expect((await findDraft(db, two, id))?.content.summary).toBe('Après');
    expect((await getStructure(db, slug)).phone).toBe('0536490002');
    const choices = { phone: 'mine' as const };
    expect(await saveDraft(db, two, id, { choices, seen: 2 })).toMatchObject({ ok: true });
    expect(await getStructure(db, slug)).toMatchObject({ phone: '0536490003', summary: 'Après' });
    expect(await findDraft(db, two, id)).toBeNull();
  });

  test('a choice made against a version that is no longer the last is asked again', async () => {
    const { id, one, two } = await scene();
    await typing(one, id, 1, { phone: '0536490002' });
    await typing(two, id, 1, { phone: '0536490003' });
    await saveDraft(db, one, id);
    await typing(one, id, 2, { phone: '0536490004' });
    await saveDraft(db, one, id);
    const outcome = await saveDraft(db, two, id, { choices: { phone: 'mine' }, seen: 2 });
    expect(outcome).toMatchObject({ reason: 'conflict', version: 3 });
  });

  test('saving at the same instant from two connections loses nothing, ten times', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, slug, one, two } = await scene();
      await typing(one, id, 1, { phone: '0536490002' });
      await typing(two, id, 1, { summary: 'Après' });
      const outcomes = await Promise.all([saveDraft(db, one, id), saveDraft(others, two, id)]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
      expect(await getStructure(db, slug)).toMatchObject({ phone: '0536490002', summary: 'Après' });
    }
  });

  test('the negative control: written without a version, one of the two changes is lost', async () => {
    const { id, slug, one, two } = await scene();
    const read = await getStructure(db, slug);
    await Promise.all([
      updateStructure(db, one, id, { ...read, phone: '0536490002' }),
      updateStructure(others, two, id, { ...read, summary: 'Après' })
    ]);
    const { phone, summary } = await getStructure(db, slug);
    expect([phone === '0536490002', summary === 'Après'].filter(Boolean)).toHaveLength(1);
  });

  test('with a version, the second to write is told what the first made of the fiche', async () => {
    const { id, slug, one, two } = await scene();
    const read = await getStructure(db, slug);
    const outcomes = await Promise.all([
      updateStructure(db, one, id, { ...read, phone: '0536490002' }, { baseVersion: 1 }),
      updateStructure(others, two, id, { ...read, summary: 'Après' }, { baseVersion: 1 })
    ]);
    const refused = outcomes.find(({ ok }) => !ok);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refused).toMatchObject({ reason: 'changed', theirs: { version: 2 } });
  });

  test('each sees that the other is typing, and nobody sees what', async () => {
    const { id, one, two } = await scene();
    await typing(two, id, 1, { summary: 'Secret' });
    const seen = await listOtherDrafts(db, one, id, new Date(Date.now() - 60_000));
    expect(seen.map(({ by }) => by)).toEqual(['Une Animatrice']);
    expect(JSON.stringify(seen)).not.toContain('Secret');
    expect(await listOtherDrafts(db, one, id, new Date(Date.now() + 1000))).toEqual([]);
  });
});

describe('what is refused', () => {
  test('the référente of another structure neither drafts, saves, undoes nor updates', async () => {
    const { id, slug } = await scene();
    const { one: stranger } = await scene();
    const read = await getStructure(db, slug);
    await expect(typing(stranger, id, 1, { summary: 'X' })).rejects.toBeInstanceOf(Forbidden);
    await expect(updateStructure(db, stranger, id, read)).rejects.toBeInstanceOf(Forbidden);
    await expect(updateStructures(db, stranger, [{ id, input: read }])).rejects.toBeInstanceOf(
      Forbidden
    );
    // A draft left from when she answered for the fiche is worth nothing now.
    await db
      .insertInto('structure_draft')
      .values({
        structure_id: id,
        person_id: stranger.id,
        base_version: 1,
        content: JSON.stringify({ ...read, summary: 'X' })
      })
      .execute();
    await expect(saveDraft(db, stranger, id)).rejects.toBeInstanceOf(Forbidden);
    expect((await getStructure(db, slug)).summary).toBe('Avant');
  });

  test('an entry of the history of another fiche is not undone through this one', async () => {
    const mine = await scene();
    const theirs = await scene();
    await typing(theirs.one, theirs.id, 1, { summary: 'Après' });
    await saveDraft(db, theirs.one, theirs.id);
    const [entry] = await listHistory(db, theirs.id);
    await expect(undoChange(db, mine.one, mine.id, entry!.id)).rejects.toBeInstanceOf(NotFound);
    await expect(undoChange(db, mine.one, theirs.id, entry!.id)).rejects.toBeInstanceOf(Forbidden);
  });

  test('what is typed wrong is said by its field, and stays in the draft', async () => {
    const { id, slug, one } = await scene();
    await typing(one, id, 1, { phone: 'demain', name: '', summary: 'Après' });
    const outcome = await saveDraft(db, one, id);
    expect(outcome).toMatchObject({ ok: false, reason: 'invalid' });
    const paths = 'issues' in outcome ? outcome.issues.map(({ path }) => path).sort() : [];
    expect(paths).toEqual(['name', 'phone']);
    expect((await findDraft(db, one, id))?.content).toMatchObject({ phone: 'demain', name: '' });
    expect((await getStructure(db, slug)).summary).toBe('Avant');
  });

  test('a text that may let somebody be recognised is read again first, each free field', async () => {
    const risky = 'Mme Martin, née le 12/03/1941, sort de l’hôpital.';
    const { id, slug, one } = await scene({ services: [{ name: 'Accueil' }] });
    const fields = [
      'summary',
      'description',
      'limits',
      'handsOverTo',
      'toPrepare',
      'note'
    ] as const;
    for (const field of fields) {
      await typing(one, id, 1, { ...(await getStructure(db, slug)), [field]: risky });
      expect(await saveDraft(db, one, id)).toMatchObject({
        reason: 'second-reading',
        readings: [{ field }]
      });
    }
    const read = await getStructure(db, slug);
    const inService = ['description', 'conditions', 'limits', 'toPrepare'] as const;
    for (const field of inService) {
      const services = read.services.map((one) => ({ ...one, [field]: risky }));
      await typing(one, id, 1, { ...read, services });
      expect(await saveDraft(db, one, id)).toMatchObject({
        reason: 'second-reading',
        readings: [{ field: `services.0.${field}` }]
      });
    }
    expect(await saveDraft(db, one, id, { reread: true })).toMatchObject({ ok: true });
  });

  test('a référente changes neither what is invented, nor which directories hold the fiche', async () => {
    const { id, slug, one } = await scene();
    await typing(one, id, 1, {
      fictional: true,
      territories: [],
      externalId: 'x',
      summary: 'Après'
    });
    await saveDraft(db, one, id);
    expect(await getStructure(db, slug)).toMatchObject({
      fictional: false,
      territories: ['essai'],
      externalId: null,
      summary: 'Après'
    });
  });

  test('a contact who has an account is shown to more people by herself alone', async () => {
    const { id, slug, one, two } = await scene();
    const contact = { name: 'Une Animatrice', role: '', phone: '', email: 'a@exemple.test' };
    const linked = {
      ...contact,
      visibility: 'members' as const,
      consentAt: '2026-01-01',
      person: two.id
    };
    await typing(two, id, 1, { contacts: [linked] });
    await saveDraft(db, two, id);
    const typedAgain = { ...contact, visibility: 'public' as const, consentAt: '2026-02-01' };
    await typing(one, id, 2, { contacts: [typedAgain] });
    await saveDraft(db, one, id);
    expect((await getStructure(db, slug)).contacts).toMatchObject([
      { visibility: 'members', person: two.id }
    ]);
    await typing(two, id, 3, { contacts: [{ ...linked, visibility: 'public', consentAt: null }] });
    await saveDraft(db, two, id);
    const today = new Date().toISOString().slice(0, 10);
    expect((await getStructure(db, slug)).contacts).toMatchObject([
      { visibility: 'public', consentAt: today, person: two.id }
    ]);
  });
});
