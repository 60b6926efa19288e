/** The form « Présentation » of an edition. */
import { eventInput, type EventInput } from '#domain/events/forms.ts';
import type { Event } from '#domain/events/model.ts';
import { errorsOf, text } from '../../reading.ts';

/** The fields of the form, as text; names in French, as in addresses. */
export type TypedSettings = Record<string, string>;

const PATHS: Readonly<Record<string, string>> = {
  titre: 'title',
  nature: 'kind',
  'visible-par': 'visibility',
  resume: 'summary',
  description: 'description',
  'pour-qui': 'intendedFor',
  organisateur: 'organiser',
  contact: 'contactName',
  telephone: 'contactPhone',
  lieu: 'venue.name',
  adresse: 'venue.address',
  'code-postal': 'venue.postalCode',
  commune: 'venue.commune',
  'en-ligne': 'venue.onlineUrl',
  pied: 'access.walk',
  bus: 'access.bus',
  voiture: 'access.car',
  pmr: 'access.reducedMobility',
  dormir: 'lodging',
  participants: 'declaredParticipants',
  'participants-source': 'declaredSource'
};

export const LABELS: Readonly<Record<string, string>> = {
  titre: 'Titre',
  nature: 'Ce que c’est',
  'visible-par': 'Qui la voit',
  resume: 'En une phrase',
  description: 'Présentation',
  'pour-qui': 'Pour qui',
  organisateur: 'Organisée par',
  contact: 'Renseignements auprès de',
  telephone: 'Téléphone',
  lieu: 'Lieu',
  adresse: 'Adresse',
  'code-postal': 'Code postal',
  commune: 'Commune',
  'en-ligne': 'Adresse en ligne',
  pied: 'À pied',
  bus: 'En transports en commun',
  voiture: 'En voiture',
  pmr: 'En fauteuil, avec une canne',
  dormir: 'Dormir sur place',
  participants: 'Personnes présentes',
  'participants-source': 'D’où vient ce nombre'
};

/** Labels by path of the domain, for a second reading. */
export const READING_LABELS: Readonly<Record<string, string>> = {
  summary: LABELS['resume']!,
  description: LABELS['description']!,
  intendedFor: LABELS['pour-qui']!,
  walk: LABELS['pied']!,
  bus: LABELS['bus']!,
  car: LABELS['voiture']!,
  reducedMobility: LABELS['pmr']!,
  lodging: LABELS['dormir']!,
  declaredSource: LABELS['participants-source']!
};

const NAMES = Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [path, name]));

export function typedFrom(event: Omit<Event, 'place'>): TypedSettings {
  return Object.fromEntries(
    Object.entries(PATHS).map(([name, path]) => {
      const value = path
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], event);
      return [name, shown(value)];
    })
  );
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value !== null && typeof value === 'object' && 'name' in value ? shown(value.name) : '';
}

export function readSettings(form: FormData): TypedSettings {
  return Object.fromEntries(Object.keys(PATHS).map((name) => [name, text(form, name)]));
}

type Checked = { ok: true; input: EventInput } | { ok: false; errors: Record<string, string> };

/** @param found - the commune and the structure that the words of the form name. */
export function checkSettings(
  typed: TypedSettings,
  found: { commune: string | null; organiser: number | null }
): Checked {
  const input: Record<string, unknown> = {};
  for (const [name, path] of Object.entries(PATHS)) {
    const [group, field] = path.split('.') as [string, string?];
    const value = typed[name] ?? '';
    if (field) input[group] = { ...(input[group] as object | undefined), [field]: value };
    else input[group] = value;
  }
  const participants = typed['participants'] ? Number(typed['participants']) : null;
  const read = eventInput.safeParse({
    ...input,
    venue: { ...(input['venue'] as object), commune: found.commune },
    organiser: found.organiser,
    declaredParticipants: participants
  });
  return read.success
    ? { ok: true, input: read.data }
    : { ok: false, errors: errorsOf(read.error, NAMES, LABELS) };
}
