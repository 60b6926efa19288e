import { beforeAll, describe, expect, test } from 'vitest';
import { everythingToFind } from '../../../../../../tests/factories/findables.ts';
import { ALL, type Role } from '../../../../../../tests/factories/finders.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { FOUND_KINDS, type FoundAll } from '../../../search.ts';
import { indexStale } from '../indexing/commands.ts';
import { searchEverything } from '../queries.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const NOTHING: FoundAll = { match: 'exact', groups: [] };

const db = await testDatabase();
let place: Awaited<ReturnType<typeof everythingToFind>>;

beforeAll(async () => {
  place = await everythingToFind(db);
});

const search = (role: Role, q: string, kind: FoundAll['groups'][number]['kind'] | null = null) =>
  searchEverything(db, place.actors[role], { q, kind, page: 1, size: 5, now: NOW });

/** Those who read the least, and a member: searched with typing errors too. */
const WATCHED: readonly Role[] = ['visitor', 'reception', 'member', 'author', 'organiser', 'pilot'];

/** One letter of the middle lost; the first ones alone. */
const mistyped = (word: string) => word.slice(0, 4) + word.slice(5);
const begun = (word: string) => word.slice(0, 8);

/** What is found that should not be, or is not found that should be, by who looks for these words. */
async function mistakes(role: Role, formsOf: (word: string) => string[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { what, word, sees } of place.secrets)
    for (const q of formsOf(word)) {
      const found = await search(role, q);
      const total = found.groups.reduce((sum, group) => sum + group.total, 0);
      const expected = sees.includes(role) ? 1 : 0;
      if (total !== expected) wrong.push(`${what} (« ${q} »): ${total} instead of ${expected}`);
      // As if the word had never been written.
      if (!expected && JSON.stringify(found) !== JSON.stringify(NOTHING))
        wrong.push(`${what}: ${JSON.stringify(found)}`);
    }
  return wrong;
}

test.each(WATCHED)(
  'of what has just changed, %s finds what she may read and nothing else',
  async (role) => {
    expect(await mistakes(role, (word) => [word])).toEqual([]);
  },
  60_000
);

describe('of what is indexed', () => {
  beforeAll(() => indexStale(db));

  test.each(ALL)(
    '%s finds what she may read, and nothing else, not even its number',
    async (role) => {
      expect(await mistakes(role, (word) => [word])).toEqual([]);
    },
    60_000
  );

  test.each(WATCHED)(
    'neither a typing error nor a beginning tells %s more',
    async (role) => {
      expect(await mistakes(role, (word) => [mistyped(word), begun(word)])).toEqual([]);
    },
    60_000
  );
});

test('asking for one kind finds no more', async () => {
  const wrong: string[] = [];
  for (const { what, word, sees } of place.secrets) {
    const kind = FOUND_KINDS.find((one) => what.startsWith(`${one},`));
    if (!kind || sees.includes('visitor')) continue;
    const found = await search('visitor', word, kind);
    if (found.groups.length > 0) wrong.push(what);
  }
  expect(wrong).toEqual([]);
});

test('a word that only a hidden content holds leaves the words like it to be forgiven', async () => {
  const hidden = place.secrets.find(({ what }) => what === 'project, hidden')!;
  const shown = `${hidden.word.slice(0, -1)}x`;
  await db
    .updateTable('contribution')
    .set({ summary: shown })
    .where('title', '=', place.secrets.find(({ what }) => what === 'project, public')!.word)
    .execute();

  const asHidden = await search('visitor', hidden.word);
  const asUnknown = await search('visitor', `${hidden.word.slice(0, -1)}q`);

  expect(asHidden.match).toBe('near');
  expect(asHidden).toEqual(asUnknown);
});
