/** Where one is in the form of a fiche, and where what is to be corrected is. */
import type { SaidConflict } from '#domain/directory/editor/conflict.ts';
import {
  placeOfField,
  SECTIONS,
  sectionOf,
  type Section
} from '#domain/directory/editor/sections.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { animatesAny, runsInstance } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import type { SaveOutcome } from '#domain/directory/server/editing/commands.ts';

type NotSaved = Exclude<SaveOutcome, { ok: true }>;
type InConflict = Extract<NotSaved, { reason: 'conflict' }>;

/** Why the fiche is not saved, as the page says it. */
export type Refused =
  | Exclude<NotSaved, InConflict>
  | (Omit<InConflict, 'conflicts'> & {
      conflicts: SaidConflict[];
      /** She had said that the whole fiche is right. */
      confirms: boolean;
    });

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

/** The directories a fiche is in: those who is typing decides of, and the others. */
export function placesOf(
  actor: PersonActor,
  slugs: readonly string[],
  territories: readonly { id: TerritoryId; slug: string; name: string }[]
) {
  const [offered, rest] = [true, false].map((mine) =>
    territories.filter(({ id }) => animatesAny(actor, [id]) === mine)
  );
  const choice = ({ slug, name }: { slug: string; name: string }) => ({ value: slug, label: name });
  return {
    offered: (offered ?? []).map(choice),
    others: (rest ?? []).filter(({ slug }) => slugs.includes(slug)).map(choice),
    runsInstance: runsInstance(actor)
  };
}
