/** Rencontres and Journées: an edition, its series, its team, its time and place. */
import type {
  CommuneCode,
  EventId,
  PartnerId,
  PersonId,
  ProgrammeSessionId,
  SeriesId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';

export const EVENT_KINDS = ['meeting', 'annual-day', 'working-group', 'webinar'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
export const EVENT_KIND_LABELS: Record<EventKind, string> = {
  meeting: 'Rencontre',
  'annual-day': 'Journée',
  'working-group': 'Groupe de travail',
  webinar: 'Webinaire'
};

/** draft: its team alone sees it. */
export const EVENT_STATUSES = ['draft', 'published', 'cancelled'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** link: whoever has the address reads it; nothing lists it. */
export const EVENT_VISIBILITIES = ['public', 'members', 'link'] as const;
export type EventVisibility = (typeof EVENT_VISIBILITIES)[number];

/** organiser: all of this edition. reception: welcomes on the day. partner: its own session or stand only. */
export const TEAM_ROLES = ['organiser', 'reception', 'partner'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

export interface TeamMember {
  readonly person: PersonId;
  readonly role: TeamRole;
  /** Of a partner: what it may change. */
  readonly session: ProgrammeSessionId | null;
  readonly partner: PartnerId | null;
}

/** What decides who may read or change an edition: read it with the edition, pass it to `rules.ts`. */
export interface EventPlace {
  readonly id: EventId;
  readonly territory: TerritoryId;
  readonly status: EventStatus;
  readonly visibility: EventVisibility;
  readonly team: readonly TeamMember[];
}

/** Instants are UTC; what is shown is civil time in `timeZone`. Both null until a date is chosen. */
export interface EventTime {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** IANA name: « Europe/Paris », « Indian/Reunion ». */
  readonly timeZone: string;
}

export interface Venue {
  readonly name: string;
  readonly address: string;
  readonly postalCode: string;
  readonly commune: { readonly code: CommuneCode; readonly name: string } | null;
  /** Given to registered people only: queries leave it empty for others. */
  readonly onlineUrl: string;
}

export interface EventSummary extends EventTime {
  readonly id: EventId;
  readonly slug: string;
  readonly kind: EventKind;
  readonly title: string;
  readonly summary: string;
  readonly status: EventStatus;
  readonly visibility: EventVisibility;
  readonly territory: {
    readonly id: TerritoryId;
    readonly slug: string;
    readonly name: string;
    readonly nameWithDe: string;
  };
  readonly series: { readonly id: SeriesId; readonly slug: string; readonly title: string } | null;
  readonly venueName: string;
  readonly communeName: string;
  readonly fictional: boolean;
}

/** One edition, whole, without its programme, partners or registrations. */
export interface Event extends EventSummary {
  readonly place: EventPlace;
  readonly description: string;
  readonly intendedFor: string;
  readonly organiser: {
    readonly id: StructureId;
    readonly slug: string;
    readonly name: string;
  } | null;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly venue: Venue;
  readonly access: {
    readonly walk: string;
    readonly bus: string;
    readonly car: string;
    readonly reducedMobility: string;
  };
  readonly lodging: string;
  /** Places in all; null: as many as come. */
  readonly capacity: number | null;
  /** Of an edition from before Maillage, with where the figure comes from. */
  readonly declaredParticipants: number | null;
  readonly declaredSource: string;
  readonly copiedFrom: EventId | null;
  readonly calendarSequence: number;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string;
  readonly updatedAt: Date;
  readonly version: number;
  /** Somebody says that they speak of a person: they are withheld until somebody else reads them again. */
  readonly textsHidden: boolean;
  /** By time. */
  readonly halfDays: readonly HalfDay[];
}

export interface HalfDay {
  readonly id: number;
  /** « Jeudi matin ». */
  readonly label: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}
