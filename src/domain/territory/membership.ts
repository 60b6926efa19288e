/** Who belongs to the network of a territory, in which role, and since when. */
import type { Role } from '#domain/identity/model.ts';
import type { MembershipId, PersonId, TerritoryId } from '#shared/ids.ts';

export type MembershipStatus = 'asked' | 'active' | 'refused' | 'left';

export interface Membership {
  readonly id: MembershipId;
  readonly territory: TerritoryId;
  readonly person: PersonId;
  readonly role: Role;
  readonly status: MembershipStatus;
  readonly askedAt: Date;
  readonly decidedAt: Date | null;
  /** Why it was refused, as it was told to the person. */
  readonly reason: string;
}

/** A member as the other members see her: never an address. */
export interface Member {
  readonly membership: MembershipId;
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly role: Role;
  /** When she came in. */
  readonly since: Date;
}

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  member: 'Membre',
  animator: 'Animation du réseau',
  reception: 'Accueil'
};

/** What each role lets one do, in one line. */
export const ROLE_MEANINGS: Readonly<Record<Role, string>> = {
  member: 'Voit les membres, leur écrit, répond des fiches qui lui sont confiées.',
  animator: 'Admet et invite, suit toutes les fiches du territoire, choisit les portes d’entrée.',
  reception: 'Accueille le jour d’une rencontre, et rien d’autre : ne voit pas les membres.'
};

/** Why a request may be refused, in the words told to the person. */
export const REFUSAL_REASONS = {
  unrecognised: 'Nous n’avons pas pu vous identifier : contactez l’animation du réseau.',
  elsewhere: 'Votre activité ne concerne pas ce territoire.',
  audience: 'Ce réseau s’adresse aux professionnels de santé, du social et du médico-social.',
  duplicate: 'Vous avez déjà un compte, sous une autre adresse.',
  other: ''
} as const;
export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** The refusal as it is told: the reason of the list, then the animator’s words. */
export function refusalText(reason: RefusalReason, words: string): string {
  return [REFUSAL_REASONS[reason], words.trim()].filter(Boolean).join('\n');
}
