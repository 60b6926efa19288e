/**
 * What the telephone of a volunteer and the server say to each other. Written once: both sides import it, so nothing
 * here may reach a database, a page or the clock.
 */

/** « h12 », « s7 », « all »: `entranceKey` of attendance.ts. */
export type EntranceKey = string;

/** What can be entered on the day of a link, in the order of the day. */
export interface DoorEntrance {
  readonly key: EntranceKey;
  /** « Jeudi matin », « Atelier Douleur ». */
  readonly label: string;
  /** « 9 h – 12 h 30 »; '' for the edition as a whole. */
  readonly hours: string;
  /** Milliseconds since 1970: which one is proposed when the page opens. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Somebody expected, and nothing more than what lets her in: no address, no telephone, no need. */
export interface Expected {
  readonly id: number;
  readonly first: string;
  readonly last: string;
  readonly structure: string;
  readonly profession: string;
  readonly category: string;
  /** What she is expected at, whatever the day; empty: the whole edition. */
  readonly halfDays: readonly number[];
  readonly sessions: readonly number[];
  /** On the waiting list: she has no place yet. */
  readonly waiting: boolean;
  /** Short hashes of her two codes (badge, « ma place »): they recognise a code, and open nothing. */
  readonly codes: readonly string[];
}

/** Where somebody stands at an entrance, as the rows say. */
export interface Seen {
  readonly registration: number;
  readonly entrance: EntranceKey;
  readonly isIn: boolean;
  /** When she arrived, or was taken back, in milliseconds. */
  readonly at: number;
  /** Whether she has signed there. */
  readonly signed: boolean;
}

/** What a device keeps, encrypted, and what it is given: the whole list. */
export interface CheckinList {
  readonly title: string;
  /** « Entrée nord ». */
  readonly label: string;
  /** « jeudi 18 mars 2027 ». */
  readonly dayLabel: string;
  /** The civil day of the link, from and until, in milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly entrances: readonly DoorEntrance[];
  readonly people: readonly Expected[];
  readonly seen: readonly Seen[];
  /** Moves when somebody registers, cancels or changes what she comes to. */
  readonly version: string;
  /** Where the reading of gestures stops, to be given back: what has changed since. */
  readonly cursor: number;
  /** By the clock of the server, in milliseconds. */
  readonly now: number;
}

/** Who comes without being registered. */
export interface WalkIn {
  readonly firstName: string;
  readonly lastName: string;
  readonly profession: string;
  readonly structure: string;
}

interface Done {
  /** Drawn by the device: the same gesture sent twice is one. */
  readonly nonce: string;
  readonly entrance: EntranceKey;
  /** By the clock of the device, in milliseconds. */
  readonly at: number;
}

/** Whom a gesture is about: by her registration, by the gesture that registered her at the door, or by a code to read. */
export interface About {
  readonly registration?: number;
  readonly door?: string;
  readonly code?: string;
}

export type Gesture =
  | (Done &
      About & {
        readonly type: 'in' | 'out';
        readonly means: 'code' | 'name' | 'door';
        /** The volunteer was told that she is not expected here, and let her in. */
        readonly anyway?: boolean;
      })
  | (Done & { readonly type: 'walk-in'; readonly person: WalkIn })
  | (Done & About & { readonly type: 'sign'; readonly strokes: string });

/** other-day: not expected at this entrance. refused: cannot be; the device forgets it and says so. */
export type GestureOutcome =
  'ok' | 'already' | 'unregistered' | 'other-day' | 'other-event' | 'refused';

export interface GestureAnswer {
  readonly nonce: string;
  readonly outcome: GestureOutcome;
  /** Whom it was about, once known. */
  readonly registration: number | null;
}

/** What a device sends: gestures, or nothing but that it is there. */
export interface Batch {
  readonly device: { readonly id: string; readonly name: string; readonly pending: number };
  /** By the clock of the device, in milliseconds: tells how far it is from ours. */
  readonly sentAt: number;
  readonly cursor: number;
  readonly gestures: readonly Gesture[];
}

export interface BatchAnswer {
  readonly answers: readonly GestureAnswer[];
  /** Where those stand about whom something was received since the cursor, whoever did it. */
  readonly seen: readonly Seen[];
  readonly cursor: number;
  readonly version: string;
  readonly now: number;
}

/** The most gestures a device sends at once. */
export const BATCH_SIZE = 50;

/** Signatures are long: a sending stays far below what the server accepts, in characters. */
const LONGEST_BATCH = 300_000;

/** The first gestures of a queue, as many as are sent at once: at least one, if there is one. */
export function batchOf<T>(queue: readonly T[], most = BATCH_SIZE): T[] {
  let length = 0;
  const end = queue.slice(0, most).findIndex((gesture, at) => {
    length += JSON.stringify(gesture).length;
    return at > 0 && length > LONGEST_BATCH;
  });
  return queue.slice(0, end === -1 ? most : end);
}
