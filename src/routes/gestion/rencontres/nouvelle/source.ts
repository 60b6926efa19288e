import type { Event } from '#domain/events/model.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { addDays, civilTime, yearOf } from '#shared/dates.ts';
import { A_YEAR_DAYS, BLANK, nextTitle, type TypedOpening } from './opening.ts';

/** The edition to begin from. @throws NotFound, Forbidden */
export async function findSource(
  { db, actor }: { db: Database; actor: Actor },
  slug: string | null
): Promise<Event | null> {
  return slug ? getManagedEvent(db, actor, slug) : null;
}

/** What is proposed of a new edition: the title of the next year, the same weekday, the same series. */
export function proposeFrom(source: Event, now: Date): TypedOpening {
  const civil = source.startsAt && civilTime(source.startsAt, source.timeZone);
  const until = source.endsAt && civilTime(source.endsAt, source.timeZone);
  const day = civil
    ? nextYear(civil.slice(0, 10), civilTime(now, source.timeZone).slice(0, 10))
    : '';
  const shift = civil && day ? yearOf(day) - yearOf(civil) : 1;
  const year = civil ? yearOf(civil) : null;
  return {
    ...BLANK,
    title: year === null ? source.title : nextTitleBy(source.title, year, shift),
    territory: source.territory.slug,
    kind: source.kind,
    series: source.series?.slug ?? '',
    seriesTitle: source.title.replaceAll(/\s*\b20\d\d\b/g, ''),
    when: {
      ...{ day, lastDay: '' },
      from: civil?.slice(11) ?? '09:00',
      until: until?.slice(11) ?? '17:00'
    }
  };
}

function nextTitleBy(title: string, year: number, shift: number): string {
  let result = title;
  for (let turn = 0; turn < shift; turn += 1) result = nextTitle(result, year + turn);
  return result;
}

/** The same weekday in the first year that is still to come. */
function nextYear(day: string, today: string): string {
  let next = addDays(day, A_YEAR_DAYS);
  while (next <= today) next = addDays(next, A_YEAR_DAYS);
  return next;
}
