import { readFileSync } from 'node:fs';
import type { Event } from '#domain/events/model.ts';
import { composePdf, composePicture, type PdfDocument } from '#server/pdf/compose.ts';
import { formatWhen } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { SheetRow } from '../../sheets.ts';
import type { Sheet } from './queries.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
const COLUMNS = ['N°', 'Nom, prénom', 'Profession', 'Structure', 'Signature'];
/** What a picture shows of a sheet. */
const PICTURED = 12;

type Edition = Pick<Event, 'title' | 'timeZone' | 'updatedAt'>;

/**
 * Attendance sheets, each beginning a page, with the signatures drawn on screens and empty lines for who comes besides.
 * @throws PdfFailure
 */
export function composeSheets(
  event: Edition,
  sheets: readonly Sheet[],
  blanks: number
): Promise<Uint8Array> {
  return composePdf(documentOf(event, sheets, blanks), { timeoutMs: 60_000 });
}

/** The beginning of the first sheet, as a picture. @throws PdfFailure */
export function drawSheets(
  event: Edition,
  sheets: readonly Sheet[],
  blanks: number
): Promise<Uint8Array> {
  const shown = sheets.slice(0, 1).map((one) => ({ ...one, rows: one.rows.slice(0, PICTURED) }));
  const most = PICTURED - (shown[0]?.rows.length ?? 0);
  return composePicture(documentOf(event, shown, Math.min(blanks, most)));
}

function documentOf(event: Edition, sheets: readonly Sheet[], blanks: number): PdfDocument {
  const data = {
    title: `Feuille d’émargement\u00a0: ${event.title}`,
    foot: `Feuille d’émargement · ${event.title}`,
    event: event.title,
    columns: COLUMNS,
    nobody: 'Personne n’est attendu ici.',
    sheets: sheets.map(({ entrance: { label, startsAt, endsAt }, rows }) => ({
      title: label,
      when: startsAt && endsAt ? formatWhen(startsAt, endsAt, event.timeZone) : '',
      count: plural(rows.length, 'personne attendue', 'personnes attendues'),
      blanks,
      rows: rows.map(rowOf)
    }))
  };
  return { source: SOURCE, data, at: event.updatedAt };
}

function rowOf({ strokes, name, profession, structure }: SheetRow) {
  return {
    ...{ name, profession, structure },
    strokes: strokes && drawn(strokes),
    alt: `Signature de ${name}`
  };
}

/** The path holds M, L, figures and spaces only: the database says so. */
function drawn(strokes: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path d="${strokes}" fill="none" stroke="#17313a" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
}
