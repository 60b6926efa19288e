/** Who comes to an edition, which places are given, who waits and in which order. */
import type {
  CategoryId,
  CommuneCode,
  EventId,
  PersonId,
  ProgrammeSessionId,
  QuestionId,
  RegistrationId,
  StructureId
} from '#shared/ids.ts';

/** offered: a freed place is held for this person until `offerExpiresAt`. */
export const REGISTRATION_STATUSES = [
  'confirmed',
  'waitlisted',
  'offered',
  'cancelled',
  'expired'
] as const;
export type RegistrationStatus = (typeof REGISTRATION_STATUSES)[number];

/** wished: the person has no place at the event itself yet, so none here. */
export const CHOICE_STATUSES = ['wished', ...REGISTRATION_STATUSES] as const;
export type ChoiceStatus = (typeof CHOICE_STATUSES)[number];

/** How a registration came. */
export type RegistrationOrigin = 'self' | 'group' | 'organiser' | 'door';

export interface SessionChoice {
  readonly session: ProgrammeSessionId;
  readonly status: ChoiceStatus;
  /** 1 is next; null unless it waits. */
  readonly rank: number | null;
  readonly offerExpiresAt: Date | null;
}

/** One registration as its holder and the organisers read it; needs are read apart. */
export interface Registration {
  readonly id: RegistrationId;
  readonly event: EventId;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly professionCode: string;
  readonly professionLabel: string;
  readonly structure: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
  readonly structureLabel: string;
  readonly commune: { readonly code: CommuneCode; readonly name: string } | null;
  readonly category: { readonly id: CategoryId; readonly label: string } | null;
  readonly status: RegistrationStatus;
  readonly overruled: boolean;
  /** 1 is next; null unless it waits. */
  readonly rank: number | null;
  readonly offerExpiresAt: Date | null;
  readonly person: PersonId | null;
  readonly listConsent: boolean;
  readonly photoConsent: boolean;
  readonly inviteConsent: boolean;
  readonly origin: RegistrationOrigin;
  readonly createdAt: Date;
  readonly calendarSequence: number;
  readonly choices: readonly SessionChoice[];
  readonly halfDays: readonly number[];
  readonly answers: readonly { readonly question: QuestionId; readonly value: string }[];
}

/** How an edition takes registrations. */
export interface Desk {
  readonly event: EventId;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly promotion: 'immediate' | 'offer';
  /** To confirm an offered place. */
  readonly offerHours: number;
  readonly asksCommune: boolean;
  readonly asksMeal: boolean;
  readonly asksAccess: boolean;
  readonly asksHalfDays: boolean;
  readonly groupsAllowed: boolean;
  readonly listShared: boolean;
  readonly photoAsked: boolean;
  readonly message: string;
  readonly version: number;
}

/** The places of an edition, of a category or of a session. */
export interface Pool {
  readonly category: CategoryId | null;
  readonly session: ProgrammeSessionId | null;
  /** Null: as many as come. */
  readonly capacity: number | null;
  /** Held by confirmed or offered registrations, those given beyond the capacity left aside. */
  readonly taken: number;
}
