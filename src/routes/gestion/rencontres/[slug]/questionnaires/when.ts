import type { Survey } from '#domain/surveys/model.ts';
import { formatMoment } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';

/** When a questionnaire in preparation opens, closes and reminds. */
export function formatWhenOpen(
  { opensAt, closesAt, reminders, remindAfterDays }: Survey,
  zone: string
): string {
  const opens = opensAt
    ? `Il s’ouvrira de lui-même ${formatMoment(opensAt, zone)}.`
    : 'Aucune date d’ouverture : il s’ouvre quand vous le décidez.';
  const closes = closesAt
    ? `Il se clôt ${formatMoment(closesAt, zone)}.`
    : 'Il reste ouvert jusqu’à ce que vous le closiez.';
  return `${opens} ${closes} ${describeReminders(reminders, remindAfterDays)}`;
}

/** « Deux rappels, à 3 jours d’intervalle… ». */
export function describeReminders(reminders: number, days: number): string {
  if (reminders === 0) return 'Aucun rappel.';
  return `${plural(reminders, 'rappel')} à qui n’a pas répondu, ${plural(days, 'jour')} après le message précédent.`;
}
