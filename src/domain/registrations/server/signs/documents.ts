import { readFileSync } from 'node:fs';
import type { Event } from '#domain/events/model.ts';
import { composePdf, composePicture, type PdfDocument } from '#server/pdf/compose.ts';
import type { Sign, SignKind } from '../../signs.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');
const TITLES: Readonly<Record<SignKind, string>> = {
  tables: 'Chevalets de table',
  salles: 'Panneaux de salle',
  intervenants: 'Chevalets des intervenants'
};

type Edition = Pick<Event, 'title' | 'updatedAt'>;

/** What stands on tables and hangs on doors, an A4 page each. @throws PdfFailure */
export function composeSigns(
  event: Edition,
  kind: SignKind,
  signs: readonly Sign[]
): Promise<Uint8Array> {
  return composePdf(documentOf(event, kind, signs));
}

/** The first of them, as a picture. @throws PdfFailure */
export function drawSigns(
  event: Edition,
  kind: SignKind,
  signs: readonly Sign[]
): Promise<Uint8Array> {
  return composePicture(documentOf(event, kind, signs.slice(0, 1)));
}

function documentOf(event: Edition, kind: SignKind, signs: readonly Sign[]): PdfDocument {
  const title = `${TITLES[kind]}\u00a0: ${event.title}`;
  const data = { title, event: event.title, folded: kind !== 'salles', signs };
  return { source: SOURCE, data, at: event.updatedAt };
}
