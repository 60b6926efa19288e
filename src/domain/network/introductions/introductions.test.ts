import { expect, test } from 'vitest';
import type { EventId, StructureId } from '#shared/ids.ts';
import { commonGround, sharedAudiences } from './reasons.ts';
import { inOrder, standingOf, type Candidate, type CandidatePair } from './pair.ts';
import { filterIntroductions, rankIntroductions } from './ranking.ts';
import { chooseToMeet, type Neighbour } from './to-meet.ts';

const LABELS = new Map([
  ['personnes-agees', 'Personnes âgées'],
  ['aidants', 'Proches aidants'],
  ['enfants', 'Enfants'],
  ['tous-publics', 'Tous publics']
]);

const EDITION = {
  ...{ id: 1 as EventId, slug: 'printemps', title: 'Rencontre de printemps' },
  ...{ startsAt: new Date('2026-05-12T12:00:00Z'), endsAt: new Date('2026-05-12T15:00:00Z') },
  timeZone: 'Europe/Paris'
};

function candidate(id: number, traits: Partial<Candidate> = {}): Candidate {
  return {
    ...{ id: id as StructureId, slug: `s-${id}`, name: `Structure ${id}` },
    ...{ type: 'MSP', action: 'call', audiences: ['personnes-agees'] },
    ...traits
  };
}

function pair(traits: Partial<CandidatePair> = {}): CandidatePair {
  return {
    ...{ a: candidate(1), b: candidate(2), communes: 12, said: { a: 0, b: 0 } },
    ...{ together: null, decision: null },
    ...traits
  };
}

const reasonOf = (traits: Partial<CandidatePair>) =>
  rankIntroductions([pair(traits)], LABELS)[0]!.reason;

test('the reason says what two structures have in common, and how far they know each other', () => {
  expect(reasonOf({})).toBe('12 communes et les personnes âgées en commun, jamais rencontrés');
  expect(reasonOf({ said: { a: 1, b: 1 } })).toMatch(/, se connaissent de nom$/);
  expect(reasonOf({ said: { a: 1, b: 0 } })).toMatch(/, l’une connaît l’autre de nom$/);
  expect(reasonOf({ said: { a: 0, b: null } })).toMatch(
    /, jamais rencontrés selon l’une des deux$/
  );
  expect(reasonOf({ said: { a: null, b: 1 } })).toMatch(/de nom selon l’une des deux$/);
  expect(reasonOf({ together: EDITION })).toMatch(
    /, ne se connaissent pas\u00a0; ensemble à «\u00a0Rencontre de printemps\u00a0»$/
  );
});

test('what is in common is counted beyond two publics, and never invented', () => {
  const two = ['personnes-agees', 'aidants'];
  expect(commonGround(1, [], LABELS)).toBe('1 commune en commun');
  expect(commonGround(3, two, LABELS)).toBe(
    '3 communes, les personnes âgées et les proches aidants en commun'
  );
  expect(commonGround(3, [...two, 'enfants'], LABELS)).toBe(
    '3 communes et 3 publics en commun, dont les personnes âgées'
  );
  expect(commonGround(3, ['tous-publics'], LABELS)).toBe(
    '3 communes et tous les publics en commun'
  );
});

test('a pair that neither has spoken of is not « ne se connaissent pas »', () => {
  expect(standingOf(pair({ said: { a: null, b: null } }))).toBe('unheard');
  expect(standingOf(pair({ said: { a: null, b: 0 } }))).toBe('suggested');
  expect(standingOf(pair({ said: { a: 2, b: 0 } }))).toBeNull();
  expect(standingOf(pair({ said: { a: 4, b: null } }))).toBeNull();
});

test('what was decided stands, whatever they have answered since', () => {
  const at = new Date();
  for (const status of ['planned', 'made', 'dismissed'] as const) {
    const decision = { status, event: null, at };
    expect(standingOf(pair({ said: { a: 3, b: 3 }, decision }))).toBe(status);
  }
});

test('publics are shared when both say so; nobody is excluded for not saying', () => {
  expect(sharedAudiences(['enfants'], ['aidants'])).toBeNull();
  expect(sharedAudiences([], ['aidants'])).toEqual([]);
  expect(sharedAudiences(['tous-publics'], ['aidants', 'enfants'])).toEqual(['aidants', 'enfants']);
  expect(sharedAudiences(['tous-publics'], ['tous-publics'])).toEqual(['tous-publics']);
  const apart = pair({ b: candidate(2, { audiences: ['enfants'] }) });
  expect(rankIntroductions([apart], LABELS)).toEqual([]);
});

test('more communes, more publics, another type, less known: each comes first', () => {
  const order = (one: Partial<CandidatePair>, other: Partial<CandidatePair>) =>
    rankIntroductions(
      [
        pair({ a: candidate(3), b: candidate(4), ...other }),
        pair({ a: candidate(8), b: candidate(9), ...one })
      ],
      LABELS
    ).map(({ a, b }) => Math.min(a.id, b.id))[0];
  expect(order({ communes: 20 }, { communes: 10 })).toBe(8);
  const wide = { audiences: ['personnes-agees', 'aidants'] };
  expect(order({ a: candidate(8, wide), b: candidate(9, wide) }, {})).toBe(8);
  expect(order({ b: candidate(9, { type: 'CLIC' }) }, {})).toBe(8);
  expect(order({ b: candidate(9, { action: 'gather' }) }, {})).toBe(8);
  expect(order({ said: { a: 0, b: 0 } }, { said: { a: 1, b: 1 } })).toBe(8);
  expect(order({ said: { a: 0, b: 0 } }, { said: { a: 0, b: null } })).toBe(8);
  expect(order({}, { together: EDITION })).toBe(8);
  // Nothing between them: always the same order.
  expect(order({}, {})).toBe(3);
});

test('a filter keeps the pairs of a type, and those that both serve a public', () => {
  const all = rankIntroductions(
    [pair(), pair({ a: candidate(3, { type: 'CLIC' }), b: candidate(4) })],
    LABELS
  );
  const ids = (filter: { type: string | null; audience: string | null }) =>
    filterIntroductions(all, filter).map(({ a }) => a.id);
  expect(ids({ type: 'CLIC', audience: null })).toEqual([3]);
  expect(ids({ type: null, audience: 'personnes-agees' })).toHaveLength(2);
  expect(ids({ type: null, audience: 'enfants' })).toEqual([]);
});

test('a pair is written in one order', () => {
  expect(inOrder(9 as StructureId, 4 as StructureId)).toEqual({ a: 4, b: 9 });
});

test('a structure is told of five at most, those it is to be introduced to first', () => {
  const neighbours = Array.from({ length: 8 }, (_, at): Neighbour => ({
    ...{ own: 1 as StructureId, ownName: 'La nôtre', ownAudiences: ['personnes-agees'] },
    ...{ slug: `s-${at}`, name: `S ${at}`, type: 'MSP', communes: at, level: 0 },
    audiences: at === 7 ? ['enfants'] : ['personnes-agees'],
    ...{ isPlanned: at === 2, eventTitle: null, eventSlug: null }
  }));
  const chosen = chooseToMeet(neighbours, LABELS);
  expect(chosen.map(({ slug }) => slug)).toEqual(['s-2', 's-6', 's-5', 's-4', 's-3']);
  expect(chosen[0]!.common).toBe('2 communes et les personnes âgées en commun');
});
