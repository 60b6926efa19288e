import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { PersonId } from '#shared/ids.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { renewFeed } from '../preferences/commands.ts';
import { writeAtom } from './documents.ts';
import { feedAddress, findFeedOwner, writeFeedToken } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const NOW = new Date('2026-11-23T07:00:00Z');

test('the address of a private feed opens it, until it is renewed, or its account suspended or gone', async () => {
  const her = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
  const first = writeFeedToken(her.id, 1);
  expect(feedAddress(her.id, 1)).toContain(`/flux/${first}.atom`);
  expect(await findFeedOwner(db, first)).toBe(her.id);
  await renewFeed(db, her);
  expect(await findFeedOwner(db, first)).toBe(null);
  const second = writeFeedToken(her.id, 2);
  expect(await findFeedOwner(db, second)).toBe(her.id);
  await renewFeed(db, her);
  expect(await findFeedOwner(db, second)).toBe(null);
  const third = writeFeedToken(her.id, 3);
  await db.updateTable('person').set({ suspended_at: NOW }).where('id', '=', her.id).execute();
  expect(await findFeedOwner(db, third)).toBe(null);
  await db.deleteFrom('person').where('id', '=', her.id).execute();
  expect(await findFeedOwner(db, third)).toBe(null);
});

test('a token that this instance did not write opens nothing', async () => {
  const [a, b] = [await person(db), await person(db)];
  const [mine, hers] = [writeFeedToken(a.id, 1), writeFeedToken(b.id, 1)];
  const forged = `${hers.split('-')[0]!}-${mine.slice(33)}`;
  const unknown = writeFeedToken('00000000-0000-4000-8000-000000000000' as PersonId, 1);
  for (const wrong of ['', 'a', 'a-b', forged, `${mine}x`, mine.slice(1), unknown])
    expect(await findFeedOwner(db, wrong), wrong).toBe(null);
});

test('a feed is read back as Atom, whatever a title holds', () => {
  const entry = { kicker: 'Projet', href: '/partage/projets/x', key: 'project:1', at: NOW };
  const title = 'Aidants & Cie <script>alert(1)</script> ]]> \u0007 «\u00a0fin\u00a0»';
  const head = { title: 'Partage', subtitle: 'Public', self: '/partage.atom', page: '/partage' };
  const xml = writeAtom(head, [{ ...entry, title, text: title }], NOW);
  const { feed } = new XMLParser({ ignoreAttributes: false }).parse(xml) as {
    feed: { updated: string; entry: { id: string; title: unknown; updated: string } };
  };
  expect(feed.updated).toBe(NOW.toISOString());
  expect(feed.entry.updated).toBe(NOW.toISOString());
  expect(JSON.stringify(feed.entry.title)).toContain('Aidants &amp; Cie &lt;script&gt;');
  expect(xml).not.toContain('<script>');
  // Forbidden in XML, even written as an entity: readers refuse the whole feed.
  expect(xml).not.toContain('\u0007');
  expect(new XMLParser().parse(writeAtom(head, [], NOW))).toHaveProperty('feed.title');
});
