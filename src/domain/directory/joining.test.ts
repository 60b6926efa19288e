import { describe, expect, test } from 'vitest';
import { newcomerInput, sharesDomain } from './joining.ts';

describe('an address and a structure', () => {
  const clic = {
    website: 'https://www.clic-essai.test/contact',
    email: 'accueil@courriel.essai.test'
  };

  test('share the domain of the website or of the e-mail, and their sub-domains', () => {
    expect(sharesDomain('camille@clic-essai.test', clic)).toBe(true);
    expect(sharesDomain('camille@equipe.clic-essai.test', clic)).toBe(true);
    expect(sharesDomain('camille@courriel.essai.test', clic)).toBe(true);
    expect(sharesDomain('camille@autre-clic-essai.test', clic)).toBe(false);
  });

  test('share nothing when the structure says nothing, or uses a provider open to all', () => {
    expect(sharesDomain('camille@essai.test', { website: '', email: '' })).toBe(false);
    expect(sharesDomain('camille@orange.fr', { website: '', email: 'clic@orange.fr' })).toBe(false);
  });
});

test('an address is kept in lower case, and a wrong one is told', () => {
  const given = {
    name: 'Camille Exemple',
    email: ' Camille@Exemple.TEST ',
    profession: 'Infirmière',
    motive: 'Connaître mes voisins',
    structure: null,
    referent: false
  };
  expect(newcomerInput.parse(given).email).toBe('camille@exemple.test');
  expect(newcomerInput.safeParse({ ...given, email: 'camille' }).success).toBe(false);
});
