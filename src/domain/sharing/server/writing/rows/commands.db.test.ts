import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Executor } from '#server/db/connection.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../../tests/support/waiting.ts';
import { aTerritory, person } from '../../../../../../tests/factories/people.ts';
import { listNeeds } from '../../needs/queries.ts';
import { openProject } from '../../projects/commands.ts';
import { listContributions } from '../../queries.ts';
import { listVersions } from '../../versions/queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-20T09:00:00Z');
let turn = 0;

async function aNetwork() {
  const territory = (await aTerritory(db, `envois-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const author = await person(db, { roles });
  const send = (
    nonce: string | null,
    title = 'Une navette',
    by = author,
    executor: Executor = db
  ) =>
    openProject(
      executor,
      by,
      { territory, title, details: { stage: 'idea', startsOn: null, endsOn: null } },
      { needs: [{ kind: 'place', text: 'Une salle' }], publishedAt: NOW, nonce }
    );
  const listed = async () =>
    (await listContributions(db, author, { kinds: ['project'], territory })).items;
  return { territory, author, other: await person(db, { roles }), send, listed };
}

/** Lets two sendings go at the same instant: both wait for the address that another page is taking. */
async function together<T>(sendings: readonly (() => Promise<T>)[]): Promise<T[]> {
  let all: Promise<T[]> = Promise.resolve([]);
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('slug of contribution project'))`.execute(tx);
    all = Promise.all(sendings.map((send) => send()));
    await untilWaiting(db, sendings.length);
  });
  return all;
}

test('a new page sent twice at once is opened once, and both are answered alike', async () => {
  const { send, listed } = await aNetwork();
  const nonce = randomUUID();
  const [first, second] = await together([() => send(nonce), () => send(nonce)]);
  if (!first?.ok || !second?.ok) throw new Error('refused');
  expect([first.isNew, second.isNew].toSorted()).toEqual([false, true]);
  expect({ ...first, isNew: true }).toEqual({ ...second, isNew: true });
  expect(await listed()).toHaveLength(1);
  expect((await listNeeds(db, [first.id])).get(first.id)).toHaveLength(1);
  expect((await listVersions(db, first.id)).map(({ change }) => change)).toEqual([
    ...['ce qui est recherché', 'brouillon ouvert']
  ]);
});

test('without what tells one sending from two, the same two open two pages', async () => {
  const { send, listed } = await aNetwork();
  await together([() => send(null), () => send(null)]);
  expect(await listed()).toHaveLength(2);
});

test('sent again later it is the same page, as it has become; from somebody else, it is hers', async () => {
  const { send, listed, other } = await aNetwork();
  const nonce = randomUUID();
  const first = await send(nonce);
  expect(await send(nonce)).toEqual({ ...first, isNew: false });
  expect(await send(nonce, 'Une navette', other)).toMatchObject({ ok: true, isNew: true });
  expect(await listed()).toHaveLength(2);
});

test('what the first sending could not finish, the second opens', async () => {
  const { send, listed } = await aNetwork();
  const nonce = randomUUID();
  const cut = db.transaction().execute(async (tx) => {
    await send(nonce, 'Une navette', undefined, tx);
    throw new Error('cut');
  });
  await expect(cut).rejects.toThrow('cut');
  expect(await send(nonce)).toMatchObject({ ok: true, isNew: true });
  expect(await listed()).toHaveLength(1);
});
