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
    ['FN', escape(structure.name)],
    ['ORG', escape(structure.name)],
    ['TITLE', escape(typeName)],
    ['TEL;TYPE=work', structure.phone],
    ['EMAIL;TYPE=work', structure.email],
    ['ADR;TYPE=work', address(structure, city)],
    ['NOTE', escape(structure.summary)],
    ['URL', structure.website],
    ['SOURCE', url],
    ['REV', structure.updatedAt.toISOString().replace(/[-:]|\.\d+/g, '')]
  ];
  const filled = lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => fold(`${name}:${value}`));
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
  return parts.map(escape).join(';');
}

/** RFC 6350 §3.4: backslash, comma, semicolon and line breaks are escaped in text values. */
function escape(value: string): string {
  return value.replace(/[\\,;]/g, '\\$&').replace(/\r?\n/g, '\\n');
}

/** RFC 6350 §3.2: no line over 75 octets; a continuation begins with a space, and no character is cut. */
function fold(line: string): string {
  const chunks: string[] = [];
  let chunk = '';
  let size = 0;
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > 75) {
      chunks.push(chunk);
      chunk = ' ';
      size = 1;
    }
    chunk += character;
    size += octets;
  }
  return [...chunks, chunk].join('\r\n');
}
