import type { z } from 'zod';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { EventTime } from '#domain/events/model.ts';
import {
  sessionInput,
  sessionTextInput,
  type ProgrammeSession,
  type SessionInput,
  type SessionTextInput,
  type SpeakerRole
} from '#domain/events/programme.ts';
import type { SessionOutcome } from '#domain/events/server/programme/commands.ts';
import { civilTime } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';

/** A session as its form shows it, typed or read. */
export interface SessionTyped {
  readonly nature: string;
  readonly titre: string;
  readonly debut: { readonly day: string; readonly hour: string };
  readonly fin: { readonly day: string; readonly hour: string };
  readonly salle: string;
  readonly auChoix: boolean;
  readonly places: string;
  readonly description: string;
  readonly prevoir: string;
  readonly themes: readonly string[];
  readonly intervenants: readonly { readonly qui: string; readonly role: string }[];
  readonly invite: {
    readonly nom: string;
    readonly fonction: string;
    readonly structure: string;
    readonly role: string;
  };
}

export interface SessionAnswer {
  readonly typed: SessionTyped;
  readonly errors: Readonly<Record<string, string>>;
  readonly readings: SecondReading | null;
  /** What the form as a whole is told: somebody was there before. */
  readonly message: string;
}

const NOBODY = { nom: '', fonction: '', structure: '', role: 'speaker' };

export function readSession(form: FormData): SessionTyped {
  const text = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n');
  const roles = form.getAll('role').map(String);
  return {
    nature: text('nature'),
    titre: text('titre'),
    debut: { day: text('debut-jour'), hour: text('debut-heure') },
    fin: { day: text('fin-jour'), hour: text('fin-heure') },
    salle: text('salle'),
    auChoix: form.has('au-choix'),
    places: text('places'),
    description: text('description'),
    prevoir: text('prevoir'),
    themes: form.getAll('theme').map(String),
    intervenants: form
      .getAll('qui')
      .map((qui, index) => ({ qui: String(qui), role: roles[index] ?? 'speaker' })),
    invite: {
      nom: text('invite-nom'),
      fonction: text('invite-fonction'),
      structure: text('invite-structure'),
      role: text('invite-role') || 'speaker'
    }
  };
}

/** A session that exists, to be changed. */
export function typedOf(session: ProgrammeSession, zone: string): SessionTyped {
  return {
    nature: session.kind,
    titre: session.title,
    debut: pieces(session.startsAt, zone),
    fin: pieces(session.endsAt, zone),
    salle: session.room ? String(session.room) : '',
    auChoix: session.chosen,
    places: session.capacity ? String(session.capacity) : '',
    description: session.description,
    prevoir: session.materials,
    themes: session.themes.map(({ code }) => code),
    intervenants: session.speakers.map(({ speaker, role }) => ({ qui: String(speaker), role })),
    invite: NOBODY
  };
}

/** A session to add: after another and as long, or at the beginning of the edition. */
export function blankSession(event: EventTime, after: ProgrammeSession | null): SessionTyped {
  const start = after?.endsAt ?? event.startsAt;
  const length = after ? after.endsAt.getTime() - after.startsAt.getTime() : 3_600_000;
  const nowhere = { day: '', hour: '' };
  return {
    nature: after?.kind ?? 'plenary',
    titre: '',
    debut: start ? pieces(start, event.timeZone) : nowhere,
    fin: start ? pieces(new Date(start.getTime() + length), event.timeZone) : nowhere,
    salle: after?.room ? String(after.room) : '',
    auChoix: false,
    places: '',
    description: '',
    prevoir: '',
    themes: [],
    intervenants: [],
    invite: NOBODY
  };
}

export function parseSession(typed: SessionTyped): z.ZodSafeParseResult<SessionInput> {
  const { invite } = typed;
  return sessionInput.safeParse({
    kind: typed.nature,
    title: typed.titre,
    description: typed.description,
    materials: typed.prevoir,
    startsAt: `${typed.debut.day}T${typed.debut.hour}`,
    endsAt: `${typed.fin.day || typed.debut.day}T${typed.fin.hour}`,
    room: typed.salle ? Number(typed.salle) : null,
    chosen: typed.auChoix,
    capacity: typed.places,
    themes: typed.themes,
    speakers: typed.intervenants
      .filter(({ qui }) => qui !== '')
      .map(({ qui, role }) => ({ speaker: Number(qui), role: role as SpeakerRole })),
    guest: invite.nom.trim()
      ? {
          name: invite.nom,
          title: invite.fonction,
          structureLabel: invite.structure,
          role: invite.role
        }
      : null
  });
}

/** What the partner that a session was given to may change of it. */
export function parseText(typed: SessionTyped): z.ZodSafeParseResult<SessionTextInput> {
  const { titre, description, prevoir } = typed;
  return sessionTextInput.safeParse({ title: titre, description, materials: prevoir });
}

/** Names of the fields of the page for those of a session. */
const FIELDS: Readonly<Record<string, string>> = {
  kind: 'nature',
  title: 'titre',
  startsAt: 'debut',
  endsAt: 'fin',
  room: 'salle',
  capacity: 'places',
  materials: 'prevoir',
  speakers: 'qui-0',
  themes: 'theme',
  guest: 'invite-nom'
};

interface Wrong {
  readonly path: string | readonly PropertyKey[];
  readonly message: string;
}

/** The first message of each field, by the name it has in the page. */
export function errorsOf(
  issues: readonly Wrong[],
  names: Readonly<Record<string, string>> = FIELDS
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const field = String(Array.isArray(path) ? path[0] : path);
    errors[names[field] ?? field] ??= message;
  }
  return errors;
}

/** What the form says when the command refused. */
export function refusal(
  typed: SessionTyped,
  outcome: Extract<SessionOutcome, { ok: false }>
): SessionAnswer {
  const answer = { typed, errors: {}, readings: null, message: '' };
  switch (outcome.reason) {
    case 'second-reading':
      return { ...answer, readings: outcome.readings };
    case 'invalid':
      return { ...answer, errors: errorsOf(outcome.issues) };
    case 'below-taken': {
      const held = plural(outcome.taken, 'place est déjà prise', 'places sont déjà prises');
      return { ...answer, errors: { places: `${held}\u00a0: gardez-en au moins autant.` } };
    }
    case 'still-chosen': {
      const people = plural(outcome.people, 'personne l’a choisie', 'personnes l’ont choisie');
      return {
        ...answer,
        errors: { 'au-choix': `${people} en s’inscrivant\u00a0: elle doit rester au choix.` }
      };
    }
    default:
      return { ...answer, message: CHANGED[outcome.reason] };
  }
}

/** What is told when a session is not as the page showed it. */
export const CHANGED = {
  stale:
    'Cette séance a été modifiée entre-temps, par vous dans une autre fenêtre ou par quelqu’un de l’équipe.',
  gone: 'Cette séance a été supprimée entre-temps.',
  'too-short':
    'Une séance dure plus d’un quart d’heure\u00a0: elle ne peut pas être raccourcie davantage.'
} as const;

function pieces(instant: Date, zone: string): { day: string; hour: string } {
  const civil = civilTime(instant, zone);
  return { day: civil.slice(0, 10), hour: civil.slice(11) };
}
