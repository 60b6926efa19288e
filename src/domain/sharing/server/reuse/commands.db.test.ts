import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import { loadDefaultVocabulary } from '#app/demo.ts';
import { createStructures } from '#domain/directory/server/commands.ts';
import type { ContributionId, StructureId } from '#shared/ids.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { untilWaiting } from '../../../../../tests/support/waiting.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { aStructure as input } from '../../../../../tests/factories/structures.ts';
import { findContribution } from '../queries.ts';
import { removeContribution } from '../publishing/commands.ts';
import { writeContribution } from '../writing/commands.ts';
import { answerReuse, sayReused, takeBackReuse } from './commands.ts';
import { askWhatBecame } from './jobs.ts';
import { getAskedReuse } from './links/queries.ts';
import { findReuse, listReuses, listReusesAmong } from './queries.ts';

process.env['MAILLAGE_SECRET'] ??= 'un secret assez long pour cet essai';
const db = await testDatabase();
await loadDefaultVocabulary(db);
const NOW = new Date('2026-05-20T09:00:00Z');
const LATER = new Date('2026-11-24T09:00:00Z');
const NAMED = 'Madame Dupont, née le 3 mars 1931, sort vendredi.';
let turn = 0;

async function aNetwork(visibility: 'public' | 'members' = 'members') {
  const territory = (await aTerritory(db, `reprise-${(turn += 1)}`)).id;
  const roles = [{ territory, role: 'member' as const }];
  const author = await person(db, { roles });
  const { id, slug } = await aContribution(db, {
    ...{ territory, kind: 'experience', title: 'Un seul numéro', author: author.id, visibility }
  });
  return { territory, roles, author, id, slug };
}

async function aStructure(): Promise<{ id: StructureId }> {
  const [id] = await createStructures(db, operator('essai'), [
    input({ name: `Structure ${(turn += 1)}` })
  ]);
  return { id: id! };
}

const done = (outcome = '') => ({ status: 'done' as const, structure: null, outcome });
const read = async (actor: Parameters<typeof listReuses>[1], id: ContributionId) =>
  listReuses(db, actor, (await findContribution(db, { id }))!);

test('a member who did not write it says that she re-uses it, changes what she said, takes it back', async () => {
  const { id, roles, author } = await aNetwork();
  const reader = await person(db, { roles, name: 'Léa Lectrice' });
  const said = await sayReused(db, reader, id, { ...done(), status: 'planned' }, { now: NOW });
  expect(said).toEqual({ ok: true, isNew: true });
  const changed = await sayReused(db, reader, id, done('Deux dates.'), { now: LATER });
  expect(changed).toEqual({ ok: true, isNew: false });
  expect(await read(author, id)).toMatchObject([
    { status: 'done', outcome: 'Deux dates.', person: { name: 'Léa Lectrice' }, version: 2 }
  ]);
  await takeBackReuse(db, reader, id);
  await takeBackReuse(db, reader, id);
  expect(await read(author, id)).toEqual([]);
  expect(await findReuse(db, id, reader.id)).toBeNull();
});

test('sent twice at once, it is one line', async () => {
  const { id, roles, author } = await aNetwork();
  const reader = await person(db, { roles });
  await Promise.all(
    Array.from({ length: 6 }, () => sayReused(db, reader, id, done('Oui.'), { now: NOW }))
  );
  expect(await read(author, id)).toHaveLength(1);
});

test('is refused to whoever wrote it, is not of the network, names a structure of others, or somebody', async () => {
  const { id, roles, author } = await aNetwork();
  const reader = await person(db, { roles });
  const stranger = await person(db, {});
  const structure = await aStructure();
  const say = (actor: PersonActor | typeof VISITOR, input: Parameters<typeof sayReused>[3]) =>
    sayReused(db, actor, id, input, { now: NOW });
  await expect(say(author, done())).rejects.toThrow(/les autres/);
  await expect(say(stranger, done())).rejects.toThrow(/n’existe pas/);
  await expect(say(VISITOR, done())).rejects.toThrow(/n’existe pas/);
  expect(await say(reader, { ...done(), structure: structure.id })).toMatchObject({
    ...{ ok: false, reason: 'invalid', issues: [{ path: 'structure' }] }
  });
  expect(await say(reader, { ...done(), status: 'maybe' as never })).toMatchObject({
    ...{ ok: false, reason: 'invalid', issues: [{ path: 'status' }] }
  });
  expect(await say(reader, done(NAMED))).toMatchObject({ ok: false, reason: 'second-reading' });
  expect(await read(author, id)).toEqual([]);
});

test('others read structures without names, and nothing of what was said among members', async () => {
  const { id, roles, author } = await aNetwork('public');
  const structure = await aStructure();
  const reader = await person(db, { roles, name: 'Léa Lectrice', referentOf: [structure.id] });
  const words = { ...done('Ouvert.'), structure: structure.id };
  await sayReused(db, reader, id, words, { now: new Date() });
  expect(await read(VISITOR, id)).toMatchObject([
    { outcome: 'Ouvert.', person: null, structure: { id: structure.id } }
  ]);
  expect((await read(author, id))[0]).toMatchObject({ person: { name: 'Léa Lectrice' } });
  expect((await listReusesAmong(db, VISITOR, [id])).get(id)).toHaveLength(1);

  // Closed, something said, opened again: what was said meanwhile stays among members.
  await writeContribution(db, author, id, { visibility: 'members' });
  await sayReused(db, reader, id, { ...words, outcome: 'Entre nous.' }, { now: new Date() });
  await writeContribution(db, author, id, { visibility: 'public' });
  expect(await read(VISITOR, id)).toEqual([]);
  expect((await listReusesAmong(db, VISITOR, [id])).size).toBe(0);
  expect((await listReusesAmong(db, reader, [id])).get(id)).toMatchObject([
    { outcome: 'Entre nous.' }
  ]);
});

async function aPlannedReuse() {
  const network = await aNetwork();
  const reader = await person(db, { roles: network.roles });
  await sayReused(db, reader, network.id, { ...done(), status: 'planned' }, { now: NOW });
  return { ...network, reader };
}

const linksTo = async (reader: PersonActor) => {
  const rows = await db
    .selectFrom('mail_message')
    .innerJoin('person', 'person.email', 'mail_message.recipient')
    .select('text_body')
    .where('kind', '=', 'reuse-news')
    .where('person.id', '=', reader.id)
    .execute();
  return rows.map(({ text_body: text }) => /\/reprise\/(\S+)/.exec(text ?? '')![1]!);
};

test('six months later she is asked once what became of it, and answers without signing in', async () => {
  const { id, reader, author } = await aPlannedReuse();
  expect(await askWhatBecame(db, new Date('2026-11-01T09:00:00Z'))).toBe(0);
  await Promise.all([askWhatBecame(db, LATER), askWhatBecame(db, LATER)]);
  expect(await askWhatBecame(db, LATER)).toBe(0);
  const [token, ...others] = await linksTo(reader);
  expect(others).toEqual([]);
  expect((await getAskedReuse(db, token!, LATER)).isAnswered).toBe(false);
  expect(
    await answerReuse(db, token!, { status: 'done', outcome: NAMED }, { now: LATER })
  ).toMatchObject({ reason: 'second-reading' });
  const after = new Date(LATER.getTime() + 1000);
  await answerReuse(db, token!, { status: 'dropped', outcome: 'Trop loin.' }, { now: after });
  expect(await read(author, id)).toMatchObject([{ status: 'dropped', outcome: 'Trop loin.' }]);
  expect((await getAskedReuse(db, token!, after)).isAnswered).toBe(true);
});

test('nobody is asked of what is over, was taken off, hidden, or when she has left', async () => {
  const over = await aPlannedReuse();
  await sayReused(db, over.reader, over.id, done('Fait.'), { now: NOW });
  const removed = await aPlannedReuse();
  await removeContribution(db, removed.author, removed.id, { now: NOW });
  const hidden = await aPlannedReuse();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'contribution', content_id: String(hidden.id) })
    .execute();
  const left = await aPlannedReuse();
  await db.deleteFrom('membership').where('person_id', '=', left.reader.id).execute();
  await askWhatBecame(db, LATER);
  for (const { reader } of [over, removed, hidden, left]) expect(await linksTo(reader)).toEqual([]);
});

test('the link serves sixty days, this re-use only, and nothing once the experience is taken off', async () => {
  const { reader, author, id } = await aPlannedReuse();
  await askWhatBecame(db, LATER);
  const [token] = await linksTo(reader);
  const answer = (asked: string, now: Date) =>
    answerReuse(db, asked, { status: 'done', outcome: '' }, { now });
  await expect(answer(token!, new Date('2027-02-01T09:00:00Z'))).rejects.toThrow(/ne sert plus/);
  await expect(answer(`${token!.slice(0, -1)}_`, LATER)).rejects.toThrow(/ne sert plus/);
  await expect(answer('1-abc', LATER)).rejects.toThrow(/ne sert plus/);
  await removeContribution(db, author, id, { now: LATER });
  await expect(answer(token!, LATER)).rejects.toThrow(/ne sert plus/);
});

test('while the experience is taken off, what is said of it waits, and is not kept under it', async () => {
  const { id, roles, author } = await aNetwork();
  const [reader, other] = [await person(db, { roles }), await person(db, { roles })];
  await sayReused(db, other, id, { ...done(), status: 'planned' }, { now: NOW });
  await askWhatBecame(db, LATER);
  const { rows } = await sql<{ text: string }>`select text_body as text from mail_message
    where recipient = ${`${other.id}@exemple.test`}`.execute(db);
  const token = /\/reprise\/([\w.-]+)/.exec(rows[0]!.text)![1]!;
  const said = { status: 'done' as const, outcome: 'Dit pendant ce temps.' };
  let both: Promise<unknown>[] = [];
  await db.transaction().execute(async (tx) => {
    await removeContribution(tx, author, id, { now: LATER });
    both = [
      sayReused(db, reader, id, done(said.outcome), { now: LATER }),
      answerReuse(db, token, said, { now: LATER })
    ];
    for (const one of both) one.catch(() => undefined);
    await untilWaiting(db, 2);
  });
  for (const one of await Promise.allSettled(both)) expect(one.status).toBe('rejected');
  expect((await read(author, id)).map(({ outcome }) => outcome)).toEqual(['']);
});
