import type { CampaignStatus } from '#domain/directory/confirmation.ts';
import type { StructureId } from '#shared/ids.ts';

export const PER_PAGE = 50;

/** How each status is written in an address. */
export const STATUS_SLUGS: Readonly<Record<CampaignStatus, string>> = {
  overdue: 'en-retard',
  nobody: 'personne',
  waiting: 'en-attente',
  fresh: 'a-jour'
};

/** What an address asks of the list. */
export function readFilter(params: URLSearchParams) {
  const asked = params.get('etat');
  const status = (Object.keys(STATUS_SLUGS) as CampaignStatus[]).find(
    (known) => STATUS_SLUGS[known] === asked
  );
  const q = (params.get('q') ?? '').trim().slice(0, 100);
  const page = Math.max(1, Math.trunc(Number(params.get('page')) || 1));
  return { ...(status ? { status } : {}), ...(q ? { q } : {}), page, perPage: PER_PAGE };
}

/** The address of a list, as `readFilter` reads it. */
export function campaignHref(
  root: string,
  asked: { status?: CampaignStatus | undefined; q?: string; page: number }
): string {
  const params = new URLSearchParams();
  if (asked.status) params.set('etat', STATUS_SLUGS[asked.status]);
  if (asked.q) params.set('q', asked.q);
  if (asked.page > 1) params.set('page', String(asked.page));
  return params.size > 0 ? `${root}?${params}` : root;
}

/** The fiches chosen in a form or an address. */
export function readFiches(values: readonly unknown[]): StructureId[] {
  const ids = values.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);
  return [...new Set(ids)] as StructureId[];
}
