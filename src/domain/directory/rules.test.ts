import { describe, expect, it } from 'vitest';
import { operator, VISITOR, type PersonActor } from '#domain/identity/model.ts';
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { ContactInput } from './model.ts';
import {
  best,
  both,
  canCreateStructure,
  canEditStructure,
  canManageDirectory,
  isStale,
  matchAudience,
  matchTheme,
  visibleContacts
} from './rules.ts';

const contact = (visibility: ContactInput['visibility']): ContactInput => ({
  name: `Personne ${visibility}`,
  role: 'coordination',
  phone: '0536490001',
  email: `${visibility}@structure.example`,
  visibility,
  consentAt: '2026-01-01'
});

const HERE = 7 as TerritoryId;
const place = { id: 1 as StructureId, territories: [HERE] };
const all = [contact('public'), contact('members'), contact('nobody')];
const someone = (traits: Partial<PersonActor>): PersonActor => ({
  kind: 'person',
  id: 'p' as PersonId,
  name: 'Camille Exemple',
  administrator: false,
  memberships: [],
  referentOf: [],
  ...traits
});

describe('who sees and changes what', () => {
  it('a visitor cannot write in the directory, an operator can', () => {
    expect(canManageDirectory(VISITOR)).toBe(false);
    expect(canManageDirectory(operator('test'))).toBe(true);
  });

  it('a visitor sees public contacts only, and never an e-mail address', () => {
    const seen = visibleContacts(VISITOR, all, place);
    expect(seen.map((one) => one.name)).toEqual(['Personne public']);
    expect(JSON.stringify(seen)).not.toContain('@');
  });

  it('an operator sees every contact as it was written', () => {
    expect(visibleContacts(operator('test'), all, place)).toEqual(all);
  });

  it('a member of the territory sees what is shown to members, without the e-mail; a member of another does not', () => {
    const seen = visibleContacts(
      someone({ memberships: [{ territory: HERE, role: 'member' }] }),
      all,
      place
    );
    expect(seen.map((one) => one.name)).toEqual(['Personne public', 'Personne members']);
    expect(JSON.stringify(seen)).not.toContain('@');
    const elsewhere = someone({ memberships: [{ territory: 8 as TerritoryId, role: 'animator' }] });
    expect(visibleContacts(elsewhere, all, place)).toHaveLength(1);
  });

  it('the référent of a structure and the animators of its territories change its fiche, nobody else', () => {
    const allowed = [
      someone({ referentOf: [place.id] }),
      someone({ memberships: [{ territory: HERE, role: 'animator' }] }),
      someone({ administrator: true }),
      operator('test')
    ];
    const refused = [
      VISITOR,
      someone({ referentOf: [2 as StructureId] }),
      someone({ memberships: [{ territory: HERE, role: 'member' }] }),
      someone({ memberships: [{ territory: HERE, role: 'reception' }] }),
      someone({ memberships: [{ territory: 8 as TerritoryId, role: 'animator' }] })
    ];
    expect(allowed.map((actor) => canEditStructure(actor, place))).toEqual(allowed.map(() => true));
    expect(refused.map((actor) => canEditStructure(actor, place))).toEqual(
      refused.map(() => false)
    );
  });

  it('an animator writes a new fiche in the directories she leads only', () => {
    const animator = someone({ memberships: [{ territory: HERE, role: 'animator' }] });
    expect(canCreateStructure(animator, [HERE])).toBe(true);
    expect(canCreateStructure(animator, [HERE, 8 as TerritoryId])).toBe(false);
    expect(canCreateStructure(animator, [])).toBe(false);
    expect(canCreateStructure(VISITOR, [HERE])).toBe(false);
  });
});

describe('what a service declares against what is asked', () => {
  it('« tous publics » answers every public', () => {
    expect(matchAudience(['tous-publics'], 'personnes-agees')).toBe('yes');
  });

  it('a service that declares nothing is to be asked, neither matched nor excluded', () => {
    expect(matchAudience([], 'personnes-agees')).toBe('unspecified');
    expect(matchTheme([], 'maintien-a-domicile')).toBe('unspecified');
  });

  it('a service that declares something else does not answer', () => {
    expect(matchTheme(['addictions'], 'maintien-a-domicile')).toBe('no');
  });

  it('nothing asked, everything answers', () => {
    expect(both(matchTheme([], undefined), matchAudience(['aidants'], undefined))).toBe('yes');
  });

  it('both criteria must hold: the weaker answer wins', () => {
    expect(both('yes', 'unspecified')).toBe('unspecified');
    expect(both('unspecified', 'no')).toBe('no');
  });

  it('the best service speaks for its structure', () => {
    expect(best(['no', 'unspecified', 'yes'])).toBe('yes');
    expect(best(['no', 'unspecified'])).toBe('unspecified');
    expect(best([])).toBe('no');
  });
});

describe('freshness', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const confirmed = (date: string) => ({ confirmedAt: new Date(date), reviewEveryMonths: 6 });

  it('a fiche confirmed within its rhythm is fresh', () => {
    expect(isStale(confirmed('2026-06-01T00:00:00Z'), now)).toBe(false);
  });

  it('a fiche past its rhythm is stale', () => {
    expect(isStale(confirmed('2026-05-01T00:00:00Z'), now)).toBe(true);
  });

  it('a fiche never confirmed is stale', () => {
    expect(isStale({ confirmedAt: null, reviewEveryMonths: 6 }, now)).toBe(true);
  });
});
