import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import { getWritten, listContributions } from '../queries.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listClosePairs, listOverlaps, type ComparedProject } from './queries.ts';

const db = await testDatabase();
const WORDS = { title: 'Chorale intergénérationnelle au collège' };
let turn = 0;

/** All those of the factory are on the same communes. */
const aPlace = async () => (await aTerritory(db, `proches-${(turn += 1)}`)).id;

async function membersOf(territory: TerritoryId) {
  return person(db, { roles: [{ territory, role: 'member' }] });
}

describe('projects that are close', () => {
  test('what the reader may not read is not told: drafts, taken off, hidden, of other networks, ended', async () => {
    const [here, elsewhere] = [await aPlace(), await aPlace()];
    const author = await membersOf(here);
    const mine = await aContribution(db, { territory: here, author: author.id, ...WORDS });
    const shown = await aContribution(db, { territory: here, ...WORDS });
    const open = await aContribution(db, { territory: elsewhere, visibility: 'public', ...WORDS });
    await aContribution(db, { territory: here, status: 'draft', ...WORDS });
    await aContribution(db, { territory: elsewhere, ...WORDS });
    await aContribution(db, { territory: here, details: { stage: 'done' }, ...WORDS });
    const removed = await aContribution(db, { territory: here, ...WORDS });
    await db
      .updateTable('contribution')
      .set({ removed_at: new Date() })
      .where('id', '=', removed.id)
      .execute();
    const hidden = await aContribution(db, { territory: here, ...WORDS });
    await db
      .insertInto('withholding')
      .values({
        ...{ content_kind: 'contribution', content_id: String(hidden.id), content_label: 'Caché' },
        ...{ territory_id: here, reason: 'parle d’une personne' }
      })
      .execute();
    const project = await getWritten<'project'>(db, author, { id: mine.id });
    const told = (await listOverlaps(db, author, project)).map((one) => one.project.id);
    expect(told.toSorted((a, b) => a - b)).toEqual([shown.id, open.id]);
  });

  test('of one that is only typed, the same are told as once it is written; of what is not to be read, nothing', async () => {
    // The communes are those of the other tests.
    const SUNG = { title: 'Potager partagé derrière la gare' };
    const [here, elsewhere] = [await aPlace(), await aPlace()];
    const author = await membersOf(here);
    const typed = {
      ...{ id: null, summary: '', themes: [], audiences: [], where: null, ...SUNG },
      ...{ territory: { id: here }, details: { stage: 'idea' as const } }
    };
    const close = async (sketch: ComparedProject) =>
      (await listOverlaps(db, author, sketch)).map((one) => one.project.id);
    const draft = await aContribution(db, { territory: here, status: 'draft', ...SUNG });
    const others = await aContribution(db, { territory: elsewhere, ...SUNG });
    const hidden = await aContribution(db, { territory: here, ...SUNG });
    await db
      .insertInto('withholding')
      .values({
        ...{ content_kind: 'contribution', content_id: String(hidden.id), content_label: 'Caché' },
        ...{ territory_id: here, reason: 'parle d’une personne' }
      })
      .execute();
    expect(await close(typed)).toEqual([]);
    const shown = await aContribution(db, { territory: here, ...SUNG });
    expect(await close(typed)).toEqual([shown.id]);
    const member = await membersOf(elsewhere);
    const told = await listOverlaps(db, member, { ...typed, territory: { id: elsewhere } });
    expect(told.map((one) => one.project.id)).toEqual([others.id]);
    const mine = await aContribution(db, { territory: here, author: author.id, ...SUNG });
    const saved = await getWritten<'project'>(db, author, { id: mine.id });
    const all = await close(saved);
    expect(all).toEqual([shown.id]);
    expect(all).not.toContain(draft.id);
  });

  test('of one that is only typed, its zones, themes and stage count', async () => {
    const here = await aPlace();
    const author = await membersOf(here);
    const theme = { code: 'chant', name: 'Chanter ensemble', phrase: 'chanter' };
    await db.insertInto('theme').values(theme).execute();
    const shown = await aContribution(db, {
      ...{ territory: here, title: 'Chorale au collège', themes: [theme.code] }
    });
    const words = { title: 'Chorale pour le collège', summary: '', audiences: [] };
    const typed = (more: Partial<ComparedProject>): ComparedProject => ({
      ...{ ...words, id: null, themes: [], where: null, territory: { id: here } },
      ...{ details: { stage: 'idea' }, ...more }
    });
    const close = async (more: Partial<ComparedProject>) =>
      (await listOverlaps(db, author, typed(more))).map((one) => [one.project.id, one.themes]);
    const themes = [{ code: theme.code }];
    expect(await close({})).toEqual([]);
    expect(await close({ themes })).toEqual([[shown.id, [theme.name]]]);
    expect(await close({ themes, details: { stage: 'done' } })).toEqual([]);
    const [inside] = await listTerritoryCommunes(db, here);
    const only = (code: string): Partial<ComparedProject> => ({
      ...{ themes, where: { include: [{ level: 'commune', code }], exclude: [] } }
    });
    const [told] = await listOverlaps(db, author, typed(only(inside!.code)));
    expect([told?.project.id, told?.communes]).toEqual([shown.id, 1]);
    const { rows } = await sql<{ code: string }>`select code from commune where code not in (
      select x.commune_code from perimeter_commune x join territory t on t.perimeter_id = x.perimeter_id
      where t.id = ${here}) limit 1`.execute(db);
    expect(await close(only(rows[0]!.code))).toEqual([]);
  });

  test('the pairs of a territory are told once each', async () => {
    const territory = await aPlace();
    const reader = await membersOf(territory);
    await aContribution(db, { territory, ...WORDS });
    await aContribution(db, { territory, ...WORDS });
    await aContribution(db, { territory, title: 'Un tout autre sujet' });
    expect(await listClosePairs(db, reader, territory)).toHaveLength(1);
    expect((await listContributions(db, reader, { territory })).total).toBe(3);
  });
});
