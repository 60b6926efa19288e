import { expect, test } from 'vitest';
import { rankSlots, silentTypes, type Candidate, type Voter } from './availability.ts';
import { ANSWERS, type Answer } from './poll.ts';

const DAY = Date.parse('2027-03-04T09:00:00Z');

function candidates(count: number, dayOff: (at: number) => boolean = () => false): Candidate[] {
  return Array.from({ length: count }, (_, at) => ({
    slot: at + 1,
    startsAt: new Date(DAY + at * 86_400_000),
    dayOff: dayOff(at)
  }));
}

function voter(answers: readonly (Answer | null)[], traits: Partial<Voter> = {}): Voter {
  const given = answers.flatMap((answer, at) => (answer ? [[at + 1, answer] as const] : []));
  return { structure: null, type: null, profession: null, ...traits, answers: new Map(given) };
}

/** The same numbers at each run, so that a failure can be run again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

function randomVoters(roll: (sides: number) => number, slots: number): Voter[] {
  return Array.from({ length: 1 + roll(15) }, () =>
    voter(
      Array.from({ length: slots }, () => (roll(6) === 0 ? null : ANSWERS[roll(3)]!)),
      {
        structure: roll(3) === 0 ? null : `S${roll(6)}`,
        type: roll(3) === 0 ? null : `T${roll(3)}`,
        profession: roll(3) === 0 ? null : `P${roll(4)}`
      }
    )
  );
}

function forMany(check: (roll: (sides: number) => number) => void): void {
  for (let seed = 1; seed <= 400; seed += 1) check(dice(seed * 7919));
}

test('« si nécessaire » counts less than « oui » and more than « non »', () => {
  const ranked = rankSlots(candidates(3), [voter(['no', 'yes', 'if-needed'])]);
  expect(ranked.map(({ slot, points }) => [slot, points])).toEqual([
    [2, 2],
    [3, 1],
    [1, 0]
  ]);
});

test('a date with everybody’s structure wins over one with as many people and a type that is absent', () => {
  const ranked = rankSlots(candidates(2), [
    voter(['yes', 'yes'], { type: 'CPTS', structure: 'A' }),
    voter(['yes', 'no'], { type: 'CPTS', structure: 'A' }),
    voter(['no', 'yes'], { type: 'DAC', structure: 'B', profession: 'infirmière' })
  ]);
  expect(ranked[0]).toMatchObject({
    slot: 2,
    missing: { structures: [], types: [], professions: [] }
  });
  expect(ranked[1]?.missing).toEqual({
    structures: ['B'],
    types: ['DAC'],
    professions: ['infirmière']
  });
});

test('the silent are unknown, never absent', () => {
  const voters = [voter(['yes'], { type: 'CPTS' }), voter([], { type: 'DAC' })];
  expect(rankSlots(candidates(1), voters)[0]).toMatchObject({
    unknown: 1,
    no: 0,
    missing: { types: [] }
  });
  expect(silentTypes(voters)).toEqual(['DAC']);
});

test('a profession is one however it is written, and named as somebody wrote it', () => {
  const voters = [
    voter(['no', 'yes'], { profession: 'Coordinatrice de CPTS' }),
    voter(['no', 'no'], { profession: 'coordinateur de CPTS' })
  ];
  const ranked = rankSlots(candidates(2), voters);
  expect(ranked.map(({ missing }) => missing.professions)).toEqual([[], ['Coordinatrice de CPTS']]);
});

test('a tie says what separates it: more « oui », then no day off, then the sooner', () => {
  const twoIfNeeded = [voter(['yes', 'if-needed']), voter(['no', 'if-needed'])];
  expect(rankSlots(candidates(2), twoIfNeeded).map(({ slot, tie }) => [slot, tie])).toEqual([
    [1, null],
    [2, 'yes']
  ]);
  const same = [voter(['yes', 'yes'])];
  expect(
    rankSlots(
      candidates(2, (at) => at === 0),
      same
    ).map(({ slot, tie }) => [slot, tie])
  ).toEqual([
    [2, null],
    [1, 'day-off']
  ]);
  expect(rankSlots(candidates(2), same).map(({ slot, tie }) => [slot, tie])).toEqual([
    [1, null],
    [2, 'sooner']
  ]);
});

test('whatever the answers, everybody is counted once a slot and each slot is ranked once', () => {
  forMany((roll) => {
    const slots = 1 + roll(6);
    const voters = randomVoters(roll, slots);
    const ranked = rankSlots(candidates(slots), voters);
    expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_, at) => at + 1));
    expect(new Set(ranked.map(({ slot }) => slot)).size).toBe(slots);
    for (const { yes, ifNeeded, no, unknown } of ranked)
      expect(yes + ifNeeded + no + unknown).toBe(voters.length);
  });
});

test('the order in which guests are read changes nothing', () => {
  forMany((roll) => {
    const slots = 1 + roll(6);
    const voters = randomVoters(roll, slots);
    const turned = [...voters.slice(1), voters[0]!].reverse();
    expect(rankSlots(candidates(slots), turned)).toEqual(rankSlots(candidates(slots), voters));
  });
});

test('a better answer to a slot never lowers its points nor its rank', () => {
  const better: Partial<Record<Answer, Answer>> = { no: 'if-needed', 'if-needed': 'yes' };
  forMany((roll) => {
    const slots = 1 + roll(6);
    const voters = randomVoters(roll, slots);
    const slot = 1 + roll(slots);
    const who = roll(voters.length);
    const improved = better[voters[who]!.answers.get(slot) ?? 'yes'];
    if (!improved) return;
    const after = voters.map((one, at) =>
      at === who ? { ...one, answers: new Map([...one.answers, [slot, improved]]) } : one
    );
    const find = (all: readonly Voter[]) =>
      rankSlots(candidates(slots), all).find((one) => one.slot === slot)!;
    expect(find(after).points).toBeGreaterThanOrEqual(find(voters).points);
    expect(find(after).rank).toBeLessThanOrEqual(find(voters).rank);
  });
});

test('points decide first, and a slot that everybody can come to is never after one that nobody can', () => {
  forMany((roll) => {
    const voters = randomVoters(roll, 4).map((one) => ({
      ...one,
      answers: new Map([...one.answers, [1, 'yes' as const], [2, 'no' as const]])
    }));
    const ranked = rankSlots(candidates(4), voters);
    const points = ranked.map((one) => one.points);
    expect(points).toEqual([...points].sort((a, b) => b - a));
    expect(ranked.findIndex(({ slot }) => slot === 1)).toBeLessThan(
      ranked.findIndex(({ slot }) => slot === 2)
    );
  });
});
