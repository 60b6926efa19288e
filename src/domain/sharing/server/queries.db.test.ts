import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { aContribution } from '../../../../tests/factories/contributions.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { askCoAuthor } from './people/commands.ts';
import { getContribution, listAmong, listContributions } from './queries.ts';
import { writeContribution } from './writing/commands.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'ici')).id;
const roles = [{ territory, role: 'member' as const }];
const [author, writer, reviewer, stranger] = [
  await person(db, { roles }),
  await person(db, { roles }),
  await person(db, { roles }),
  await person(db)
];
const { id } = await aContribution(db, {
  ...{ territory, kind: 'experience', author: author.id, visibility: 'public' }
});
for (const [{ id: one }, role] of [
  [writer, 'writer'],
  [reviewer, 'reviewer']
] as const)
  await askCoAuthor(db, author, id, { person: one, role });
const draft = await anEvent(db, territory, { title: 'Édition secrète', status: 'draft' });
await writeContribution(db, author, id, { events: [draft.id] });

test('who is not of the network reads neither the name nor the identifier of who wrote what is public', async () => {
  for (const actor of [VISITOR, stranger]) {
    const read = JSON.stringify([
      await getContribution(db, actor, { id }),
      await listContributions(db, actor, {}),
      await listAmong(db, actor, [id])
    ]);
    for (const one of [author, writer, reviewer]) expect(read).not.toContain(one.id);
  }
  expect(JSON.stringify(await getContribution(db, reviewer, { id }))).toContain(writer.id);
});

test('the title of an edition does not come with what speaks of it', async () => {
  const found = await getContribution(db, author, { id });
  expect(found.events).toEqual([{ id: draft.id }]);
  expect(JSON.stringify(found)).not.toContain('secrète');
});
