import type { PersonId } from '#shared/ids.ts';

/** A link and a code serve once, within this time (s). */
export const SIGN_IN_WITHIN = 15 * 60;

/** What is known of the browser that asks. */
export interface Client {
  /** The Cookie header. */
  readonly cookie: string;
  readonly userAgent: string;
  /** IP address. */
  readonly address: string;
}

/** A session that has just been opened: its person, and the Set-Cookie headers to answer with. */
export interface SignedIn {
  readonly personId: PersonId;
  readonly cookies: readonly string[];
}

/** Who a browser is signed in as. */
export interface CurrentSession {
  readonly id: string;
  readonly personId: PersonId;
}

/** A browser where a person is signed in, as the list of her sessions shows it. */
export interface OpenSession {
  readonly id: string;
  /** « Firefox sur Windows » */
  readonly device: string;
  readonly openedAt: Date;
  /** Last time she did something there, to the day. */
  readonly usedAt: Date;
  /** The one she is looking from. */
  readonly current: boolean;
}
