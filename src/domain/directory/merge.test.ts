import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aStructure, covering, UNKNOWN } from '../../../tests/factories/structures.ts';
import { isSame, mergeFiches } from './merge.ts';
import type { StructureInput } from './model.ts';

const word = fc.constantFrom('', 'a', 'b', 'c');
const codes = fc.uniqueArray(fc.constantFrom('x', 'y', 'z'));
const zone = fc.constantFrom('commune 29019', 'epci 242900074', 'departement 29');
const perimeter = fc.oneof(
  fc.constant({ ...UNKNOWN, note: '' }),
  fc
    .tuple(fc.uniqueArray(zone, { minLength: 1 }), word)
    .map(([zones, note]) => ({ ...covering(...zones), note }))
);
const service = fc.record({
  name: fc.constantFrom('Accueil', 'Visites', 'Conseil'),
  delay: word,
  themes: codes,
  perimeter: fc.option(perimeter)
});
const contact = fc.record({ name: fc.constantFrom('Une', 'Deux'), role: word });
const fiche: fc.Arbitrary<StructureInput> = fc
  .record({
    phone: fc.constantFrom('', '0536490001', '0536490002'),
    summary: word,
    sources: fc.uniqueArray(fc.constantFrom('s1', 's2', 's3')),
    perimeter,
    services: fc.uniqueArray(service, { selector: ({ name }) => name, maxLength: 3 }),
    contacts: fc.uniqueArray(contact, { selector: ({ name }) => name, maxLength: 2 })
  })
  .map((given) => aStructure({ name: 'Une structure', ...given }));

describe('merging two changes of one fiche, whatever they are', () => {
  it('who changed nothing takes what the other made of it', () => {
    fc.assert(
      fc.property(fiche, fiche, (base, other) => {
        const one = mergeFiches(base, base, other);
        const two = mergeFiches(base, other, base);
        expect([one.conflicts, two.conflicts]).toEqual([[], []]);
        expect(isSame(one.fiche, other) && isSame(two.fiche, other)).toBe(true);
      })
    );
  });

  it('the same change made twice is made once', () => {
    fc.assert(
      fc.property(fiche, fiche, (base, other) => {
        const { fiche: merged, conflicts } = mergeFiches(base, other, other);
        expect(conflicts).toEqual([]);
        expect(isSame(merged, other)).toBe(true);
      })
    );
  });

  it('each asks about the same fields, with the sides exchanged', () => {
    fc.assert(
      fc.property(fiche, fiche, fiche, (base, mine, theirs) => {
        const here = mergeFiches(base, mine, theirs).conflicts;
        const there = mergeFiches(base, theirs, mine).conflicts;
        const key = ({ path }: { path: string }) => path;
        expect(here.map(key).sort()).toEqual(there.map(key).sort());
        for (const conflict of here) expect(isSame(conflict.mine, conflict.theirs)).toBe(false);
      })
    );
  });

  it('what is chosen settles every conflict', () => {
    fc.assert(
      fc.property(fiche, fiche, fiche, fc.boolean(), (base, mine, theirs, isMine) => {
        const { conflicts } = mergeFiches(base, mine, theirs);
        const choice = isMine ? ('mine' as const) : ('theirs' as const);
        const choices = Object.fromEntries(conflicts.map(({ path }) => [path, choice]));
        expect(mergeFiches(base, mine, theirs, choices).conflicts).toEqual([]);
      })
    );
  });

  it('changes to different fields are both there, and nothing is asked', () => {
    fc.assert(
      fc.property(fiche, fiche, fiche, (base, one, two) => {
        const mine = { ...base, summary: one.summary, services: one.services };
        const theirs = { ...base, phone: two.phone, perimeter: two.perimeter };
        const { fiche: merged, conflicts } = mergeFiches(base, mine, theirs);
        expect(conflicts).toEqual([]);
        expect(isSame(merged, { ...mine, phone: two.phone, perimeter: two.perimeter })).toBe(true);
      })
    );
  });
});

describe('merging', () => {
  const base = aStructure({
    name: 'CLIC',
    phone: '0536490001',
    perimeter: covering('epci 242900074'),
    services: [{ name: 'Accueil', delay: '48 h' }, { name: 'Visites' }]
  });

  it('two telephones for one are asked about, and mine is kept meanwhile', () => {
    const mine = { ...base, phone: '0536490002' };
    const theirs = { ...base, phone: '0536490003' };
    const { fiche, conflicts } = mergeFiches(base, mine, theirs);
    expect(conflicts).toEqual([
      { path: 'phone', base: '0536490001', mine: '0536490002', theirs: '0536490003' }
    ]);
    expect(fiche.phone).toBe('0536490002');
    expect(mergeFiches(base, mine, theirs, { phone: 'theirs' }).fiche.phone).toBe('0536490003');
  });

  it('zones that each added to a perimeter are both in it', () => {
    const mine = { ...base, perimeter: covering('epci 242900074', 'commune 29019') };
    const theirs = { ...base, perimeter: covering('epci 242900074', 'commune 29260') };
    const { fiche, conflicts } = mergeFiches(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(fiche.perimeter.include.map(({ code }) => code).sort()).toEqual([
      '242900074',
      '29019',
      '29260'
    ]);
  });

  it('a service renamed by one and completed by the other is one service', () => {
    const [first, second] = base.services as [never, never];
    const mine = {
      ...base,
      services: [{ ...(first as object), name: 'Accueil et écoute' }, second]
    };
    const theirs = { ...base, services: [{ ...(first as object), delay: '24 h' }, second] };
    const merged = mergeFiches(base, mine as StructureInput, theirs as StructureInput);
    expect(merged.conflicts).toEqual([]);
    expect(merged.fiche.services.map(({ name, delay }) => [name, delay])).toEqual([
      ['Accueil et écoute', '24 h'],
      ['Visites', '']
    ]);
  });

  it('a service that one removes and the other changes is asked about', () => {
    const mine = { ...base, services: base.services.slice(1) };
    const theirs = {
      ...base,
      services: base.services.map((one, at) => (at === 0 ? { ...one, delay: '24 h' } : one))
    };
    const { conflicts } = mergeFiches(base, mine, theirs);
    expect(conflicts.map(({ path, mine: my }) => [path, my])).toEqual([['services/Accueil', null]]);
    const kept = mergeFiches(base, mine, theirs, { 'services/Accueil': 'theirs' });
    expect(kept.fiche.services.map(({ name }) => name)).toEqual(['Accueil', 'Visites']);
  });
});
