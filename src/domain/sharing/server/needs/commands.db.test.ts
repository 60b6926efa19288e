import { expect, test } from 'vitest';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { addNeeds, settleNeed } from './commands.ts';
import { listNeeds } from './queries.ts';

const db = await testDatabase();
const territory = (await aTerritory(db, 'besoins')).id;
const author = await person(db, { roles: [{ territory, role: 'member' }] });

async function aProject() {
  const { id } = await aContribution(db, { territory, author: author.id });
  const ask = (text: string) => addNeeds(db, author, id, [{ kind: 'place', text }]);
  const asked = async () => (await listNeeds(db, [id])).get(id) ?? [];
  return { id, ask, asked };
}

test('of a form that comes twice at once, what is looked for is noted once', async () => {
  const { ask, asked } = await aProject();
  const both = await Promise.all([ask('Une salle le jeudi'), ask(' Une salle le jeudi ')]);
  expect(both).toEqual([{ ok: true }, { ok: true }]);
  expect((await asked()).map(({ text }) => text)).toEqual(['Une salle le jeudi']);
});

test('two at once that differ are both noted', async () => {
  const { ask, asked } = await aProject();
  await Promise.all([ask('Une salle le jeudi'), ask('Une salle le lundi')]);
  expect(await asked()).toHaveLength(2);
});

test('what was found is looked for again when it is asked again', async () => {
  const { id, ask, asked } = await aProject();
  await ask('Une salle le jeudi');
  const [first] = await asked();
  await settleNeed(db, author, id, first!.id, { now: new Date(), isMet: true });
  await ask('Une salle le jeudi');
  expect(await asked()).toHaveLength(2);
});
