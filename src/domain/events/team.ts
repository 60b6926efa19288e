/** Who works on an edition, as the page of the team shows it. */
import type { PartnerId, PersonId, ProgrammeSessionId } from '#shared/ids.ts';
import type { EventSummary, TeamRole } from './model.ts';

export const TEAM_ROLE_NAMES: Readonly<Record<TeamRole, string>> = {
  organiser: 'Organisation',
  reception: 'Accueil',
  partner: 'Partenaire'
};

/** What each role lets one do, in one line. */
export const TEAM_ROLE_MEANINGS: Readonly<Record<TeamRole, string>> = {
  organiser: 'Prépare tout de cette rencontre : programme, inscriptions, invitations.',
  reception: 'Accueille le jour même, et rien d’autre.',
  partner: 'Change le texte de son atelier ou de son stand, et rien d’autre.'
};

/** Somebody in the team of an edition. */
export interface TeamEntry {
  readonly id: number;
  readonly person: { readonly id: PersonId; readonly name: string; readonly email: string };
  readonly role: TeamRole;
  readonly session: { readonly id: ProgrammeSessionId; readonly title: string } | null;
  readonly partner: { readonly id: PartnerId; readonly name: string } | null;
}

export interface TeamEntryInput {
  readonly email: string;
  readonly role: TeamRole;
  /** Of a partner: one of the two. */
  readonly session: ProgrammeSessionId | null;
  readonly partner: PartnerId | null;
}

/** An edition with what somebody does in its team. */
export type TeamEvent = EventSummary & { readonly role: TeamRole };
