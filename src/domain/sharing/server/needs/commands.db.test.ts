import { expect, test } from 'vitest';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { compareContents } from '../../comparison.ts';
import { writingOf } from '../../content.ts';
import { listNamesOf } from '../naming/queries.ts';
import { findContribution } from '../queries.ts';
import { findVersion, listVersions } from '../versions/queries.ts';
import { writeContribution } from '../writing/commands.ts';
import { addNeeds, removeNeed, settleNeed } from './commands.ts';
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

test('each change of what is looked for is a version, which going back to a text does not undo', async () => {
  const { id, ask, asked } = await aProject();
  await writeContribution(db, author, id, { summary: 'Le premier texte.' });
  await ask('Une salle le jeudi');
  const [need] = await asked();
  await settleNeed(db, author, id, need!.id, { now: new Date(), isMet: true });
  await settleNeed(db, author, id, need!.id, { now: new Date(), isMet: true });
  await writeContribution(db, author, id, { summary: 'Le second texte.' });
  await removeNeed(db, author, id, need!.id);
  const lines = (await listVersions(db, id)).toReversed();
  expect(lines.map(({ change }) => change)).toEqual([
    ...['texte', 'ce qui est recherché', 'ce qui est recherché', 'texte', 'ce qui est recherché']
  ]);
  const contents = await Promise.all(lines.map(({ version }) => findVersion(db, id, version)));
  const names = await listNamesOf(db, author, []);
  const changes = contents
    .slice(1)
    .map((after, at) =>
      compareContents(contents[at]!, after!, 'project', names).map(
        ({ label, before, after: now }) => [...[label, before.join(), now.join()]]
      )
    );
  const sought = 'Ce que vous cherchez';
  const [looked, found] = [
    'Un lieu\u00a0: Une salle le jeudi',
    'Un lieu\u00a0: Une salle le jeudi, trouvé'
  ];
  expect(changes).toEqual([
    [[sought, '', looked]],
    [[sought, looked, found]],
    [['En une phrase', 'Le premier texte.', 'Le second texte.']],
    [[sought, found, '']]
  ]);
  // Back to the second version, where a room was looked for.
  const { version } = lines[1]!;
  const back = writingOf((await findVersion(db, id, version))!);
  expect(await writeContribution(db, author, id, back)).toMatchObject({ ok: true, changed: true });
  expect((await findContribution(db, { id }))!.summary).toBe('Le premier texte.');
  expect(await asked()).toEqual([]);
});

test('a form opened before what is looked for changed loses nothing, and is not asked about it', async () => {
  const { id, ask, asked } = await aProject();
  await writeContribution(db, author, id, { summary: 'Lu.' });
  const { version } = (await findContribution(db, { id }))!;
  await ask('Une salle le jeudi');
  const written = await writeContribution(db, author, id, { summary: 'Écrit.' }, { version });
  expect(written).toMatchObject({ ok: true, changed: true });
  expect(await asked()).toHaveLength(1);
});

test('of a version from before they were kept, nothing is said of what was looked for', async () => {
  const names = await listNamesOf(db, author, []);
  const need = { kind: 'place', text: 'Une salle', isMet: false };
  const compare = (before: object, after: object) =>
    compareContents({ ...before }, { ...after }, 'project', names);
  expect(compare({ title: 'A' }, { title: 'A', needs: [need] })).toEqual([]);
  expect(compare({ title: 'A', needs: [] }, { title: 'A', needs: [need] })).toHaveLength(1);
});
