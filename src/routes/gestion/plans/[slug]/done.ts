/** What was just done to the tree, as the address says it; nothing else is believed. */
export interface Done {
  readonly gesture: string;
  readonly id: number;
  /** « fiche-12 », « axe-3 »: what was touched, to show where it stands. */
  readonly touched: string;
  /** Where a sheet was, and how it was called, as the address says it. */
  readonly was: { readonly place: string; readonly number: string; readonly code: string } | null;
}

export function doneOf(query: URLSearchParams): Done {
  const id = Number(query.get('numero')) || 0;
  const what = ['axe', 'objectif', 'fiche'].find((one) => one === query.get('quoi'));
  return {
    gesture: query.get('fait') ?? '',
    id,
    touched: what ? `${what}-${id}` : '',
    was: query.has('etait')
      ? {
          ...{ place: query.get('etait') ?? '', number: query.get('sous') ?? '' },
          code: query.get('sous-code') ?? ''
        }
      : null
  };
}
