import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden } from '#shared/errors.ts';
import { aContribution } from '../../../../../tests/factories/contributions.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { readNetworkHealth } from './queries.ts';

const db = await testDatabase();
const NOW = new Date('2026-11-22T10:00:00Z');
const OLD = new Date('2026-01-10T10:00:00Z');
const territory = (await aTerritory(db, 'ici')).id;
const elsewhere = (await aTerritory(db, 'ailleurs')).id;
const animator = await person(db, { roles: [{ territory, role: 'animator' }] });
const member = await person(db, { roles: [{ territory, role: 'member' }] });
const health = () => readNetworkHealth(db, animator, territory, NOW);

test('is for those who animate the territory', async () => {
  const stranger = await person(db, { roles: [{ territory: elsewhere, role: 'animator' }] });
  for (const actor of [VISITOR, member, stranger])
    await expect(readNetworkHealth(db, actor, territory, NOW)).rejects.toThrow(Forbidden);
});

test('lists questions that nobody answered, and none that was answered, resolved, hidden or of elsewhere', async () => {
  const aQuestion = (more = {}) =>
    aContribution(db, { territory, kind: 'question', publishedAt: OLD, ...more });
  const alone = await aQuestion({ title: 'Qui sait ?' });
  const answered = await aQuestion();
  await sql`insert into reply (contribution_id, kind, body) values (${answered.id}, 'answer', 'Moi.')`.execute(
    db
  );
  const resolved = await aQuestion();
  await sql`update question set resolved_at = now() where contribution_id = ${resolved.id}`.execute(
    db
  );
  const held = await aQuestion();
  await sql`insert into withholding (content_kind, content_id, content_label, reason)
    values ('contribution', ${String(held.id)}, 'Question', '')`.execute(db);
  await aQuestion({ territory: elsewhere });
  await aQuestion({ status: 'draft' });
  await aQuestion({ publishedAt: NOW });
  expect((await health()).questions).toEqual([
    { slug: alone.slug, title: 'Qui sait ?', days: 316 }
  ]);
});

test('lists projects without news and documents to look at again, and names nobody', async () => {
  const project = await aContribution(db, { territory, author: member.id, publishedAt: OLD });
  const told = await aContribution(db, { territory, publishedAt: OLD });
  await sql`update contribution set updated_at = ${OLD}`.execute(db);
  await sql`insert into reply (contribution_id, kind, body, written_at) values (${told.id}, 'news', 'Ouvert.', ${NOW})`.execute(
    db
  );
  const old = await aContribution(db, {
    territory,
    kind: 'document',
    details: { expiresOn: '2026-11-01' }
  });
  await aContribution(db, { territory, kind: 'document', details: { expiresOn: '2027-11-01' } });
  const found = await health();
  expect(found.projects.map(({ slug }) => slug)).toEqual([project.slug]);
  expect(found.documents).toMatchObject([{ slug: old.slug, days: 21 }]);
  expect(JSON.stringify(found)).not.toContain(member.name);
});
