/** Every column of the spreadsheet, and the one that a header names. */
import { normalise } from '#shared/text.ts';
import type { ContactColumn, ServiceColumn, StructureColumn } from './column.ts';
import { CONTACT_COLUMNS, SERVICE_COLUMNS } from './service-columns.ts';
import { STRUCTURE_COLUMNS } from './structure-columns.ts';

/** What public exports show of people, under headers that an import leaves aside. */
export const PUBLIC_CONTACT_HEADERS = [
  'Personne à contacter',
  'Fonction de la personne',
  'Ligne de la personne'
] as const;

export type Group = 'structure' | 'service' | 'contact';

/** Where each column of a file goes. */
export interface RecognisedColumn {
  group: Group;
  column: StructureColumn | ServiceColumn | ContactColumn;
}

const INDEX = new Map<string, RecognisedColumn>(
  (
    [
      ['structure', STRUCTURE_COLUMNS],
      ['service', SERVICE_COLUMNS],
      ['contact', CONTACT_COLUMNS]
    ] as const
  ).flatMap(([group, columns]) =>
    columns.flatMap((definition) =>
      [definition.header, ...definition.aliases].map(
        (header) => [normalise(header), { group, column: definition }] as [string, RecognisedColumn]
      )
    )
  )
);

/** The column a header names, in any case, accents or punctuation. */
export function recogniseHeader(header: string): RecognisedColumn | null {
  return INDEX.get(normalise(header)) ?? null;
}

/** Every header, in the order of exports and of the template. */
export const HEADERS: string[] = [...STRUCTURE_COLUMNS, ...SERVICE_COLUMNS, ...CONTACT_COLUMNS].map(
  ({ header }) => header
);
