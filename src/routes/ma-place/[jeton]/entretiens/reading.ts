/** What the forms of interviews send, as the domain reads it; and what was typed, to show it again. */
import { interviewHostInput, interviewRangeInput } from '#domain/registrations/forms.ts';
import type { InterviewHostInput, InterviewRange } from '#domain/registrations/interviews.ts';
import { civilTime, addDays } from '#shared/dates.ts';
import type { InterviewSlotId } from '#shared/ids.ts';
import { errorsOf, numberOf, text } from '../../../gestion/rencontres/reading.ts';

export interface TypedHosting {
  readonly place: string;
  readonly description: string;
  readonly range: { readonly day: string; readonly from: string; readonly until: string };
}

export function readTyped(form: FormData): TypedHosting {
  return {
    ...{ place: text(form, 'lieu'), description: text(form, 'propose') },
    range: { day: text(form, 'jour'), from: text(form, 'de'), until: text(form, 'a') }
  };
}

type Errors = Record<string, string>;
type Read<T> = { ok: true; value: T; errors: Errors } | { ok: false; errors: Errors };

const FIELDS: Readonly<Record<string, string>> = {
  place: 'lieu',
  description: 'propose',
  day: 'jour',
  from: 'de',
  until: 'a'
};
const LABELS: Readonly<Record<string, string>> = {
  lieu: 'Où l’on vous trouve',
  propose: 'Ce que vous proposez',
  jour: 'Jour',
  de: 'De',
  a: 'À'
};

export function readCard(typed: TypedHosting): Read<InterviewHostInput> {
  const read = interviewHostInput.safeParse(typed);
  if (!read.success) return { ok: false, errors: errorsOf(read.error, FIELDS, LABELS) };
  return { ok: true, value: read.data, errors: {} };
}

export function readRange({ range }: TypedHosting): Read<InterviewRange> {
  const read = interviewRangeInput.safeParse(range);
  if (!read.success) return { ok: false, errors: errorsOf(read.error, FIELDS, LABELS) };
  return { ok: true, value: read.data, errors: {} };
}

/** No slot has the number 0: what is not a number is not found. */
export function readSlot(form: FormData): InterviewSlotId {
  return numberOf(form.get('creneau')) as InterviewSlotId;
}

/** The days of an edition, to choose one of. */
export function daysOf(edition: {
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly timeZone: string;
}): string[] {
  const { startsAt, endsAt, timeZone } = edition;
  if (!startsAt || !endsAt) return [];
  const last = civilTime(endsAt, timeZone).slice(0, 10);
  const days = [civilTime(startsAt, timeZone).slice(0, 10)];
  while (days.at(-1)! < last && days.length < 14) days.push(addDays(days.at(-1)!, 1));
  return days;
}
