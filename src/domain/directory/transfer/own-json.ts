/** Our own JSON: whole fiches, field by field, the same bytes for the same directory. */
import { z } from 'zod';
import type { ContactInput, ServiceInput, StructureInput } from '../model.ts';
import { checkValues } from './checking.ts';
import type { FileContent, ImportRecord, Remark } from './record.ts';
import type { Audience } from './rows.ts';

export const OWN_FORMAT = 'maillage-structures';
const VERSION = 1;

const STRUCTURE_FIELDS = [
  'slug',
  'name',
  'acronym',
  'type',
  'parent',
  'leadBody',
  'summary',
  'description',
  'limits',
  'handsOverTo',
  'toPrepare',
  'siret',
  'finess',
  'address',
  'addressExtra',
  'postalCode',
  'communeCode',
  'phone',
  'email',
  'mssante',
  'website',
  'openingHours',
  'status',
  'fictional',
  'sources',
  'reliability',
  'note',
  'externalId',
  'confirmedAt',
  'confirmedBy',
  'reviewEveryMonths',
  'territories'
] as const satisfies (keyof StructureInput)[];

const SERVICE_FIELDS = [
  'name',
  'description',
  'themes',
  'audiences',
  'solicitedBy',
  'solicitedThrough',
  'delay',
  'fees',
  'feesDetail',
  'conditions',
  'toPrepare',
  'limits',
  'phone',
  'link',
  'openingHours'
] as const satisfies (keyof ServiceInput)[];

const CONTACT_FIELDS = [
  'name',
  'role',
  'phone',
  'email',
  'visibility',
  'consentAt'
] as const satisfies (keyof ContactInput)[];

/** What comes before the fiches, between two of them, and after: a file is written piece by piece. */
export const OWN_JSON = {
  start: `{\n  "format": "${OWN_FORMAT}",\n  "version": ${VERSION},\n  "structures": [`,
  between: ',',
  end: '\n  ]\n}\n'
};

/** @param structure - with only the contacts that the reader may see. */
export function writeOwnItem(structure: StructureInput, audience: Audience): string {
  return `\n${JSON.stringify(ownStructure(structure, audience), null, 2)}`.replaceAll(
    '\n',
    '\n    '
  );
}

/** A fiche with its fields in a fixed order. Public contacts have a name of their own: no import takes them for the whole list. */
export function ownStructure(
  structure: StructureInput,
  audience: Audience
): Record<string, unknown> {
  return {
    ...only(structure, STRUCTURE_FIELDS),
    perimeter: ownPerimeter(structure.perimeter),
    services: structure.services.map((service) => ({
      ...only(service, SERVICE_FIELDS),
      perimeter: service.perimeter && ownPerimeter(service.perimeter)
    })),
    ...(audience === 'operator'
      ? { contacts: structure.contacts.map((contact) => only(contact, CONTACT_FIELDS)) }
      : {
          publicContacts: structure.contacts.map((contact) =>
            only(contact, ['name', 'role', 'phone'])
          )
        })
  };
}

function ownPerimeter(perimeter: StructureInput['perimeter']) {
  const zones = (list: typeof perimeter.include) =>
    list.map(({ level, code }) => ({ level, code }));
  return {
    certainty: perimeter.certainty,
    include: zones(perimeter.include),
    exclude: zones(perimeter.exclude),
    note: perimeter.note ?? ''
  };
}

function only<T extends object>(value: T, fields: readonly (keyof T)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, value[field]]));
}

export function isOwnJson(content: unknown): boolean {
  return (
    typeof content === 'object' &&
    content !== null &&
    (content as { format?: unknown }).format === OWN_FORMAT
  );
}

const fileSchema = z.object({
  version: z.literal(VERSION, 'cette version du format n’est pas connue'),
  structures: z.array(z.record(z.string(), z.unknown()))
});

const KNOWN = new Set<string>([...STRUCTURE_FIELDS, 'perimeter', 'services', 'contacts']);

/** @returns what the file says, or a message when it is not of this format. */
export function readOwnJson(content: unknown): FileContent | string {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `Le fichier n’est pas un export Maillage lisible : ${issue?.message ?? ''} (${issue?.path.join('.') ?? ''}).`;
  }
  const ignored = new Set<string>();
  const records = parsed.data.structures.map((item, i) => {
    for (const key of Object.keys(item))
      if (!KNOWN.has(key) && key !== 'publicContacts') ignored.add(key);
    return readItem(item, i + 1);
  });
  return { records, ignoredColumns: [...ignored], unkept: [] };
}

function readItem(item: Record<string, unknown>, line: number): ImportRecord {
  const values = Object.fromEntries(Object.entries(item).filter(([key]) => KNOWN.has(key)));
  const place = (path: string): Omit<Remark, 'message'> => ({ line, column: path });
  const isListOfServices = values['services'] === undefined || Array.isArray(values['services']);
  const named = item['name'] ?? item['slug'];
  const label = typeof named === 'string' ? named : `fiche ${line}`;
  if (!isListOfServices) {
    return {
      lines: [line],
      label,
      values: {},
      problems: [{ line, column: 'services', message: 'une liste est attendue' }],
      notes: []
    };
  }
  const checked = checkValues(values, place);
  return { lines: [line], label, values: checked.values, problems: checked.problems, notes: [] };
}
