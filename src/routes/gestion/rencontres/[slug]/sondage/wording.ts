import type { TieBreak } from '#domain/events/availability.ts';
import type { GuestLine } from '#domain/events/poll.ts';

/** How the state of a guest is shown. */
export const GUEST_STATES: Readonly<
  Record<GuestLine['state'], { label: string; tone: 'neutral' | 'brand' | 'success' | 'warning' }>
> = {
  waiting: { label: 'pas encore écrit', tone: 'neutral' },
  silent: { label: 'sans réponse', tone: 'warning' },
  answered: { label: 'a répondu', tone: 'success' },
  unreachable: { label: 'ne souhaite plus de message', tone: 'neutral' }
};

/** Why a date comes after one that has as many points. */
export const TIES: Readonly<Record<TieBreak, string>> = {
  yes: 'À égalité de points avec la précédente, qui a plus de « oui »',
  types: 'À égalité de points avec la précédente, où il manque moins de types de structure',
  'day-off': 'À égalité de points avec la précédente, qui n’est ni fériée ni en vacances',
  sooner: 'À égalité avec la précédente, qui vient plus tôt'
};
