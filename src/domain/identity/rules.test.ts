import { describe, expect, test } from 'vitest';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import { operator, VISITOR, type PersonActor } from './model.ts';
import {
  animates,
  animatesAny,
  animatesSomewhere,
  isMemberOf,
  isMemberOfAny,
  isPerson,
  isReferentOf,
  runsInstance
} from './rules.ts';

const HERE = 1 as TerritoryId;
const ELSEWHERE = 2 as TerritoryId;
const STRUCTURE = 7 as StructureId;

const someone = (traits: Partial<PersonActor> = {}): PersonActor => ({
  kind: 'person',
  id: 'p' as PersonId,
  name: 'Camille Exemple',
  administrator: false,
  memberships: [],
  referentOf: [],
  ...traits
});
const member = someone({ memberships: [{ territory: HERE, role: 'member' }] });
const animator = someone({ memberships: [{ territory: HERE, role: 'animator' }] });
const reception = someone({ memberships: [{ territory: HERE, role: 'reception' }] });
const administrator = someone({ administrator: true });

describe('who leads, who belongs', () => {
  test('an animator leads her territory, and no other', () => {
    expect([animates(animator, HERE), animates(animator, ELSEWHERE)]).toEqual([true, false]);
    expect(animatesAny(animator, [ELSEWHERE, HERE])).toBe(true);
    expect(animatesAny(animator, [ELSEWHERE])).toBe(false);
    expect([animator, member, reception, VISITOR].map(animatesSomewhere)).toEqual([
      true,
      false,
      false,
      false
    ]);
  });

  test('who welcomes on the day is not a member', () => {
    expect([member, animator, reception, VISITOR].map((one) => isMemberOf(one, HERE))).toEqual([
      true,
      true,
      false,
      false
    ]);
    expect(isMemberOfAny(member, [ELSEWHERE])).toBe(false);
    expect(isMemberOfAny(member, [ELSEWHERE, HERE])).toBe(true);
  });

  test('who runs the instance leads every territory', () => {
    for (const actor of [administrator, operator('test')]) {
      expect(runsInstance(actor)).toBe(true);
      expect(animates(actor, ELSEWHERE) && isMemberOf(actor, ELSEWHERE)).toBe(true);
    }
    expect(runsInstance(animator)).toBe(false);
  });

  test('one answers for the structures that are hers', () => {
    expect(isReferentOf(someone({ referentOf: [STRUCTURE] }), STRUCTURE)).toBe(true);
    expect(isReferentOf(administrator, STRUCTURE)).toBe(false);
    expect(isPerson(member, 'p' as PersonId)).toBe(true);
    expect(isPerson(operator('p'), 'p' as PersonId)).toBe(false);
  });
});
