/** Stages, locums, posts, housing and events offered for a while. Days are civil days, `YYYY-MM-DD`. */
import { addDays, civilTime, daysBetween, formatDay } from '#shared/dates.ts';
import type { Details, OpportunityType } from './details.ts';
import type { Contribution } from './model.ts';

/** An opportunity is shown for a year at most: what holds longer is said again. */
export const LONGEST_DAYS = 365;
/** Whoever wrote it is asked this many days before it goes. */
export const REMIND_DAYS = 7;
/** What one gesture adds. */
export const PROLONG_DAYS = 60;

/** The civil day in Paris. */
export function dayOf(now: Date): string {
  return civilTime(now, 'Europe/Paris').slice(0, 10);
}

type Offered = Details['opportunity'];

/** Whether it is shown no more: its last day has passed. */
export function isOver({ expiresOn }: Pick<Offered, 'expiresOn'>, today: string): boolean {
  return expiresOn < today;
}

/** Why a last day is refused; null when it can be kept. */
export function checkExpiry(expiresOn: string, today: string): string | null {
  if (expiresOn < today) return 'ce jour est passé\u00a0: elle ne serait lue par personne';
  if (daysBetween(today, expiresOn) > LONGEST_DAYS)
    return 'un an au plus\u00a0: une semaine avant, on vous proposera de la prolonger';
  return null;
}

/** The last day once it is prolonged: two months more, counted from today when it is over, never past a year from today. */
export function prolonged(expiresOn: string, today: string): string {
  const later = addDays(expiresOn < today ? today : expiresOn, PROLONG_DAYS);
  const last = addDays(today, LONGEST_DAYS);
  return later < last ? later : last;
}

/** « du lundi 2 novembre 2026 au dimanche 30 mai 2027 », « à partir du… », or nothing. */
export function sayPeriod({ startsOn, endsOn }: Pick<Offered, 'startsOn' | 'endsOn'>): string {
  if (startsOn && endsOn && startsOn !== endsOn)
    return `du ${formatDay(startsOn)} au ${formatDay(endsOn)}`;
  if (startsOn && endsOn) return `le ${formatDay(startsOn)}`;
  if (startsOn) return `à partir du ${formatDay(startsOn)}`;
  return endsOn ? `jusqu’au ${formatDay(endsOn)}` : '';
}

const EMPLOYMENT: Partial<Record<OpportunityType, string>> = {
  internship: 'INTERN',
  locum: 'TEMPORARY',
  job: 'OTHER'
};

/** What search engines read of a stage, a locum or a post; null of the rest. @param url - where it is read. */
export function jobPosting(
  { title, summary, texts, carriers, publishedAt, territory, details }: Contribution<'opportunity'>,
  { url, commune }: { readonly url: string; readonly commune: string }
): Record<string, unknown> | null {
  const employmentType = EMPLOYMENT[details.type];
  if (!employmentType || !publishedAt) return null;
  const place = commune || details.place || territory.name;
  return {
    ...{ '@context': 'https://schema.org', '@type': 'JobPosting', title, url, employmentType },
    description: [summary, texts['description'] ?? ''].filter((text) => text !== '').join('\n\n'),
    datePosted: publishedAt.toISOString().slice(0, 10),
    validThrough: `${details.expiresOn}T23:59:59+01:00`,
    hiringOrganization: { '@type': 'Organization', name: carriers[0]?.label ?? territory.name },
    jobLocation: {
      '@type': 'Place',
      address: { '@type': 'PostalAddress', addressLocality: place, addressCountry: 'FR' }
    },
    ...(details.startsOn && { jobStartDate: details.startsOn }),
    ...(details.profession && { occupationalCategory: details.profession })
  };
}
