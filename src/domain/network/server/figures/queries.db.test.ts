import { beforeAll, describe, expect, test } from 'vitest';
import { VISITOR } from '#domain/identity/model.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { aNeighbourhood, anAskedWave } from '../../../../../tests/factories/acquaintances.ts';
import { aTerritory, person } from '../../../../../tests/factories/people.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { countingStatements } from '../../../../../tests/support/statements.ts';
import type { Level } from '../../model.ts';
import { recordRelationsExport } from './commands.ts';
import { exportRelations } from './documents.ts';
import { getNetworkFigures, getWaveReading, readWaveMeasures } from './queries.ts';

const db = await testDatabase();

type Said = readonly [number, number, Level];

/** Eight structures, of which three are alone of their kind. */
const NAMES = ['Aube', 'Brume', 'Crue', 'Digue', 'Ecluse', 'Falaise', 'Gravière', 'Havre'];
const TYPES = ['MSP', 'MSP', 'MSP', 'MSP', 'CPTS', 'CLIC', 'DAC', 'MSP'];

/** Havre knows nobody and nobody knows it: the one that must never be named. */
const ISOLATED = 7;
const all = NAMES.map((_, at) => at);
const first: Said[] = all.flatMap((from) =>
  all
    .filter((about) => about !== from)
    .map((about): Said => [from, about, [from, about].includes(ISOLATED) ? 0 : 1])
);
const second: Said[] = first.map(([from, about, level]) => [
  from,
  about,
  level === 1 && from < 4 ? 3 : level
]);

let here: TerritoryId;
let ids: StructureId[];

beforeAll(async () => {
  ({ territory: here, ids } = await aNeighbourhood(db, NAMES, { types: TYPES }));
  await anAskedWave(db, here, ids, first, { closedAt: '2026-03-01T10:00:00Z' });
  await anAskedWave(db, here, ids, second, { closedAt: '2026-06-01T10:00:00Z' });
});

const member = () => person(db, { roles: [{ territory: here, role: 'member' }] });
const animator = () => person(db, { roles: [{ territory: here, role: 'animator' }] });

describe('who reads what', () => {
  test('neither a visitor nor a member of elsewhere reads a figure', async () => {
    const { id } = await aTerritory(db, 'ailleurs');
    const foreign = await person(db, { roles: [{ territory: id, role: 'animator' }] });
    for (const actor of [VISITOR, foreign, await person(db)]) {
      await expect(getNetworkFigures(db, actor, here)).rejects.toThrow(Forbidden);
      await expect(getWaveReading(db, actor, here, 1)).rejects.toThrow(Forbidden);
      await expect(exportRelations(db, actor, here, 1)).rejects.toThrow(Forbidden);
    }
  });

  test('a member reads no answer, and who animates all of them', async () => {
    await expect(getWaveReading(db, await member(), here, 1)).rejects.toThrow(Forbidden);
    const { network, before } = await getWaveReading(db, await animator(), here, 2);
    expect(network.answers).toHaveLength(second.length);
    expect(before.map(({ wave }) => wave.number)).toEqual([1]);
  });

  test('a wave that does not exist, or was not opened, is not found', async () => {
    await expect(getWaveReading(db, await animator(), here, 9)).rejects.toThrow(NotFound);
  });
});

describe('what members read', () => {
  test('figures of closed waves, and their evolution', async () => {
    const { waves, ongoing, own } = await getNetworkFigures(db, await member(), here);
    expect(waves.map(({ wave }) => wave.number)).toEqual([1, 2]);
    expect(waves[1]!.told?.figures.isolation.value).toBe(1);
    expect(waves[1]!.since).toMatchObject({ number: 1, evolution: { up: 24, down: 0 } });
    expect([ongoing, own]).toEqual([null, []]);
  });

  test('no structure is named, nor is any answer there, nor a type that fewer than three spoke for', async () => {
    const told = JSON.stringify(await getNetworkFigures(db, await member(), here));
    for (const name of NAMES) expect(told).not.toContain(name);
    expect(told).not.toMatch(/"(?:answers|pairs|structures|slug|level":\d,"from)"/);
    for (const type of ['CPTS', 'CLIC', 'DAC']) expect(told).not.toContain(`"${type}"`);
    // Only a guard that would see them: who animates is told.
    const all = JSON.stringify(await getWaveReading(db, await animator(), here, 2));
    for (const name of NAMES) expect(all).toContain(name);
  });

  test('an open wave tells only how many have answered, whatever was said in it', async () => {
    const { territory, ids: others } = await aNeighbourhood(db, NAMES, { slug: 'ouvert' });
    await anAskedWave(db, territory, others, second, { status: 'open' });
    const reader = await person(db, {
      roles: [{ territory, role: 'member' }],
      referentOf: [others[0]!]
    });
    const told = await getNetworkFigures(db, reader, territory);
    expect(told).toMatchObject({ waves: [], own: [], ongoing: { response: { known: 8, of: 8 } } });
    expect(JSON.stringify(told)).not.toContain('density');
  });

  test('a wave that two structures answered is told to no member', async () => {
    const { territory, ids: few } = await aNeighbourhood(db, NAMES, { slug: 'peu' });
    await anAskedWave(db, territory, few, [
      [0, 1, 2],
      [1, 0, 2]
    ]);
    const reader = await person(db, { roles: [{ territory, role: 'member' }] });
    const { waves } = await getNetworkFigures(db, reader, territory);
    expect(waves).toMatchObject([{ told: null, since: null }]);
  });
});

describe('what a référent reads of her structure', () => {
  test('what it said one by one, what others say of it only together', async () => {
    const her = await person(db, {
      roles: [{ territory: here, role: 'member' }],
      referentOf: [ids[ISOLATED]!]
    });
    const { own } = await getNetworkFigures(db, her, here);
    expect(own).toMatchObject([
      {
        name: 'Havre',
        isIsolated: true,
        knownBy: { density: { value: 0, known: 7 }, meanLevel: { value: 0 } }
      }
    ]);
    expect(own[0]!.said.map(({ level }) => level)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('nothing of others below five answers', async () => {
    const { territory, ids: some } = await aNeighbourhood(db, NAMES, { slug: 'quatre' });
    const answers = [1, 2, 3, 4].map((from): Said => [from, 0, 3]);
    await anAskedWave(db, territory, some, answers);
    const her = await person(db, {
      roles: [{ territory, role: 'member' }],
      referentOf: [some[0]!, some[1]!]
    });
    const { own } = await getNetworkFigures(db, her, territory);
    expect(own.map(({ knownBy }) => knownBy)).toEqual([null, null]);
    expect(own.map(({ isIsolated }) => isIsolated)).toEqual([false, false]);
    expect(own[0]!.said.every(({ level }) => level === null)).toBe(true);
  });
});

test('what indicators read says where it comes from', async () => {
  const { network } = await getWaveReading(db, await animator(), here, 2);
  const measures = await readWaveMeasures(db, network.wave.id);
  const density = measures.find(({ code }) => code === 'density-2')!;
  expect(density.value).toBeCloseTo(24 / 56, 9);
  expect(density.source).toBe(
    'D’après la vague 2, close le 1er juin 2026\u00a0: 8 structures sur 8 ont répondu, 56 réponses sur 56.'
  );
});

test('the table has a line for each pair, and its taking is kept', async () => {
  const actor = await animator();
  const { csv, count } = await exportRelations(db, actor, here, 2);
  expect(csv.split('\r\n').filter(Boolean)).toHaveLength(1 + 28);
  expect(csv).toContain('Aube;MSP;Brume;MSP;3;3;Travaille régulièrement avec;3;');
  await recordRelationsExport(db, actor, here, { wave: 2, count });
  const entry = await db
    .selectFrom('audit_entry')
    .select(['action', 'detail'])
    .where('action', '=', 'wave.export')
    .executeTakeFirstOrThrow();
  expect(entry.detail).toEqual({ count: 56 });
  await expect(recordRelationsExport(db, await member(), here, { wave: 2, count })).rejects.toThrow(
    Forbidden
  );
});

test('structures and answers cost no more statements', async () => {
  const { territory, ids: few } = await aNeighbourhood(db, NAMES.slice(0, 2), { slug: 'petit' });
  await anAskedWave(db, territory, few, [[0, 1, 2]]);
  await anAskedWave(db, territory, few, [[0, 1, 2]]);
  const reader = await person(db, { roles: [{ territory, role: 'member' }] });
  const small = await countingStatements(db, (counted) =>
    getNetworkFigures(counted, reader, territory)
  );
  const actor = await member();
  expect(await countingStatements(db, (counted) => getNetworkFigures(counted, actor, here))).toBe(
    small
  );
});
