import { ITEM_KINDS } from '#domain/minutes/model.ts';

/** What was just done, as the address says it. */
export interface Done {
  readonly gesture: string;
  readonly kind: string;
  readonly id: number;
  readonly count: number;
}

/** What the address says was just done; nothing else is believed. */
export function doneOf(query: URLSearchParams): Done {
  return {
    gesture: query.get('fait') ?? '',
    kind: [...ITEM_KINDS, 'suivi'].find((one) => one === query.get('genre')) ?? '',
    id: Number(query.get('numero')) || 0,
    count: Number(query.get('combien')) || 0
  };
}
