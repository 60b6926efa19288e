/** The places that the rows of a spreadsheet name, before they are looked up. */
import { normalise } from '#shared/text.ts';
import { restore } from './cells.ts';
import type { Layout, SheetRow } from './sheet.ts';
import { parseZones, type WrittenZone } from './zones.ts';

/** The cells that name zones, to look them all up at once before reading. */
export function zonesOfRows(rows: readonly SheetRow[], layout: Layout): WrittenZone[] {
  const written: WrittenZone[] = [];
  for (const [index, { column }] of layout) {
    const isZone = column.field === 'include' || column.field === 'exclude';
    if (!isZone && column.kind !== 'commune' && column.kind !== 'communeName') continue;
    const texts = new Set(
      rows.map((row) => restore(row.cells[index] ?? '').trim()).filter(Boolean)
    );
    for (const text of texts) {
      if (isZone) written.push(...parseZones(text));
      else written.push(writtenCommune(text));
    }
  }
  return written;
}

/** A commune written by its code or by its name: « 29260 », « Saint-Ouen (41) ». */
export function writtenCommune(text: string): WrittenZone {
  const code = /^(\d{4,5}|2[AB]\d{3})$/i.test(text) ? text.toUpperCase().padStart(5, '0') : null;
  const homonym = /\s*\((\d{2,3}|2[AB])\)\s*$/i.exec(text);
  const name = homonym ? text.slice(0, homonym.index) : text;
  return {
    text,
    level: 'commune',
    code,
    name: code ? '' : normalise(name),
    departement: homonym?.[1]?.toUpperCase() ?? null
  };
}
