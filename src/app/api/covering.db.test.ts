import { beforeAll, expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { whoCovers } from '#domain/directory/server/coverage/queries.ts';
import { setFrontDoors, updateStructure } from '#domain/directory/server/commands.ts';
import { asInput } from '#domain/directory/model.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import { Invalid, NotFound } from '#shared/errors.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { loadDemonstration } from '../demo.ts';
import { whoCoversCommune } from './contracts.ts';
import { writeAhead, writeWhoCovers } from './covering.ts';
import { communeJson, coveringJson, summaryJson } from './presenters.ts';

const db = await testDatabase({ geography: true });
const admin = operator('essai');
const now = new Date('2026-11-24T14:00:00Z');

beforeAll(() => loadDemonstration(db));

const MOISSAC = { commune: '82112', audience: 'personnes-agees', theme: 'maintien-a-domicile' };

/** More than the demonstration holds. */
const WHOLE = { page: 1, size: 10_000 };

type Question = Parameters<typeof whoCovers>[1];

/** The same answer, presented from what the page shows. */
async function presented(question: Question): Promise<unknown> {
  const found = await whoCovers(db, question, now);
  return {
    commune: communeJson(found.commune),
    total: {
      structures: found.call.length + found.gather.length + found.everywhere.length,
      unspecified: found.unspecified.length,
      unknown: found.unknown.length
    },
    page: 1,
    per_page: WHOLE.size,
    structures: [...found.call, ...found.gather, ...found.everywhere].map(coveringJson),
    unspecified: found.unspecified.map(coveringJson),
    unknown: found.unknown.map(summaryJson)
  };
}

const written = async (question: Question, page = WHOLE): Promise<unknown> =>
  JSON.parse((await writeWhoCovers(db, question, page)).toString());

test('the bytes of the API say what the page says, for every kind of question', async () => {
  let structures = 0;
  for (const commune of [
    '29260',
    '29155',
    '29084',
    '29019',
    '41018',
    '82112',
    '82121',
    '82038',
    '75056'
  ])
    for (const audience of [undefined, 'personnes-agees', 'aidants'])
      for (const theme of [undefined, 'maintien-a-domicile', 'addictions'])
        for (const type of [undefined, 'CLIC']) {
          const answer = await written({ commune, audience, theme, type });
          expect(answer).toEqual(await presented({ commune, audience, theme, type }));
          structures += whoCoversCommune.response.parse(answer).structures.length;
        }
  expect(structures).toBeGreaterThan(100);
});

test('what is written of a fiche is read at the next question, accents included', async () => {
  const question = MOISSAC;
  const before = (await written(question)) as { structures: { slug: string }[] };
  const fiche = await getStructure(db, before.structures[0]!.slug);
  const changed = { ...asInput(fiche), summary: 'Reçoit « sans façon » à l’Œuvre — 日本 😀 "\\' };
  await updateStructure(db, admin, fiche.id, changed);
  const after = (await written(question)) as { structures: object[] };
  expect(after.structures[0]).toMatchObject({ summary: changed.summary });
  expect(after).toEqual(await presented(question));
});

test('the front doors of the territory are read again when they change', async () => {
  const question = MOISSAC;
  const { id } = await getTerritory(db, 'trois-confluents');
  await setFrontDoors(db, admin, id, []);
  expect(JSON.stringify(await written(question))).not.toMatch(/"front_door":\d/);
  await setFrontDoors(db, admin, id, [
    { audience: null, theme: null, structure: null, type: 'SSIAD' }
  ]);
  expect(await written(question)).toEqual(await presented(question));
  expect(JSON.stringify(await written(question))).toContain('"front_door":1');
});

test('a word that no vocabulary holds is refused by its name, a commune that does not exist too', async () => {
  const refusal = await writeWhoCovers(
    db,
    { commune: '82112', audience: 'x', theme: 'y' },
    WHOLE
  ).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Invalid);
  expect((refusal as Invalid).issues.map(({ path }) => path)).toEqual(['public', 'theme']);
  await expect(writeWhoCovers(db, { commune: '99999' }, WHOLE)).rejects.toBeInstanceOf(NotFound);
});

test('pages laid end to end are the whole answer, each list in its order', async () => {
  type Lists = Record<'structures' | 'unspecified' | 'unknown', { slug: string }[]>;
  const question = MOISSAC;
  const before = (await written(question)) as Lists;
  const silent = await getStructure(db, before.structures.at(-1)!.slug);
  const fiche = asInput(silent);
  const services = fiche.services.map((one) => ({ ...one, themes: [] }));
  await updateStructure(db, admin, silent.id, { ...fiche, services });
  const whole = (await written(question)) as Lists;
  const names = ['structures', 'unspecified', 'unknown'] as const;
  const count = names.reduce((sum, name) => sum + whole[name].length, 0);
  expect(names.map((name) => whole[name].length > 0)).toEqual([true, true, true]);
  for (const size of [1, 3, 7, count]) {
    const pages: Lists = { structures: [], unspecified: [], unknown: [] };
    for (let page = 1; page <= Math.ceil(count / size) + 1; page += 1) {
      const part = (await written(question, { page, size })) as Lists;
      const sent = names.flatMap((name) => part[name]);
      expect(sent.length).toBe(Math.max(0, Math.min(size, count - (page - 1) * size)));
      for (const name of names) pages[name].push(...part[name]);
    }
    expect(pages).toEqual(Object.fromEntries(names.map((name) => [name, whole[name]])));
  }
});

test('what is written ahead is not read again: what is written behind the back of the product is not seen', async () => {
  const question = { commune: '41018', audience: 'aidants' };
  const told = async (ahead: boolean) => {
    const { structures } = (await written(question)) as { structures: { slug: string }[] };
    const fiche = await getStructure(db, structures[0]!.slug);
    await updateStructure(db, admin, fiche.id, { ...asInput(fiche), summary: `Avant ${ahead}` });
    if (ahead) await writeAhead(db, new AbortController().signal);
    await db
      .updateTable('structure')
      .set({ summary: 'Par derrière' })
      .where('id', '=', fiche.id)
      .execute();
    const answer = (await written(question)) as { structures: { summary: string }[] };
    return answer.structures[0]!.summary;
  };
  expect(await told(true)).toBe('Avant true');
  expect(await told(false)).toBe('Par derrière');
});

test('what is written ahead stops when it is told to', async () => {
  const stopped = AbortSignal.abort();
  await expect(writeAhead(db, stopped)).resolves.toBeUndefined();
});
