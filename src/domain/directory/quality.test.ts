import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aStructure, covering } from '../../../tests/factories/structures.ts';
import { qualityOf, type Judged } from './quality.ts';

const NOW = new Date('2027-03-01T09:00:00Z');
const EMPTY: Judged = aStructure({ name: 'Vide' });

const FULL: Judged = aStructure({
  name: 'Complète',
  address: '1 rue de l’Exemple',
  communeCode: '82112',
  phone: '0536490001',
  email: 'contact@exemple.test',
  openingHours: 'Mo-Fr 09:00-17:00',
  description: 'Ce que fait la structure. '.repeat(10),
  limits: 'Pas de soins',
  toPrepare: 'Le numéro de sécurité sociale',
  handsOverTo: 'Le DAC',
  confirmedAt: '2027-02-01T09:00:00Z',
  perimeter: covering('commune 82112'),
  services: [
    {
      name: 'Accueil',
      themes: ['maintien-a-domicile'],
      audiences: ['aidants'],
      solicitedBy: ['usagers'],
      solicitedThrough: ['telephoner']
    }
  ]
});

describe('the quality of a fiche', () => {
  it('goes from nothing to a hundred, with nothing left to improve', () => {
    expect(qualityOf(EMPTY, 'call', NOW).score).toBe(0);
    expect(qualityOf(FULL, 'call', NOW)).toEqual({ score: 100, improvements: [] });
  });

  it('does not expect opening hours of those who only bring actors together', () => {
    const codes = (action: 'call' | 'gather') =>
      qualityOf(EMPTY, action, NOW).improvements.map(({ code }) => code);
    expect(codes('call')).toContain('hours');
    expect(codes('gather')).not.toContain('hours');
  });

  it('counts a confirmation whole for six months, half at fifteen, and no more after two years', () => {
    const at = (day: string) => qualityOf({ ...FULL, confirmedAt: day }, 'call', NOW).score;
    expect(at('2026-09-05T09:00:00Z')).toBe(100);
    expect(at('2025-12-01T09:00:00Z')).toBe(95);
    expect(at('2025-02-01T09:00:00Z')).toBe(91);
  });

  it('names first what would help most', () => {
    const { improvements } = qualityOf({ ...FULL, phone: '', toPrepare: '' }, 'call', NOW);
    expect(improvements.map(({ code, gain }) => [code, gain])).toEqual([
      ['phone', 9],
      ['before', 3]
    ]);
  });
});

const FIELDS = Object.keys(FULL) as (keyof Judged)[];
const fiche = fc
  .subarray(FIELDS)
  .map((kept) => ({ ...EMPTY, ...Object.fromEntries(kept.map((field) => [field, FULL[field]])) }));

describe('filling a fiche', () => {
  const scoreOf = (one: Judged, action: 'call' | 'gather' = 'call') =>
    qualityOf(one, action, NOW).score;

  it('never lowers its score', () => {
    const action = fc.constantFrom('call' as const, 'gather' as const);
    fc.assert(
      fc.property(fiche, fc.constantFrom(...FIELDS), action, (before, field, kind) => {
        const after = { ...before, [field]: FULL[field] };
        expect(scoreOf(after, kind)).toBeGreaterThanOrEqual(scoreOf(before, kind));
      })
    );
  });

  it('nor does a longer text, one more service or a later confirmation', () => {
    const more = aStructure({ name: 'x', services: [{ name: 'Autre' }] }).services;
    fc.assert(
      fc.property(fiche, fc.string({ maxLength: 5000 }), (before, text) => {
        const longer = { ...before, description: before.description + text };
        const served = { ...before, services: [...before.services, ...more] };
        const later = { ...before, confirmedAt: NOW.toISOString() };
        for (const after of [longer, served, later])
          expect(scoreOf(after)).toBeGreaterThanOrEqual(scoreOf(before));
      })
    );
  });
});
