import { civilTime, formatDay, formatHour } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { Attendance } from './attendees.ts';
import type { DueState, FollowUp, Written } from './follow-ups.ts';
import { dueState } from './follow-ups.ts';
import type { Audience, ItemKind } from './model.ts';

export const AUDIENCE_LABELS: Readonly<Record<Audience, string>> = {
  participants: 'Les personnes inscrites à la rencontre',
  members: 'Les membres du réseau',
  public: 'Tout le monde'
};

export const AUDIENCE_MEANINGS: Readonly<Record<Audience, string>> = {
  participants: 'Par le lien de leur message, ou depuis « Ma place ».',
  members:
    'Avec leur compte, en plus des personnes inscrites. Personne n’est nommé parmi les présents.',
  public: 'Sur la page de la rencontre. Aucune personne n’est nommée.'
};

export const ITEM_KIND_LABELS: Readonly<Record<ItemKind, string>> = {
  point: 'Points abordés',
  decision: 'Décisions',
  expectation: 'Attentes recueillies'
};

export const DUE_LABELS: Readonly<Record<DueState, string>> = {
  late: 'En retard',
  soon: 'Bientôt',
  later: 'À venir',
  undated: 'Sans date',
  done: 'Fait',
  dropped: 'Abandonné'
};

/** « modifié par Salomé à 14 h 12 », or the day when it is another. */
export function writtenText(
  { updatedBy, updatedAt }: Pick<Written, 'updatedBy' | 'updatedAt'>,
  now: Date,
  zone: string
): string {
  const [at, today] = [civilTime(updatedAt, zone), civilTime(now, zone)];
  const when =
    at.slice(0, 10) === today.slice(0, 10) ? `à ${formatHour(at)}` : `le ${formatDay(at)}`;
  return `modifié ${updatedBy ? `par ${updatedBy} ` : ''}${when}`;
}

/** « pour le jeudi 3 décembre 2026 »; empty without a date. */
export function dueText({ dueOn }: Pick<FollowUp, 'dueOn'>): string {
  return dueOn === null ? '' : `pour le ${formatDay(dueOn)}`;
}

/** A follow-up with how it stands today. */
export function standingOf<T extends FollowUp>(
  one: T,
  now: Date,
  zone = 'Europe/Paris'
): T & { readonly state: DueState } {
  return { ...one, state: dueState(one, civilTime(now, zone).slice(0, 10)) };
}

/** « 42 personnes présentes, de 12 structures ; 5 excusées. » */
export function attendanceText({ taken, count, structures, excused }: Attendance): string {
  const who = taken
    ? plural(count, 'personne présente', 'personnes présentes')
    : plural(count, 'personne inscrite', 'personnes inscrites');
  const from =
    structures.length > 0 ? `, ${plural(structures.length, 'structure', 'structures')}` : '';
  const away = excused.count > 0 ? `\u00a0; ${plural(excused.count, 'excusée')}` : '';
  return `${who}${from}${away}.`;
}
