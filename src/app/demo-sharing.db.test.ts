import { expect, test } from 'vitest';
import { findLikelyIdentifiers } from '#domain/confidentiality/patient.ts';
import { VISITOR, type Actor } from '#domain/identity/model.ts';
import { CONTRIBUTION_KINDS } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import type { PersonId } from '#shared/ids.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { loadActor } from './actor.ts';
import { loadDemonstration } from './demo.ts';
import { loadSharing } from './demo-sharing.ts';
import file from '../../demo/sharing.json' with { type: 'json' };

const db = await testDatabase({ geography: true });
const now = new Date('2026-11-24T14:00:00Z');
await loadDemonstration(db, () => {}, now);
const lucie = await db
  .selectFrom('person')
  .select('id')
  .where('email', '=', 'lucie.esquisse@exemple.test')
  .executeTakeFirstOrThrow();
const member = await loadActor(db, lucie.id as PersonId);

async function countByKind(actor: Actor) {
  return Promise.all(
    CONTRIBUTION_KINDS.map(
      async (kind) => (await listContributions(db, actor, { kinds: [kind] })).total
    )
  );
}

test('the month has eight projects, five experiences, eight questions, six opportunities, four documents', async () => {
  expect(await countByKind(member)).toEqual([8, 5, 8, 6, 4]);
});

test('a visitor reads what is public only, and no question', async () => {
  const counts = await countByKind(VISITOR);
  expect(counts[2]).toBe(0);
  expect(counts[0]).toBeGreaterThan(3);
  expect(counts[0]).toBeLessThan(8);
});

test('everything was told within the month, and nothing tomorrow', async () => {
  const rows = await db.selectFrom('contribution').select('published_at').execute();
  const replies = await db.selectFrom('reply').select('written_at').execute();
  const ages = [
    ...rows.map(({ published_at }) => published_at!),
    ...replies.map(({ written_at }) => written_at)
  ].map((at) => (now.getTime() - at.getTime()) / 86_400_000);
  expect(Math.min(...ages)).toBeGreaterThan(0);
  expect(Math.max(...ages)).toBeLessThan(32);
});

test('nothing is said before what it is said of', async () => {
  const rows = await db
    .selectFrom('reply as r')
    .innerJoin('contribution as c', 'c.id', 'r.contribution_id')
    .select(['c.title', 'r.body'])
    .whereRef('r.written_at', '<', 'c.published_at')
    .execute();
  expect(rows).toEqual([]);
});

test('two questions wait for an answer, one of them for more than five days', () => {
  const waiting = file.contributions.filter(
    ({ kind, replies }) => kind === 'question' && replies.length === 0
  );
  expect(waiting.map(({ daysAgo }) => daysAgo > 5).sort()).toEqual([false, true]);
});

test('sheets of the plan are linked to what is shared, and to nothing that is not', async () => {
  const rows = await db
    .selectFrom('action_sheet_link as l')
    .innerJoin('action_sheet as f', 'f.id', 'l.sheet_id')
    .innerJoin('contribution as c', 'c.id', 'l.contribution_id')
    .select(['f.slug', 'c.kind'])
    .orderBy('l.id')
    .execute();
  expect(rows).toHaveLength(file.sheets.flatMap(({ of }) => of).length);
  expect(rows[0]).toEqual({ slug: '1', kind: 'project' });
});

test('no text looks as if it spoke of a person who is accompanied', () => {
  const texts = file.contributions.flatMap(({ title, summary, texts, replies }) => [
    ...[title, summary, ...Object.values(texts)],
    ...replies.map(({ body }) => body)
  ]);
  expect(texts.flatMap((text) => findLikelyIdentifiers(text))).toEqual([]);
});

test('two months of binômes were drawn: nobody was paired twice with the same, and nobody was written to', async () => {
  const rows = await db
    .selectFrom('pairing as x')
    .innerJoin('pairing_round as r', 'r.id', 'x.round_id')
    .select(['r.month', 'x.a_id', 'x.b_id'])
    .execute();
  expect(new Set(rows.map(({ month }) => month)).size).toBe(2);
  expect(new Set(rows.map(({ a_id, b_id }) => `${a_id} ${b_id}`)).size).toBe(rows.length);
  const said = await db.selectFrom('pairing_feedback').select('outcome').execute();
  expect(said.filter(({ outcome }) => outcome === 'met').length).toBeGreaterThan(0);
  const mails = await db.selectFrom('mail_message').select('kind').execute();
  expect(mails.filter(({ kind }) => kind === 'pairing')).toEqual([]);
});

test('projects look for something, some of it was found; the letter of the month is a draft', async () => {
  const needs = await db.selectFrom('project_need').select('met_at').execute();
  expect(needs.length).toBeGreaterThan(8);
  expect(needs.filter(({ met_at }) => met_at !== null)).toHaveLength(2);
  const letters = await db.selectFrom('newsletter').select(['status', 'items']).execute();
  expect(letters).toMatchObject([{ status: 'draft' }]);
  // What was published that month, of what the file chooses.
  expect(letters[0]!.items).toHaveLength(4);
});

test('loaded again, nothing is added', async () => {
  expect(await loadSharing(db, now)).toBe(0);
  expect(await countByKind(member)).toEqual([8, 5, 8, 6, 4]);
});
