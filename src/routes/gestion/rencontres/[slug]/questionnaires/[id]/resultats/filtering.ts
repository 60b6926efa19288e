import type { Filter } from '#domain/surveys/server/results/queries.ts';

/** « croisement=12:Oui » of an address; null of anything else. */
export function readFilter(query: URLSearchParams): Filter | null {
  const match = /^(\d+):(.+)$/s.exec(query.get('croisement') ?? '');
  return match ? { question: Number(match[1]), value: match[2]! } : null;
}
