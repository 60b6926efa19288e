/** What the list of questions was asked, in its address. */
export interface AskedList {
  readonly state: string;
  /** Code; '' for all. */
  readonly theme: string;
  readonly q: string;
  readonly page: number;
}

/** The address that asks it. */
export function addressOf({ state, theme, q, page }: AskedList): string {
  const query = new URLSearchParams();
  if (state !== 'ouvertes') query.set('etat', state);
  if (theme) query.set('theme', theme);
  if (q) query.set('q', q);
  if (page > 1) query.set('page', String(page));
  return `/partage/questions${query.size > 0 ? `?${query}` : ''}`;
}
