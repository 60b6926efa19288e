/** What the forms of an edition send, as the domain reads it; what was typed, to show it again. */
import type { z } from 'zod';

export interface TypedWhen {
  day: string;
  from: string;
  until: string;
  /** The last day, when it is another. */
  lastDay: string;
}

export const text = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** The number of an address or of a field; 0, which is nothing's, of anything else. */
export function numberOf(value: unknown): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}

/** The fields `debut-jour`, `debut-heure`, `fin-heure` and, for several days, `fin-jour`. */
export function readTypedWhen(form: FormData): TypedWhen {
  return {
    day: text(form, 'debut-jour'),
    from: text(form, 'debut-heure'),
    until: text(form, 'fin-heure'),
    lastDay: text(form, 'fin-jour')
  };
}

/** Civil times, perhaps of no real day: the schema of the domain says so. */
export function civilOf({ day, from, until, lastDay }: TypedWhen) {
  return { start: `${day}T${from}`, end: `${lastDay || day}T${until}` };
}

/**
 * What a schema refuses, by field of the form, each with its label; the first reason of each field.
 * @param names - the field of each path of the schema.
 */
export function errorsOf(
  error: z.ZodError,
  names: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    const name = names[path.join('.')] ?? String(path[0]);
    errors[name] ??= labels[name] ? `${labels[name]}\u00a0: ${message}` : message;
  }
  return errors;
}
