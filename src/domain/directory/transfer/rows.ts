/** Structures as the rows of a spreadsheet: one a service or contact, the structure repeated on each. */
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { ContactInput, ServiceInput, StructureInput } from '../model.ts';
import { neutralise } from './cells.ts';
import type { Column, PerimeterPart } from './column.ts';
import { PUBLIC_CONTACT_HEADERS } from './columns.ts';
import { CONTACT_COLUMNS, SERVICE_COLUMNS } from './service-columns.ts';
import { STRUCTURE_COLUMNS } from './structure-columns.ts';
import { writeCell, writeWord, type Dictionaries } from './values.ts';
import { writeZone, type Gazetteer } from './zones.ts';

/** Everything, for the people who keep the directory; or what anyone may read. */
export type Audience = 'operator' | 'public';

export interface WriteContext {
  known: Dictionaries;
  gazetteer: Gazetteer;
  audience: Audience;
}

/** The header row. Public exports name contact columns so that no import takes them for the whole list. */
export function headerRow(audience: Audience): string[] {
  const contacts =
    audience === 'operator' ? CONTACT_COLUMNS.map(({ header }) => header) : PUBLIC_CONTACT_HEADERS;
  return [...STRUCTURE_COLUMNS, ...SERVICE_COLUMNS].map(({ header }) => header).concat(contacts);
}

/** The rows of a structure, at least one. Contacts are already those the reader may see. */
export function structureRows(structure: StructureInput, context: WriteContext): string[][] {
  const { audience } = context;
  const own = STRUCTURE_COLUMNS.map((column) => structureCell(column, structure, context));
  const count = Math.max(1, structure.services.length, structure.contacts.length);
  return Array.from({ length: count }, (_, i) =>
    [
      ...own,
      ...serviceCells(structure.services[i], context),
      ...(audience === 'operator'
        ? contactCells(structure.contacts[i], context)
        : publicContactCells(structure.contacts[i]))
    ].map(neutralise)
  );
}

function structureCell(column: Column, structure: StructureInput, context: WriteContext): string {
  if (column.kind === 'perimeter')
    return perimeterCell(column, structure.perimeter, context.gazetteer);
  if (column.kind === 'communeName') {
    const code = structure.communeCode;
    return (code && context.gazetteer.byCode.get('commune')?.get(code)?.name) || '';
  }
  return writeCell(column, structure[column.field as keyof StructureInput], context.known);
}

function serviceCells(service: ServiceInput | undefined, context: WriteContext): string[] {
  return SERVICE_COLUMNS.map((column) => {
    if (!service) return '';
    if (column.kind === 'perimeter')
      return perimeterCell(column, service.perimeter, context.gazetteer);
    return writeCell(column, service[column.field as keyof ServiceInput], context.known);
  });
}

function perimeterCell(
  column: Column,
  perimeter: PerimeterInput | null,
  gazetteer: Gazetteer
): string {
  if (!perimeter) return '';
  switch (column.field as PerimeterPart) {
    case 'certainty':
      return writeWord('certainty', perimeter.certainty);
    case 'perimeterNote':
      return perimeter.note ?? '';
    case 'include':
      return perimeter.include.map((zone) => writeZone(zone, gazetteer)).join(' ; ');
    case 'exclude':
      return perimeter.exclude.map((zone) => writeZone(zone, gazetteer)).join(' ; ');
  }
}

function contactCells(contact: ContactInput | undefined, context: WriteContext): string[] {
  return CONTACT_COLUMNS.map((column) =>
    contact ? writeCell(column, contact[column.field], context.known) : ''
  );
}

function publicContactCells(contact: ContactInput | undefined): string[] {
  return contact ? [contact.name, contact.role, contact.phone] : ['', '', ''];
}
