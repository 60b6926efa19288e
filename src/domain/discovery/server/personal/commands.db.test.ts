import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { someoneToldNews } from '../../../../../tests/factories/news-traces.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { PURGES } from '../retention/commands.ts';
import { erasePerson } from './commands.ts';
import { exportPerson } from './queries.ts';

const db = await testDatabase();
const territory = await aTerritory(db);
const NAMED = { name: 'Zoé Lectrice', email: 'zoe.lectrice@exemple.test' };

test('what somebody follows and was told is taken away, then erased; the letters stay without her name', async () => {
  const zoe = await person(db, NAMED);
  await someoneToldNews(db, territory.id, { id: zoe.id, ...NAMED });
  const { news } = await exportPerson(db, zoe.id);
  expect(news).toMatchObject({
    follows: [{ target: 'theme', key: 'soutien-aidants', muted: false }],
    preference: [{ rhythm: 'daily' }],
    digests: [{ period: '2026-11-23', items: 2 }],
    letters: [{ created: true, sent: true, month: '2026-11' }]
  });
  await db.transaction().execute((tx) => erasePerson(tx, zoe.id, NAMED));
  const left = await exportPerson(db, zoe.id);
  expect(Object.values(left.news).flat()).toEqual([]);
  const letter = await db.selectFrom('newsletter').selectAll().executeTakeFirstOrThrow();
  const text = JSON.stringify(letter);
  for (const word of [NAMED.name, NAMED.email, zoe.id]) expect(text).not.toContain(word);
  expect(letter.introduction).toBe('une personne effacée vous écrit.');
});

test('that somebody was written to goes after its time, and who wrote a letter; the letter stays', async () => {
  await sql`delete from newsletter`.execute(db);
  const ida = await person(db);
  await someoneToldNews(db, territory.id, { id: ida.id, name: ida.name });
  const purge = (kind: keyof typeof PURGES, before: Date) =>
    db.transaction().execute((tx) => PURGES[kind](tx, before));
  const [past, later] = [new Date('2020-01-01T00:00:00Z'), new Date(Date.now() + 60_000)];
  for (const kind of ['digest', 'newsletter'] as const) {
    expect(await purge(kind, past)).toBe(0);
    expect(await purge(kind, later)).toBe(1);
    expect(await purge(kind, later)).toBe(0);
  }
  expect(await db.selectFrom('newsletter').select('sent_by').execute()).toEqual([
    { sent_by: null }
  ]);
});
