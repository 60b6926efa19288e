/** The programme of an edition: its moments, the rooms they fill, who speaks. */
import { z } from 'zod';
import type { EventId, ProgrammeSessionId, RoomId, SpeakerId, StructureId } from '#shared/ids.ts';

export const SESSION_KINDS = [
  'plenary',
  'round-table',
  'workshop',
  'table-work',
  'stand',
  'social'
] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];
export const SESSION_KIND_LABELS: Record<SessionKind, string> = {
  plenary: 'Plénière',
  'round-table': 'Table ronde',
  workshop: 'Atelier',
  'table-work': 'Travail en tables',
  stand: 'Stand',
  social: 'Temps convivial'
};

/** speaker: takes the floor. moderator: gives it. host: keeps the stand, leads the workshop. */
export const SPEAKER_ROLES = ['speaker', 'moderator', 'host'] as const;
export type SpeakerRole = (typeof SPEAKER_ROLES)[number];
/** Nouns, so that they fit a woman, a man and a structure. */
export const SPEAKER_ROLE_LABELS: Record<SpeakerRole, string> = {
  speaker: 'Intervention',
  moderator: 'Modération',
  host: 'Animation'
};

export interface Room {
  readonly id: RoomId;
  readonly name: string;
  /** Seats; null when nobody has counted. */
  readonly capacity: number | null;
  readonly note: string;
}

/** Somebody, or a structure in its own name. */
export interface Speaker {
  readonly id: SpeakerId;
  readonly name: string;
  /** « infirmière de pratique avancée ». */
  readonly title: string;
  readonly structure: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
  /** Where it is not in the directory. */
  readonly structureLabel: string;
}

export interface SessionSpeaker {
  readonly speaker: SpeakerId;
  readonly role: SpeakerRole;
}

export interface ProgrammeSession {
  readonly id: ProgrammeSessionId;
  readonly kind: SessionKind;
  readonly title: string;
  readonly description: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly room: RoomId | null;
  /** One chooses it when registering; the others are for everyone who is there. */
  readonly chosen: boolean;
  /** Places, where it is chosen; null: as many as wish. */
  readonly capacity: number | null;
  /** Places held. */
  readonly taken: number;
  readonly materials: string;
  readonly themes: readonly { readonly code: string; readonly name: string }[];
  readonly speakers: readonly SessionSpeaker[];
  readonly version: number;
}

/** What an edition holds, in the order of time. */
export interface Programme {
  readonly event: EventId;
  readonly sessions: readonly ProgrammeSession[];
  readonly rooms: readonly Room[];
  readonly speakers: readonly Speaker[];
}

/** A partner as the booklet shows it: one of those that wish to be. */
export interface BookletPartner {
  readonly name: string;
  /** « Financement ». */
  readonly group: string;
  readonly website: string;
  readonly logo: Uint8Array | null;
  /** What a company of health products pays for; empty for the others. */
  readonly paysFor: string;
}

/** Places left in a session that one chooses; null where they are not counted. */
export function placesLeft(session: ProgrammeSession): number | null {
  if (!session.chosen || session.capacity === null) return null;
  return Math.max(0, session.capacity - session.taken);
}

/** Whoever speaks, as one line: « Awa Traoré, sage-femme, CPTS du Confluent ». A structure is not said twice. */
export function describeSpeaker(speaker: Speaker): string {
  const house = speaker.structure?.name ?? speaker.structureLabel;
  return [speaker.name, speaker.title, house === speaker.name ? '' : house]
    .filter(Boolean)
    .join(', ');
}

/** A structure that takes the floor in its own name, by whomever it sends. */
export function isStructure(speaker: Speaker): boolean {
  return speaker.name === (speaker.structure?.name ?? speaker.structureLabel);
}

/** A quarter of an hour: the grain of the editor. */
export const QUARTER_MS = 15 * 60_000;

/** One gesture of the editor, on the time of a session. */
export const SHIFTS = ['earlier', 'later', 'longer', 'shorter'] as const;
export type Shift = (typeof SHIFTS)[number];
/** « Avancer de 15 min ». */
export const SHIFT_LABELS: Record<Shift, string> = {
  earlier: 'Avancer',
  later: 'Reculer',
  longer: 'Allonger',
  shorter: 'Raccourcir'
};

interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The time of a session after a gesture; null when a quarter of an hour or less would be cut to nothing. */
export function shiftSpan(span: Span, shift: Shift): Span | null {
  const step = shift === 'earlier' || shift === 'shorter' ? -QUARTER_MS : QUARTER_MS;
  const endsAt = new Date(span.endsAt.getTime() + step);
  if (shift === 'longer' || shift === 'shorter')
    return endsAt > span.startsAt ? { startsAt: span.startsAt, endsAt } : null;
  return { startsAt: new Date(span.startsAt.getTime() + step), endsAt };
}

const line = (max: number, missing?: string) => {
  const text = z.string().trim().max(max, `C’est trop long : ${max} caractères au plus.`);
  return missing ? text.min(1, missing) : text;
};
const seats = (message: string) =>
  z
    .union(
      [z.literal('').transform(() => null), z.null(), z.coerce.number().int().min(1).max(20_000)],
      message
    )
    .default(null);
const civil = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Indiquez le jour et l’heure.')
  .refine((value) => !Number.isNaN(Date.parse(`${value}:00Z`)), 'Cette date n’existe pas.');

/** What a session says: all that the partner it was given to may change. */
export const sessionTextInput = z.object({
  title: line(200, 'Donnez un titre à cette séance.'),
  description: line(4000).default(''),
  materials: line(1000).default('')
});
export type SessionTextInput = z.output<typeof sessionTextInput>;

export const speakerInput = z.object({
  name: line(160, 'Écrivez le nom de la personne, ou celui de la structure.'),
  title: line(160).default(''),
  structure: z.number().int().positive().nullable().default(null),
  structureLabel: line(200).default('')
});
export type SpeakerInput = z.output<typeof speakerInput>;

/** A session as it is typed, in the civil time of its edition. */
export const sessionInput = sessionTextInput
  .extend({
    kind: z.enum(SESSION_KINDS, 'Choisissez de quoi il s’agit.'),
    startsAt: civil,
    endsAt: civil,
    room: z.number().int().positive().nullable().default(null),
    chosen: z.boolean().default(false),
    capacity: seats('Écrivez un nombre de places, ou laissez vide.'),
    themes: z.array(z.string().min(1).max(60)).max(20).default([]),
    speakers: z
      .array(z.object({ speaker: z.number().int().positive(), role: z.enum(SPEAKER_ROLES) }))
      .max(40)
      .default([]),
    /** Somebody who is not yet among those who speak. */
    guest: speakerInput
      .extend({ role: z.enum(SPEAKER_ROLES) })
      .nullable()
      .default(null)
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    path: ['endsAt'],
    message: 'La séance doit finir après avoir commencé.'
  })
  .refine(({ chosen, capacity }) => chosen || capacity === null, {
    path: ['capacity'],
    message:
      'Les places se comptent pour les séances que l’on choisit en s’inscrivant : cochez la case, ou laissez vide.'
  });
export type SessionInput = z.output<typeof sessionInput>;

export const roomInput = z.object({
  name: line(120, 'Donnez un nom à cette salle.'),
  capacity: seats('Écrivez un nombre de places assises, ou laissez vide.'),
  note: line(300).default('')
});
export type RoomInput = z.output<typeof roomInput>;
