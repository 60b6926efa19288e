/** What to do next of an edition, in the order of a preparation. */
import type { Advice, Requirement } from '#domain/events/edition.ts';
import type { EventStatus } from '#domain/events/model.ts';
import type { DeskState } from '#domain/registrations/desk.ts';

export interface Step {
  readonly href: string;
  readonly label: string;
  readonly why: string;
}

interface Situation {
  readonly root: string;
  readonly status: EventStatus;
  readonly missing: readonly Requirement[];
  readonly isPast: boolean;
  readonly state: DeskState;
  readonly slug: string;
}

/** The one gesture that brings the edition further; null when it is to be published, or there is nothing more to do. */
export function nextStep({ root, status, missing, isPast, state, slug }: Situation): Step | null {
  if (status === 'cancelled' || isPast)
    return {
      href: `/gestion/rencontres/nouvelle?depuis=${slug}`,
      label: 'Refaire cette rencontre',
      why: 'Tout ce qui a été préparé vient avec, les personnes non.'
    };
  if (missing.includes('date'))
    return {
      href: `${root}/sondage`,
      label: 'Trouver la date',
      why: 'Proposez des créneaux ; chacun répond sans compte, et la meilleure date se voit.'
    };
  if (missing.includes('place'))
    return {
      href: `${root}/reglages#lieu`,
      label: 'Dire où elle se tient',
      why: 'Une salle et une commune, ou une adresse en ligne.'
    };
  if (status === 'draft') return null;
  if (state.open)
    return {
      href: `${root}/invitations`,
      label: 'Inviter',
      why: 'Les inscriptions sont ouvertes : qui doit le savoir ?'
    };
  if (state.reason === 'not-planned')
    return {
      href: `${root}/places`,
      label: 'Ouvrir les inscriptions',
      why: 'Le nombre de places, ce que vous demandez, quand elles ouvrent et ferment.'
    };
  return null;
}

export const REQUIREMENTS: Record<Requirement, { label: string; at: string }> = {
  date: { label: 'Une date', at: '/reglages#quand' },
  place: { label: 'Un lieu, ou une adresse en ligne', at: '/reglages#lieu' }
};

export const ADVICE: Record<Advice, { label: string; at: string }> = {
  summary: { label: 'Une phrase qui donne envie', at: '/reglages' },
  intendedFor: { label: 'À qui elle s’adresse', at: '/reglages' },
  programme: { label: 'Un programme', at: '/programme' },
  contact: { label: 'À qui demander un renseignement', at: '/reglages' },
  access: { label: 'Comment venir', at: '/reglages#venir' }
};
