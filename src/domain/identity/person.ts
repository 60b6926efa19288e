import type { PersonId } from '#shared/ids.ts';

/** To whom a person shows how to be called; her e-mail is shown to nobody. */
export const VISIBILITIES = ['public', 'members', 'nobody'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What an account is opened with. */
export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly profession?: string;
  readonly phone?: string;
  readonly phoneVisibility?: Visibility;
  /** Runs the whole instance. */
  readonly administrator?: boolean;
  /** Invented for the demonstration. */
  readonly fictional?: boolean;
}

/** What a person keeps of herself; the e-mail is shown to her alone. */
export interface Profile {
  readonly name: string;
  readonly email: string;
  readonly profession: string;
  readonly phone: string;
  readonly phoneVisibility: Visibility;
  /** The day she chose to show her number, as 2026-09-17; null while nobody sees it. */
  readonly phoneConsentAt: string | null;
}

/** Somebody a message may be sent to. The e-mail never leaves the server. */
export interface Correspondent {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** An account as the administration of the instance sees it. */
export interface Account extends Correspondent {
  readonly profession: string;
  readonly administrator: boolean;
  readonly suspendedAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly createdAt: Date;
  readonly fictional: boolean;
}
