import {
  comingDays,
  openingText,
  openingStatus,
  zoneOfDepartement
} from '#domain/directory/opening.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { listThemes } from '#domain/directory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { civilTime } from '#shared/dates.ts';

/** What somebody reads to say that a fiche is true: one screen of a telephone. */
export interface Essential {
  name: string;
  type: string;
  leadBody: string;
  summary: string;
  phone: string;
  email: string;
  website: string;
  address: string;
  /** « lundi : 9 h – 12 h », one a day; the text as it was written when it cannot be read; empty when unknown. */
  hours: string[];
  perimeter: string;
  services: { name: string; themes: string[] }[];
  confirmedAt: Date | null;
  reviewEveryMonths: number;
  fictional: boolean;
  closed: boolean;
}

export async function readEssential(db: Database, slug: string, now: Date): Promise<Essential> {
  const [{ structure, type, commune, reading }, themes] = await Promise.all([
    getFiche(db, slug),
    listThemes(db)
  ]);
  const zone = zoneOfDepartement(commune?.departement.code ?? '');
  const week = comingDays(structure.openingHours, now, zone);
  const status = openingText(
    openingStatus(structure.openingHours, now, zone),
    civilTime(now, zone)
  );
  const place = [structure.postalCode || commune?.postalCodes[0], commune?.name].filter(Boolean);
  return {
    name: structure.name,
    type: type.name,
    leadBody: structure.leadBody,
    summary: structure.summary || structure.description.slice(0, 300),
    phone: structure.phone,
    email: structure.email,
    website: structure.website,
    address: [structure.address, place.join(' ')].filter(Boolean).join(', '),
    hours: week
      ? week.map(({ day, intervals }) => `${day} : ${intervals.join(', ') || 'fermé'}`)
      : [structure.openingHours || status || ''].filter(Boolean),
    perimeter: structure.perimeter.certainty === 'unknown' ? '' : reading.text,
    services: structure.services.map(({ name, themes: codes }) => ({
      name,
      themes: codes.map((code) => themes.find((theme) => theme.code === code)?.name ?? code)
    })),
    confirmedAt: structure.confirmedAt ? new Date(structure.confirmedAt) : null,
    reviewEveryMonths: structure.reviewEveryMonths,
    fictional: structure.fictional,
    closed: structure.status === 'closed'
  };
}
