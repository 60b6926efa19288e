import { describe, expect, it } from 'vitest';
import { structureInput } from './forms.ts';
import type { Structure } from './model.ts';
import { vcard } from './vcard.ts';

const structure = {
  ...structureInput.parse({
    name: 'CLIC des Deux Rives, Moissac ; annexe',
    type: 'CLIC',
    summary:
      'Écoute, informe et oriente les personnes de 60 ans et plus, et leurs proches, gratuitement.',
    phone: '05 36 49 00 01',
    email: 'accueil@clic.example',
    address: '1 rue des Récollets',
    postalCode: '82200',
    contacts: [
      {
        name: 'Personne inventée',
        email: 'personne@clic.example',
        visibility: 'public',
        consentAt: '2026-01-01'
      }
    ]
  }),
  id: 1,
  slug: 'clic',
  updatedAt: new Date('2026-11-21T10:00:00Z')
} as unknown as Structure;

describe('vCard', () => {
  const card = vcard(
    structure,
    'Centre local d’information',
    'Moissac',
    'https://exemple.fr/annuaire/clic'
  );
  const unfolded = card.replace(/\r\n /g, '');

  it('escapes commas and semicolons', () => {
    expect(unfolded).toContain('FN:CLIC des Deux Rives\\, Moissac \\; annexe\r\n');
  });

  it('has no line over 75 octets and cuts no character', () => {
    for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(unfolded).toContain('Écoute\\, informe et oriente les personnes de 60 ans');
  });

  it('begins and ends as RFC 6350 wants', () => {
    expect(card.startsWith('BEGIN:VCARD\r\nVERSION:4.0\r\n')).toBe(true);
    expect(card.endsWith('\r\nEND:VCARD\r\n')).toBe(true);
  });

  it('carries no person', () => {
    expect(card).not.toContain('Personne inventée');
    expect(card).not.toContain('personne@');
  });
});
