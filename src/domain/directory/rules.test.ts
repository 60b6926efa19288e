import { describe, expect, it } from 'vitest';
import { operator, VISITOR } from '#domain/identity/model.ts';
import type { ContactInput } from './model.ts';
import {
  best,
  both,
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

describe('who sees and changes what', () => {
  it('a visitor cannot write in the directory, an operator can', () => {
    expect(canManageDirectory(VISITOR)).toBe(false);
    expect(canManageDirectory(operator('test'))).toBe(true);
  });

  it('a visitor sees public contacts only, and never an e-mail address', () => {
    const seen = visibleContacts(VISITOR, [
      contact('public'),
      contact('members'),
      contact('nobody')
    ]);
    expect(seen.map((one) => one.name)).toEqual(['Personne public']);
    expect(JSON.stringify(seen)).not.toContain('@');
  });

  it('an operator sees every contact as it was written', () => {
    const all = [contact('public'), contact('nobody')];
    expect(visibleContacts(operator('test'), all)).toEqual(all);
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
