import { escapeLine, foldLine } from '#shared/text.ts';
import type { Structure } from './model.ts';

/**
 * A structure as a vCard 4.0 (RFC 6350): what a phone's address book needs. No person is in it.
 * @param typeName - what its type stands for, as the title.
 * @param city - name of the commune of its seat.
 * @param url - absolute address of the fiche.
 */
export function vcard(
  structure: Structure,
  typeName: string,
  city: string | null,
  url: string
): string {
  const lines: [string, string][] = [
    ['VERSION', '4.0'],
    ['KIND', 'org'],
    ['UID', url],
    ['FN', escapeLine(structure.name)],
    ['ORG', escapeLine(structure.name)],
    ['TITLE', escapeLine(typeName)],
    ['TEL;TYPE=work', structure.phone],
    ['EMAIL;TYPE=work', structure.email],
    ['ADR;TYPE=work', address(structure, city)],
    ['NOTE', escapeLine(structure.summary)],
    ['URL', structure.website],
    ['SOURCE', url],
    ['REV', structure.updatedAt.toISOString().replace(/[-:]|\.\d+/g, '')]
  ];
  const filled = lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => foldLine(`${name}:${value}`));
  return ['BEGIN:VCARD', ...filled, 'END:VCARD', ''].join('\r\n');
}

function address(structure: Structure, city: string | null): string {
  if (!structure.address && !city) return '';
  const parts = [
    '',
    structure.addressExtra,
    structure.address,
    city ?? '',
    '',
    structure.postalCode,
    'France'
  ];
  return parts.map(escapeLine).join(';');
}
