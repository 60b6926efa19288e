/** Where one is in the form of a fiche, and where what is to be corrected is. */
import {
  placeOfField,
  SECTIONS,
  sectionOf,
  type Section
} from '#domain/directory/editor/sections.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import type { SaveOutcome } from '#domain/directory/server/editing/commands.ts';

export type Refused = Exclude<SaveOutcome, { ok: true }>;

/** Where a person is in the form. */
export interface Spot {
  section: Section;
  /** Which service; null for their list. */
  service: number | null;
}

export function spotOf(read: { get(name: string): unknown }): Spot {
  const section = sectionOf(textOf(read.get('partie')));
  const service = read.get('service');
  const isOne = section === 'services' && typeof service === 'string' && /^\d{1,3}$/.test(service);
  return { section, service: isOne ? Number(service) : null };
}

export function addressOf(slug: string, { section, service }: Spot): string {
  const editor = `/annuaire/${slug}/modifier`;
  if (section === 'perimetre') return `${editor}/perimetre`;
  return `${editor}?partie=${section}${service === null ? '' : `&service=${service}`}`;
}

/** What a page of the form is called. */
export function spotName({ section, service }: Spot, typed: StructureInput): string {
  const label = SECTIONS.find(({ code }) => code === section)?.label ?? '';
  if (service === null) return label;
  return typed.services[service]?.name || 'Nouveau service';
}

/** The messages of the section shown, by the name of its fields; and of the others, by their section. */
export function sortIssues(refused: Refused | null, spot: Spot) {
  const here: Record<string, string> = {};
  const elsewhere = new Map<string, Spot>();
  if (refused?.reason !== 'invalid') return { here, elsewhere: [] };
  for (const { path, message } of refused.issues) {
    const place = placeOfField(path);
    const isHere = place.section === spot.section && place.service === spot.service;
    if (isHere) here[fieldName(path, spot)] ??= message;
    else elsewhere.set(`${place.section} ${place.service}`, place);
  }
  return { here, elsewhere: [...elsewhere.values()] };
}

function fieldName(path: string, { section, service }: Spot): string {
  const parts = path.split('.');
  if (section === 'services' && service !== null) return parts[2] ?? 'name';
  if (section === 'contacts') return path;
  return parts[0] ?? path;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
