/** What is said of a day before it is proposed: public holidays, school holidays, and what is not known. */
import { formatHour } from '#shared/dates.ts';
import { dayOff, schoolZone, type SchoolZone } from '../holidays.ts';
import { weekdayOf } from './pattern.ts';

export interface DayNote {
  readonly kind: 'public' | 'school' | 'weekend' | 'unknown';
  readonly text: string;
}

/** « zone B », « académie de Corse ». */
export function zoneName(zone: SchoolZone): string {
  return zone === 'Corse' ? 'académie de Corse' : `zone ${zone}`;
}

/**
 * The notes of a day, the gravest first.
 * @param day - `YYYY-MM-DD`. @param departement - official code, or null when it is not known.
 */
export function noteDay(day: string, departement: string | null): DayNote[] {
  const { publicHoliday, schoolHoliday, schoolKnown } = dayOff(day, departement);
  const zone = schoolZone(departement);
  const weekend = weekdayOf(day) > 5;
  return [
    ...(publicHoliday ? [{ kind: 'public' as const, text: `Férié : ${publicHoliday}` }] : []),
    ...(schoolHoliday && zone
      ? [{ kind: 'school' as const, text: `${schoolHoliday} (${zoneName(zone)})` }]
      : []),
    ...(weekend ? [{ kind: 'weekend' as const, text: 'Week-end' }] : []),
    ...(schoolKnown ? [] : [{ kind: 'unknown' as const, text: 'Vacances scolaires non connues' }])
  ];
}

/** Whether a day is better left alone. */
export function isOff(notes: readonly DayNote[]): boolean {
  return notes.some(({ kind }) => kind === 'public' || kind === 'school');
}

/** « jeu. 4 mars, 9 h »: where there is little room. @param civil - `YYYY-MM-DDTHH:mm`. */
export function shortWhen(civil: string): string {
  const date = new Date(`${civil.slice(0, 10)}T00:00:00Z`);
  const day = date.toLocaleDateString('fr-FR', {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    timeZone: 'UTC'
  });
  return `${day}, ${formatHour(civil)}`;
}
