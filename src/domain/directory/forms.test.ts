import { describe, expect, it } from 'vitest';
import { phone, structureInput } from './forms.ts';

describe('telephone numbers', () => {
  it.each([
    ['05 36 49 00 01', '0536490001'],
    ['+33 5 36 49 00 01', '0536490001'],
    ['0033536490001', '0536490001'],
    ['0 800 360 360', '0800360360'],
    ['3919', '3919'],
    ['15', '15'],
    ['', '']
  ])('« %s » is kept as « %s »', (typed, kept) => {
    expect(phone.parse(typed)).toBe(kept);
  });

  it.each(['05 36 49', 'appeler le matin', '05 36 49 00 01 02'])('« %s » is refused', (typed) => {
    expect(phone.safeParse(typed).success).toBe(false);
  });
});

describe('a fiche', () => {
  it('needs only a name and a type; its perimeter is then unknown', () => {
    const fiche = structureInput.parse({ name: 'MSP inventée', type: 'MSP' });
    expect(fiche.perimeter.certainty).toBe('unknown');
    expect(fiche.services).toEqual([]);
  });

  it('refuses a declared perimeter without a zone', () => {
    const result = structureInput.safeParse({
      name: 'X',
      type: 'MSP',
      perimeter: { certainty: 'declared' }
    });
    expect(result.error?.issues[0]?.message).toBe(
      'un périmètre déclaré comprend au moins une zone'
    );
  });

  it('refuses zones under « partout »', () => {
    const perimeter = { certainty: 'everywhere', include: [{ level: 'commune', code: '29260' }] };
    expect(structureInput.safeParse({ name: 'X', type: 'MSP', perimeter }).success).toBe(false);
  });

  it('shows a person only with the date of their consent', () => {
    const contacts = [{ name: 'Personne inventée', visibility: 'public' }];
    const result = structureInput.safeParse({ name: 'X', type: 'MSP', contacts });
    expect(result.error?.issues[0]?.path).toEqual(['contacts', 0, 'consentAt']);
  });
});
