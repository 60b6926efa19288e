import { expect, test } from 'vitest';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { aContribution } from '../../../../tests/factories/contributions.ts';
import { anEvent } from '../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { listQuestions } from './asking/queries.ts';
import { askCoAuthor } from './people/commands.ts';
import { getContribution, listAmong, listContributions } from './queries.ts';
import { addReply } from './replies/commands.ts';
import { listReplies } from './replies/queries.ts';
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

test('what is answered among members is counted for them alone, what is answered in the open for all', async () => {
  const question = await aContribution(db, { territory, kind: 'question', author: author.id });
  const answer = (body: string) =>
    addReply(db, writer, question.id, { body }, { kind: 'answer', reread: true });
  await answer('Entre nous.');
  await writeContribution(db, author, question.id, { summary: 'Entre nous.' });
  await writeContribution(db, author, question.id, { visibility: 'public' });
  const waiting = { state: 'sans-reponse' } as const;
  const seen = async (actor: Actor) => {
    const [listed] = await listAmong(db, actor, [question.id]);
    const among = await listContributions(db, actor, { ids: [question.id] });
    const { items } = await listQuestions(db, actor, waiting, { page: 1, size: 20 });
    return {
      counts: [
        (await getContribution(db, actor, { id: question.id })).replyCount,
        ...[listed?.replyCount, among.items[0]?.replyCount]
      ],
      read: (await listReplies(db, actor, await getContribution(db, actor, { id: question.id })))
        .length,
      waits: items.some((one) => one.id === question.id)
    };
  };
  expect(await seen(reviewer)).toEqual({ counts: [1, 1, 1], read: 1, waits: false });
  for (const actor of [VISITOR, stranger])
    expect(await seen(actor)).toEqual({ counts: [0, 0, 0], read: 0, waits: true });
  await answer('Devant tout le monde.');
  expect(await seen(reviewer)).toEqual({ counts: [2, 2, 2], read: 2, waits: false });
  for (const actor of [VISITOR, stranger])
    expect(await seen(actor)).toEqual({ counts: [1, 1, 1], read: 1, waits: false });
  expect(JSON.stringify(await listAmong(db, VISITOR, [question.id]))).not.toContain(
    'openReplyCount'
  );
});
