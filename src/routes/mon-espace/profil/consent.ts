import { formatDate } from '#shared/dates.ts';

/** A day as the database keeps it, in words. */
export function frenchDay(day: string): string {
  return formatDate(new Date(`${day}T12:00:00Z`));
}
