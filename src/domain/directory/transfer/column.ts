/** What a column of the spreadsheet is: its French header, what it holds and how to fill it. */
import type { ContactInput, ServiceInput, StructureInput } from '../model.ts';

export type Kind =
  | 'text'
  | 'type'
  | 'siret'
  | 'finess'
  | 'postalCode'
  | 'commune'
  | 'phone'
  | 'status'
  | 'yesNo'
  | 'lines'
  | 'list'
  | 'reliability'
  | 'instant'
  | 'date'
  | 'number'
  | 'themes'
  | 'audiences'
  | 'solicitedBy'
  | 'solicitedThrough'
  | 'fees'
  | 'visibility'
  /** Read together with its neighbours: see `perimeterColumns`. */
  | 'perimeter'
  /** Shown for people, read only to check or to find a code. */
  | 'communeName';

export interface Column<Field extends string = string> {
  header: string;
  /** Other headers under which people have it. */
  aliases: string[];
  field: Field;
  kind: Kind;
  /** One sentence for the instructions of the template. */
  help: string;
  /** What the example row of the template holds. */
  example: string;
}

export const column = <Field extends string>(
  header: string,
  field: Field,
  kind: Kind,
  help: string,
  example = '',
  aliases: string[] = []
): Column<Field> => ({ header, field, kind, help, example, aliases });

/** « Périmètre », « Zones couvertes », « Zones exclues » and their precision; a service has its own four. */
export type PerimeterPart = 'certainty' | 'include' | 'exclude' | 'perimeterNote';

export type StructureColumn = Column<
  | Exclude<keyof StructureInput, 'services' | 'contacts' | 'perimeter'>
  | 'communeName'
  | PerimeterPart
>;
export type ServiceColumn = Column<Exclude<keyof ServiceInput, 'perimeter'> | PerimeterPart>;
export type ContactColumn = Column<keyof ContactInput>;
