import { expect, test } from 'vitest';
import type { EventId, StructureId, TerritoryId, WaveId } from '#shared/ids.ts';
import {
  chooseWaves,
  describeSource,
  measureEffect,
  MEETING_MEASURES,
  writeGroup,
  type EventEffect
} from './effect.ts';
import type { Level, RelationAnswer, Wave, WaveNetwork } from './model.ts';

const EVENT = {
  id: 9 as EventId,
  startsAt: new Date('2026-05-12T12:00:00Z'),
  endsAt: new Date('2026-05-12T15:30:00Z')
};
const NOW = new Date('2026-11-22T09:00:00Z');

function wave(number: number, traits: Partial<Wave> = {}): Wave {
  const at = new Date(`2026-0${number}-10T09:00:00Z`);
  return {
    ...{ id: number as WaveId, territory: 1 as TerritoryId, number, title: '', introduction: '' },
    ...{ status: 'closed', closesOn: null, event: null, moment: null, openedAt: at },
    ...{ closedAt: new Date(at.getTime() + 5 * 86_400_000), remindedAt: null, version: 1 },
    ...traits
  };
}

/** Every two of six structures are asked about each other; « from, about, level ». */
function network(answers: readonly (readonly [number, number, Level])[]): WaveNetwork {
  const ids = [1, 2, 3, 4, 5, 6] as StructureId[];
  return {
    wave: wave(1),
    structures: ids.map((structure) => ({
      ...{ id: structure as never, structure, name: '', slug: '', type: 'MSP' },
      ...{ answeredAt: null, finishedAt: null }
    })),
    pairs: ids.flatMap((a, at) => ids.slice(at + 1).map((b) => ({ a, b, communes: 1 }))),
    answers: answers.map(([from, about, level]) => ({ from, about, level }) as RelationAnswer)
  };
}

const CAME = new Set([1, 2, 3] as StructureId[]);
const BEFORE = network([
  [1, 2, 0],
  [2, 1, 1],
  [1, 3, 2],
  [3, 2, 1],
  [4, 5, 0],
  [5, 6, 3],
  [6, 4, 1]
]);
const AFTER = network([
  [1, 2, 2],
  [2, 1, 1],
  [1, 3, 3],
  [3, 2, 1],
  [3, 1, 4],
  [4, 5, 0],
  [5, 6, 3],
  [6, 4, 1]
]);

test('the waves that say they are about it come first, then the nearest closed ones', () => {
  const all = [wave(1), wave(2), wave(4), wave(6), wave(7)];
  expect(chooseWaves(all, EVENT, NOW)).toMatchObject({
    before: { number: 4 },
    after: { number: 6 }
  });
  const said = [
    wave(1, { event: EVENT.id, moment: 'before' }),
    wave(4),
    wave(6),
    wave(7, { event: EVENT.id, moment: 'after' })
  ];
  expect(chooseWaves(said, EVENT, NOW)).toMatchObject({
    before: { number: 1 },
    after: { number: 7 }
  });
});

test('a wave that is open, a draft, one astride the rencontre and one years away are none', () => {
  const astride = { closedAt: new Date('2026-05-20T09:00:00Z') };
  const far = new Date('2024-01-01T09:00:00Z');
  const all = [
    wave(1, { openedAt: far, closedAt: far }),
    wave(4, astride),
    wave(6, { status: 'open', closedAt: null }),
    wave(7, { status: 'draft', openedAt: null, closedAt: null })
  ];
  expect(chooseWaves(all, EVENT, NOW)).toEqual({ before: null, after: null });
});

test('pairs are compared on the questions that the same structure answered twice', () => {
  const { together, others, present } = measureEffect({ before: BEFORE, after: AFTER }, CAME);
  expect(present).toBe(3);
  // 3 said 4 of 1 in the second wave alone: it is left out of the level of their pair.
  expect(together).toMatchObject({
    ...{ pairs: 3, compared: 3, authors: 3, gained: 1, lost: 0 },
    before: { value: 1 / 3 },
    after: { value: 2 / 3 },
    level: { before: 4 / 3, after: 2 }
  });
  expect(others).toMatchObject({ pairs: 12, compared: 3, gained: 0, lost: 0 });
});

test('what is not compared makes a range, and never counts as « ne connaît pas »', () => {
  const { others } = measureEffect({ before: BEFORE, after: AFTER }, CAME);
  expect(others!.after).toEqual({ value: 1 / 3, low: 1 / 12, high: 10 / 12, known: 3, of: 12 });
});

test('fewer than three structures are not told together', () => {
  const two = new Set([1, 2] as StructureId[]);
  expect(measureEffect({ before: BEFORE, after: AFTER }, two).together).toBeNull();
});

test('nothing is lost on the way: pairs gained and lost are the difference of those that know each other', () => {
  const levels: Level[] = [0, 1, 2, 3, 4];
  const random = (seed: number) => {
    const all = [1, 2, 3, 4, 5, 6];
    return network(
      all.flatMap((from) =>
        all
          .filter((about) => about !== from && (from * 7 + about * seed) % 4 !== 0)
          .map((about) => [from, about, levels[(from * seed + about * 3) % 5]!] as const)
      )
    );
  };
  for (let seed = 1; seed < 40; seed++) {
    const found = measureEffect({ before: random(seed), after: random(seed + 1) }, CAME);
    for (const group of [found.together, found.others]) {
      if (!group || group.compared === 0) continue;
      const known = ({ value }: { value: number | null }) => Math.round(value! * group.compared);
      expect(known(group.after) - known(group.before)).toBe(group.gained - group.lost);
      expect(group.after.low).toBeLessThanOrEqual(group.after.value!);
      expect(group.after.high).toBeGreaterThanOrEqual(group.after.value!);
    }
  }
});

test('its measures say where they come from, or why they are not known', () => {
  const effect: EventEffect = {
    ...{ before: wave(4), after: wave(6), basis: 'present' },
    ...measureEffect({ before: BEFORE, after: AFTER }, CAME)
  };
  const read = (code: string, of = effect) =>
    MEETING_MEASURES.find((one) => one.code === code)!.read(of);
  expect(read('newAcquaintances').value).toBe(1);
  expect(read('acquaintedAfter').value).toBeCloseTo(2 / 3);
  expect(read('levelGain').value).toBeCloseTo(2 / 3);
  expect(describeSource(effect)).toBe(
    'Vagues 4 (close le 15 avril 2026) et 6 (close le 15 juin 2026)\u00a0: 3 paires comparées sur 3'
  );
  expect(read('newAcquaintances', { ...effect, together: null })).toMatchObject({ value: null });
  expect(writeGroup(effect.together!)).toMatchObject({ compared: '3 sur 3', after: '67\u00a0%' });
});
