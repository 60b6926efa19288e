/** The parts of the form of a fiche: one page each, so that a phone shows one thing at a time. */

export const SECTIONS = [
  { code: 'essentiel', label: 'Essentiel' },
  { code: 'lieu', label: 'Où et quand' },
  { code: 'perimetre', label: 'Périmètre' },
  { code: 'services', label: 'Services' },
  { code: 'contacts', label: 'Contacts' },
  { code: 'sources', label: 'Sources et fiabilité' }
] as const;

export type Section = (typeof SECTIONS)[number]['code'];

/** The section of an address; the first when it says none. */
export function sectionOf(asked: string | null): Section {
  return SECTIONS.find(({ code }) => code === asked)?.code ?? 'essentiel';
}

/** The section that comes after; null after the last. */
export function nextSection(section: Section): Section | null {
  const at = SECTIONS.findIndex(({ code }) => code === section);
  return SECTIONS[at + 1]?.code ?? null;
}

export const PLACE_FIELDS = [
  'address',
  'addressExtra',
  'postalCode',
  'communeCode',
  'phone',
  'email',
  'mssante',
  'website',
  'openingHours'
] as const;

export const SOURCE_FIELDS = [
  'sources',
  'reliability',
  'note',
  'reviewEveryMonths',
  'siret',
  'finess',
  'externalId',
  'territories'
] as const;

/** Where the field of an issue is filled: « services.2.phone » is in the third service. */
export function placeOfField(path: string): { section: Section; service: number | null } {
  const [first = '', second] = path.split('.');
  if (first === 'services')
    return { section: 'services', service: second === undefined ? null : Number(second) };
  if (first === 'perimeter') return { section: 'perimetre', service: null };
  if (first === 'contacts') return { section: 'contacts', service: null };
  const isIn = (fields: readonly string[]) => fields.includes(first);
  if (isIn(PLACE_FIELDS)) return { section: 'lieu', service: null };
  return { section: isIn(SOURCE_FIELDS) ? 'sources' : 'essentiel', service: null };
}
