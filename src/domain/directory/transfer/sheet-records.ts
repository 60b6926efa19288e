/** The rows of each structure read into a record, with every cell that could not be read. */
import type { PerimeterInput } from '#domain/territory/model.ts';
import { restore } from './cells.ts';
import type { Group } from './columns.ts';
import { CONTACT_COLUMNS, SERVICE_COLUMNS } from './service-columns.ts';
import { writtenCommune } from './sheet-zones.ts';
import { STRUCTURE_COLUMNS } from './structure-columns.ts';
import { checkValues } from './checking.ts';
import type { ImportRecord, PartialService, RecordValues, Remark } from './record.ts';
import type { Layout, RowGroup, SheetRow } from './sheet.ts';
import { readCell, readWord, type Dictionaries } from './values.ts';
import { resolveZone, resolveZones, type Gazetteer } from './zones.ts';

export interface ReadContext {
  known: Dictionaries;
  gazetteer: Gazetteer;
}

/** One record for the rows of a structure. */
export function readGroup(group: RowGroup, layout: Layout, context: ReadContext): ImportRecord {
  const reader = new RowReader(group, layout, context);
  return reader.read();
}

class RowReader {
  readonly problems: Remark[] = [];
  readonly notes: Remark[] = [];
  readonly group: RowGroup;
  readonly layout: Layout;
  readonly context: ReadContext;
  readonly places: Map<string, number>;

  constructor(group: RowGroup, layout: Layout, context: ReadContext) {
    this.group = group;
    this.layout = layout;
    this.context = context;
    this.places = new Map(
      [...layout].map(([index, { group: part, column }]) => [`${part} ${column.field}`, index])
    );
  }

  read(): ImportRecord {
    const { rows } = this.group;
    const first = rows[0]!;
    this.refuseRepeats();
    this.refuseContradictions();
    const values = this.structureValues(first);
    const serviceRows = this.rowsWith('service');
    if (this.places.has('service name'))
      values.services = serviceRows.map((row) => this.service(row));
    const contactRows = this.rowsWith('contact');
    if (this.places.has('contact name')) {
      values.contacts = contactRows.map((row) =>
        this.cells('contact', row)
      ) as unknown as RecordValues['contacts'];
    }
    const checked = checkValues(values, (path) =>
      this.place(path, first.line, serviceRows, contactRows)
    );
    return {
      lines: rows.map((row) => row.line),
      label:
        this.cell(first, 'structure name') ||
        this.cell(first, 'structure slug') ||
        `ligne ${first.line}`,
      values: checked.values,
      problems: [...this.problems, ...checked.problems],
      notes: this.notes
    };
  }

  private cell(row: SheetRow, place: string): string {
    const index = this.places.get(place);
    return index === undefined ? '' : restore(row.cells[index] ?? '');
  }

  private refuseRepeats(): void {
    const seen = new Map<string, number>();
    for (const row of this.group.rows) {
      const content = [...this.layout.keys()].map((index) => row.cells[index] ?? '').join('\u0001');
      const before = seen.get(content);
      if (before !== undefined) {
        this.problems.push({
          line: row.line,
          column: '',
          message: `ligne identique à la ligne ${before} : supprimez-en une`
        });
      }
      seen.set(content, before ?? row.line);
    }
  }

  /** The structure's columns are repeated or blank; two different values leave no way to choose. */
  private refuseContradictions(): void {
    const [first, ...others] = this.group.rows;
    for (const [index, { group, column }] of this.layout) {
      if (group !== 'structure') continue;
      const expected = (first!.cells[index] ?? '').trim();
      for (const row of others) {
        const actual = (row.cells[index] ?? '').trim();
        if (actual !== '' && actual !== expected) {
          this.problems.push({
            line: row.line,
            column: column.header,
            message: `« ${actual.slice(0, 80)} » diffère de la ligne ${first!.line} pour la même structure`
          });
        }
      }
    }
  }

  private structureValues(row: SheetRow): RecordValues {
    const { communeName: _, ...values } = this.cells('structure', row) as RecordValues & {
      communeName?: string;
    };
    if (values.name === '') delete values.name;
    const commune = this.commune(row);
    if (commune !== undefined) values.communeCode = commune;
    else delete values.communeCode;
    const perimeter = this.perimeter(row, 'structure');
    if (perimeter !== undefined)
      values.perimeter = perimeter ?? { certainty: 'unknown', include: [], exclude: [], note: '' };
    return values;
  }

  /** The rows that hold a service, or a contact: one at least of its cells is filled. */
  private rowsWith(part: Group): SheetRow[] {
    const indexes = [...this.layout]
      .filter(([, { group }]) => group === part)
      .map(([index]) => index);
    return this.group.rows.filter((row) =>
      indexes.some((index) => (row.cells[index] ?? '').trim() !== '')
    );
  }

  private service(row: SheetRow): PartialService {
    const values = this.cells('service', row) as unknown as PartialService;
    const perimeter = this.perimeter(row, 'service');
    if (perimeter !== undefined) values.perimeter = perimeter;
    return values;
  }

  private cells(part: Group, row: SheetRow): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [index, { group, column }] of this.layout) {
      if (group !== part || column.kind === 'perimeter') continue;
      const reading = readCell(column, restore(row.cells[index] ?? ''), this.context.known);
      if (!reading.ok)
        this.problems.push({ line: row.line, column: column.header, message: reading.message });
      else if (reading.value !== undefined) values[column.field] = reading.value;
    }
    return values;
  }

  /** The code when there is one, else the name: `undefined` when the file has neither column. */
  private commune(row: SheetRow): string | null | undefined {
    const code = this.cell(row, 'structure communeCode').trim();
    const name = this.cell(row, 'structure communeName').trim();
    if (!this.places.has('structure communeCode') && !this.places.has('structure communeName'))
      return undefined;
    if (code === '' && name === '') return null;
    const header =
      code === '' ? headerOf('structure', 'communeName') : headerOf('structure', 'communeCode');
    const answer = this.findCommune(row, code === '' ? name : code);
    if (!answer.ok) {
      this.problems.push({ line: row.line, column: header, message: answer.message });
      return undefined;
    }
    if (answer.note !== '')
      this.notes.push({ line: row.line, column: header, message: answer.note });
    return answer.zone.code;
  }

  private findCommune(row: SheetRow, text: string) {
    const written = writtenCommune(text);
    const answer = resolveZone(written, this.context.gazetteer);
    if (answer.ok || written.code !== null || written.departement !== null) return answer;
    const postalCode = this.cell(row, 'structure postalCode')
      .trim()
      .replace(/^'/, '')
      .padStart(5, '0');
    const departement = postalCode.startsWith('97')
      ? postalCode.slice(0, 3)
      : postalCode.slice(0, 2);
    const narrowed = resolveZone({ ...written, departement }, this.context.gazetteer);
    return narrowed.ok ? narrowed : answer;
  }

  /** `undefined`: the file has no such column. `null`: it says nothing (a service then has its structure's). */
  private perimeter(
    row: SheetRow,
    part: 'structure' | 'service'
  ): PerimeterInput | null | undefined {
    const has = ['certainty', 'include', 'exclude', 'perimeterNote'].some((field) =>
      this.places.has(`${part} ${field}`)
    );
    if (!has) return undefined;
    const certainty = this.cell(row, `${part} certainty`).trim();
    const note = this.cell(row, `${part} perimeterNote`).trim();
    const include = this.zones(row, part, 'include');
    const exclude = this.zones(row, part, 'exclude');
    const anyZone = include.length + exclude.length > 0;
    if (certainty === '' && !anyZone)
      return note === '' ? null : { certainty: 'unknown', include: [], exclude: [], note };
    if (certainty === '') return { certainty: 'declared', include, exclude, note };
    const reading = readWord('certainty', certainty);
    if (!reading.ok) {
      this.problems.push({
        line: row.line,
        column: headerOf(part, 'certainty'),
        message: reading.message
      });
      return undefined;
    }
    return { certainty: reading.value as PerimeterInput['certainty'], include, exclude, note };
  }

  private zones(row: SheetRow, part: 'structure' | 'service', field: 'include' | 'exclude') {
    const { zones, problems, notes } = resolveZones(
      this.cell(row, `${part} ${field}`),
      this.context.gazetteer
    );
    const column = headerOf(part, field);
    this.problems.push(...problems.map((message) => ({ line: row.line, column, message })));
    this.notes.push(...notes.map((message) => ({ line: row.line, column, message })));
    return zones;
  }

  /** Line and header of a field named by the form's path: `services.1.phone`. */
  private place(
    path: string,
    line: number,
    services: SheetRow[],
    contacts: SheetRow[]
  ): Omit<Remark, 'message'> {
    const [field, rank, inner] = path.split('.');
    if (field === 'services' && rank !== undefined) {
      return {
        line: services[Number(rank)]?.line ?? line,
        column: headerOf('service', inner ?? 'name')
      };
    }
    if (field === 'contacts' && rank !== undefined) {
      return {
        line: contacts[Number(rank)]?.line ?? line,
        column: headerOf('contact', inner ?? 'name')
      };
    }
    const part = field === 'perimeter' ? (rank ?? 'certainty') : field!;
    return { line, column: headerOf('structure', part) };
  }
}

/** The header of a field, the perimeter's under its first column. */
export function headerOf(group: Group, field: string): string {
  const columns = {
    structure: STRUCTURE_COLUMNS,
    service: SERVICE_COLUMNS,
    contact: CONTACT_COLUMNS
  }[group];
  const name = field === 'perimeter' ? 'certainty' : field;
  return columns.find((column) => column.field === name)?.header ?? '';
}
