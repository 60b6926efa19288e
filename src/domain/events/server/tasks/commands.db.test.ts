import { beforeEach, expect, test } from 'vitest';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId } from '#shared/ids.ts';
import { anEvent } from '../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { addTeamMember } from '../team/commands.ts';
import { addUsualTasks, checkTask, deleteTask, saveTask } from './commands.ts';
import { listPossibleAssignees, listTasks } from './queries.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const db = await testDatabase();
const territory = await aTerritory(db);
const roles = [{ territory: territory.id, role: 'animator' }] as const;
const animator = await person(db, { name: 'Ana', roles });
const stranger = await person(db);
const TASK = { title: 'Réserver le lieu', detail: '', daysBefore: 90, assignee: null };
let event: EventId;

beforeEach(async () => {
  event = (await anEvent(db, territory.id)).id;
});

const add = async (input: object = {}) => {
  const made = await saveTask(db, animator, event, { task: null, input: { ...TASK, ...input } });
  if (!made.ok) throw new Error(made.reason);
  return made.id;
};
const list = () => listTasks(db, event);

test('a task is added, changed and taken off', async () => {
  const id = await add();
  const input = { ...TASK, title: 'Réserver la salle', daysBefore: 60 };
  await saveTask(db, animator, event, { task: id, input });
  expect(await list()).toMatchObject([{ id, title: 'Réserver la salle', daysBefore: 60 }]);
  await deleteTask(db, animator, event, id);
  expect(await list()).toEqual([]);
});

test('changing a task that somebody took off says so', async () => {
  const change = saveTask(db, animator, event, { task: 0, input: TASK });
  await expect(change).rejects.toThrow(NotFound);
});

test('a task is given to whoever prepares the edition, and to nobody else', async () => {
  const organiser = await person(db, { name: 'Olga', email: 'olga@exemple.test' });
  await addTeamMember(db, animator, event, {
    ...{ email: 'olga@exemple.test', role: 'organiser', session: null, partner: null }
  });
  expect((await listPossibleAssignees(db, event)).map(({ name }) => name)).toEqual(['Ana', 'Olga']);
  await add({ assignee: organiser.id });
  expect(await list()).toMatchObject([{ assignee: { name: 'Olga' } }]);
  const input = { ...TASK, assignee: stranger.id };
  expect(await saveTask(db, animator, event, { task: null, input })).toEqual({
    ...{ ok: false, reason: 'unknown-assignee' }
  });
});

test('ticking twice keeps who did it first; unticking forgets it', async () => {
  const task = await add();
  const other = await person(db, { name: 'Béa', roles });
  await checkTask(db, animator, event, { task, done: true }, NOW);
  await checkTask(db, other, event, { task, done: true }, new Date('2026-12-01T09:00:00Z'));
  expect(await list()).toMatchObject([{ doneAt: NOW, doneBy: 'Ana' }]);
  await checkTask(db, animator, event, { task, done: false }, NOW);
  expect(await list()).toMatchObject([{ doneAt: null, doneBy: '' }]);
});

test('the usual list is added once, beside what is there', async () => {
  await add({ title: 'Envoyer l’invitation', daysBefore: 40 });
  const added = await addUsualTasks(db, animator, event);
  expect(await list()).toHaveLength(added + 1);
  expect(await addUsualTasks(db, animator, event)).toBe(0);
});

test('a task of another edition is out of reach', async () => {
  const task = await add();
  const { id: other } = await anEvent(db, territory.id);
  await deleteTask(db, animator, other, task);
  await checkTask(db, animator, other, { task, done: true }, NOW);
  await expect(saveTask(db, animator, other, { task, input: TASK })).rejects.toThrow(NotFound);
  expect(await list()).toMatchObject([{ doneAt: null, title: TASK.title }]);
});

test('somebody else’s rétroplanning is nobody’s business', async () => {
  const refused = saveTask(db, stranger, event, { task: null, input: TASK });
  await expect(refused).rejects.toThrow(Forbidden);
  await expect(addUsualTasks(db, stranger, event)).rejects.toThrow(Forbidden);
});
