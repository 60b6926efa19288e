/** Which projects a list shows: all of it is in its address. */
import { formatDate } from '#shared/dates.ts';
import { PROJECT_STAGES, type ProjectStage } from './details.ts';
import { NEED_KINDS, type NeedKind } from './needs.ts';

export interface ProjectFilter {
  /** Words of the title or of the sentence. */
  readonly words: string;
  /** Slug. */
  readonly territory: string;
  readonly theme: string;
  readonly audience: string;
  /** Its code. */
  readonly commune: string;
  readonly stage: ProjectStage | null;
  readonly need: NeedKind | null;
}

export const NO_FILTER: ProjectFilter = {
  ...{ words: '', territory: '', theme: '', audience: '', commune: '', stage: null, need: null }
};

/** What an address asks for; what means nothing is left out. */
export function readProjectFilter(query: URLSearchParams): ProjectFilter {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 100);
  return {
    ...{ words: text('q'), territory: text('territoire'), theme: text('theme') },
    ...{ audience: text('public'), commune: text('commune') },
    stage: PROJECT_STAGES.find((one) => one === query.get('etape')) ?? null,
    need: NEED_KINDS.find((one) => one === query.get('cherche')) ?? null
  };
}

/** The address of a list: « ?theme=aidants&page=2 », or nothing. */
export function writeProjectFilter(filter: ProjectFilter, page = 1): string {
  const given = {
    ...{ q: filter.words, territoire: filter.territory, theme: filter.theme },
    ...{ public: filter.audience, commune: filter.commune },
    ...{ etape: filter.stage ?? '', cherche: filter.need ?? '' },
    page: page > 1 ? String(page) : ''
  };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** How many things a list is narrowed by. */
export function countFilters(filter: ProjectFilter): number {
  return Object.values(filter).filter((value) => value !== '' && value !== null).length;
}

/** « Du 3 mars 2026 au 12 juin 2026 », « À partir du 3 mars 2026 »; nothing without a day. */
export function sayPeriod(startsOn: string | null, endsOn: string | null): string {
  const say = (day: string) => formatDate(new Date(`${day}T12:00:00Z`));
  if (startsOn && endsOn)
    return startsOn === endsOn ? `Le ${say(startsOn)}` : `Du ${say(startsOn)} au ${say(endsOn)}`;
  if (startsOn) return `À partir du ${say(startsOn)}`;
  return endsOn ? `Jusqu’au ${say(endsOn)}` : '';
}
