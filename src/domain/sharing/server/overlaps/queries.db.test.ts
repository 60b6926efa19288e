import { describe, expect, test } from 'vitest';
import { getWritten, listContributions } from '../queries.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listClosePairs, listOverlaps } from './queries.ts';

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
