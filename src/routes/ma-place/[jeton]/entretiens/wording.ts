/** How interviews are refused, and what is said once something is done: to who holds a link as to the organiser. */
import type { BookOutcome } from '#domain/registrations/server/interviews/commands.ts';
import { MOST_SLOTS } from '#domain/registrations/interviews.ts';
import { plural } from '#shared/text.ts';

type Refused<T> = Extract<T, { ok: false }>;

const BOOKING: Readonly<Record<string, string>> = {
  gone: 'Ce créneau n’est plus proposé. Choisissez-en un autre.',
  taken: 'Quelqu’un vient de réserver ce créneau. Choisissez-en un autre.',
  begun: 'Ce créneau est passé.',
  'same-host': 'Vous avez déjà un entretien avec cette personne : annulez-le pour changer d’heure.',
  'too-many': 'Vous avez réservé autant d’entretiens qu’il est possible. Annulez-en un d’abord.',
  hosting: 'Vous recevez vous-même : vous ne réservez pas.',
  'not-trainee': 'Les entretiens se réservent par les internes et les étudiants.',
  'not-yours': 'Cet entretien n’est plus à vous : il est déjà annulé, ou retiré.'
};

const SHUT: Readonly<Record<string, string>> = {
  cancelled: 'Cette rencontre est annulée.',
  past: 'Cette rencontre a eu lieu.',
  closed: 'Les entretiens ne sont pas ouverts en ce moment.',
  'no-place': 'Les entretiens s’ouvriront ici dès que votre place sera confirmée.',
  'no-mailbox': 'Personne ne pourrait vous prévenir : votre inscription n’a pas d’adresse.'
};

const HOSTING: Readonly<Record<string, string>> = {
  trainee: 'Les internes et les étudiants réservent, ils ne reçoivent pas.',
  named: 'L’équipe qui organise dit elle-même qui reçoit.',
  booked: 'Annulez d’abord les entretiens que vous avez réservés : on ne reçoit pas en même temps.',
  'no-host': 'Dites d’abord où l’on vous trouve.',
  gone: 'Ce créneau n’est plus là.',
  taken: 'Quelqu’un vient de réserver ce créneau : il n’a pas été retiré. Sa ligne dit qui vient.',
  begun: 'Ce créneau est passé.'
};

const RANGE: Readonly<Record<string, string>> = {
  short: 'il n’y a pas un quart d’heure entre ces deux heures',
  outside: 'ces heures sortent de celles de la rencontre',
  past: 'ces heures sont passées',
  many: `${MOST_SLOTS} créneaux au plus`,
  busy: 'ces créneaux sont déjà donnés'
};

/** Why nothing was booked or given up. */
export function explainBooking(
  refusal: Refused<BookOutcome> | { reason: 'not-yours' | 'begun' }
): string {
  if (!('title' in refusal)) return BOOKING[refusal.reason] ?? SHUT[refusal.reason] ?? '';
  if (refusal.reason === 'interview')
    return `Vous avez à cette heure un entretien avec ${refusal.title}.`;
  return refusal.reason === 'session'
    ? `Vous avez à cette heure « ${refusal.title} » : changez d’abord vos choix.`
    : `Vous attendez à cette heure une place à « ${refusal.title} » : quittez d’abord cette liste.`;
}

/** Why nothing was offered or taken back; a refusal of hours goes beside the hours. */
export function explainHosting(reason: string): { message: string; hours: string | null } {
  const hours = RANGE[reason] ?? null;
  return { message: HOSTING[reason] ?? SHUT[reason] ?? '', hours };
}

/** Instead of the page, for whom it is not open. */
export function explainShut(reason: string): string {
  return SHUT[reason] ?? '';
}

/** « 4 créneaux ajoutés, 2 y étaient déjà ». */
export function sayAdded(added: number, known: number): string {
  const what = plural(added, 'créneau ajouté', 'créneaux ajoutés');
  if (known === 0) return what;
  return `${what}, ${known === 1 ? 'un y était' : `${known} y étaient`} déjà`;
}

/** The page of somebody, once something is done. */
export function at(jeton: string, just: string): string {
  return `/ma-place/${jeton}/entretiens?${just}`;
}
