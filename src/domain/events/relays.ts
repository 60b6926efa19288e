/** Organisations that pass the word on: each has its own link, text and poster. */
import { z } from 'zod';
import { formatWhen } from '#shared/dates.ts';
import { slugify } from '#shared/text.ts';
import type { EventSummary } from './model.ts';
import { placeOf } from './wording.ts';

export interface Relay {
  readonly id: number;
  readonly name: string;
  readonly structure: { readonly slug: string; readonly name: string } | null;
  /** In the link: « ?relais=cdom ». */
  readonly code: string;
  /** What it may copy; '' for the text that is made of the edition. */
  readonly message: string;
  /** How many registered by its link, whatever became of them; how many of those come. */
  readonly registered: number;
  readonly coming: number;
  /** Of what is written of it: moves when somebody changes it. */
  readonly stamp: string;
}

export const eventRelayInput = z.object({
  name: z.string().trim().min(1, 'donnez un nom').max(160, '160 caractères au plus'),
  code: z
    .string()
    .trim()
    .toLowerCase()
    .max(40, '40 caractères au plus')
    .regex(
      /^([a-z0-9]+(-[a-z0-9]+)*)?$/,
      'des lettres sans accent, des chiffres et des tirets : « cdom-82 »'
    )
    .default(''),
  message: z.string().trim().max(2000, '2 000 caractères au plus').default('')
});
export type RelayInput = z.output<typeof eventRelayInput>;

const SMALL_WORDS = new Set(['d', 'de', 'des', 'du', 'en', 'et', 'l', 'la', 'le', 'les', 'sur']);
/** It is read aloud, and sometimes typed. */
const LONGEST_CODE = 32;

/** The code of a relay whose organisers have not chosen one. */
export function codeOf(name: string): string {
  const words = slugify(name)
    .split('-')
    .filter((word) => !SMALL_WORDS.has(word));
  return words.join('-').slice(0, LONGEST_CODE).replace(/-+$/, '') || 'relais';
}

/** The path of the registration, where it is said which relay one comes by. */
export function relayPath(event: string, code: string): string {
  return `/rencontres/${event}/inscription?relais=${code}`;
}

/** The path for a poster or a telephone: short enough to be typed, it leads to {@link relayPath}. */
export function shortPath(relay: number): string {
  return `/r/${relay.toString(36)}`;
}

/** The number in a short path; null when it is not one. */
export function readShort(typed: string): number | null {
  return /^[0-9a-z]{1,10}$/.test(typed) ? parseInt(typed, 36) : null;
}

/** What a relay can copy into its own message when nobody has written better: facts, and the link. */
export function relayText(
  event: Pick<
    EventSummary,
    'title' | 'summary' | 'kind' | 'startsAt' | 'endsAt' | 'timeZone' | 'venueName' | 'communeName'
  >,
  relay: Pick<Relay, 'message'>,
  address: string
): string {
  const { startsAt, endsAt, timeZone } = event;
  const when = startsAt && endsAt ? formatWhen(startsAt, endsAt, timeZone) : '';
  const said = relay.message || [event.title, event.summary].filter(Boolean).join('\n\n');
  const facts = [when, placeOf(event)].filter(Boolean).join('\n');
  return [said, facts, `Pour s’inscrire\u00a0: ${address}`].filter(Boolean).join('\n\n');
}
