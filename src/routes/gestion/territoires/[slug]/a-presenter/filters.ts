import { STANDINGS, type Standing } from '#domain/network/introductions/pair.ts';
import type { IntroductionPage } from '#domain/network/server/introductions/queries.ts';
import type { StructureId } from '#shared/ids.ts';

export const PER_PAGE = 20;

/** How each standing is written in an address, and on screen. */
export const STANDING_SLUGS: Readonly<Record<Standing, string>> = {
  suggested: 'a-presenter',
  planned: 'prevues',
  unheard: 'on-ne-sait-pas',
  made: 'rencontrees',
  dismissed: 'sans-objet'
};

export const STANDING_LABELS: Readonly<Record<Standing, string>> = {
  suggested: 'À présenter',
  planned: 'Prévues',
  unheard: 'On ne sait pas encore',
  made: 'Se sont rencontrées',
  dismissed: 'Sans objet'
};

/** What an address asks of the list. */
export function readFilter(params: URLSearchParams): IntroductionPage {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, 80) || null;
  return {
    standing: STANDINGS.find((one) => STANDING_SLUGS[one] === params.get('voir')) ?? 'suggested',
    ...{ type: text('type'), audience: text('public'), epci: text('epci') },
    page: Math.max(1, Math.trunc(Number(params.get('page')) || 1)),
    perPage: PER_PAGE
  };
}

/** The address of a list, as `readFilter` reads it. */
export function listHref(
  root: string,
  { standing, type, audience, epci, page }: Omit<IntroductionPage, 'perPage'>,
  event: string | null
): string {
  const params = new URLSearchParams();
  if (standing !== 'suggested') params.set('voir', STANDING_SLUGS[standing]);
  if (type) params.set('type', type);
  if (audience) params.set('public', audience);
  if (epci) params.set('epci', epci);
  if (event) params.set('rencontre', event);
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `${root}?${params}` : root;
}

/** « 12-40 »: the two structures of a pair; null for anything else. */
export function readPair(
  text: FormDataEntryValue | null
): readonly [StructureId, StructureId] | null {
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(typeof text === 'string' ? text : '');
  if (!found) return null;
  return [Number(found[1]) as StructureId, Number(found[2]) as StructureId];
}
