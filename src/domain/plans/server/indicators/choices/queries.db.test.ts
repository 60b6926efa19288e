import { expect, test } from 'vitest';
import { anEvent } from '../../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { SeriesId } from '#shared/ids.ts';
import { findFollowable, listFollowables } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'ici')).id;
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });

async function aSeries(title: string, traits: Parameters<typeof anEvent>[2]): Promise<SeriesId> {
  const { id } = await db
    .insertInto('event_series')
    .values({ territory_id: territory, slug: title.toLowerCase(), title })
    .returning('id')
    .executeTakeFirstOrThrow();
  await anEvent(db, territory, { title: `${title} 1`, series: id, ...traits });
  return id as SeriesId;
}

const offered = async (actor: PersonActor) =>
  (await listFollowables(db, actor, { territory, sheet: null })).map(({ title }) => title);

test('an edition that only its link leads to is followed by nobody; a series that shows none, by who leads it', async () => {
  const unlisted = await anEvent(db, territory, { title: 'Discrète', visibility: 'link' });
  await anEvent(db, territory, { title: 'Annoncée' });
  const ready = await aSeries('Ouverte', { visibility: 'members' });
  const drafts = await aSeries('Brouillons', { status: 'draft' });
  const hidden = await aSeries('Cachée', { visibility: 'link' });
  expect((await offered(member)).toSorted()).toEqual(['Annoncée', 'Ouverte']);
  expect((await offered(animator)).toSorted()).toEqual([
    ...['Annoncée', 'Brouillons', 'Cachée', 'Ouverte']
  ]);
  for (const actor of [member, animator]) {
    const event = { series: null, event: unlisted.id };
    expect(await findFollowable(db, actor, territory, event)).toBe(false);
    expect(await findFollowable(db, actor, territory, { series: ready, event: null })).toBe(true);
    for (const series of [drafts, hidden])
      expect(await findFollowable(db, actor, territory, { series, event: null })).toBe(
        actor === animator
      );
  }
});
