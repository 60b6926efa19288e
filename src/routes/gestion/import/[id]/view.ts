import { parseDecision, type Decisions } from '#domain/directory/transfer/batch.ts';
import type { PlanEntry, PlannedAction } from '#domain/directory/transfer/plan.ts';

export interface View {
  /** The part of the report shown. */
  part: PlannedAction;
  page: number;
  total: number;
}

export const PER_PAGE = 50;

/** What needs a person first: refusals, then what will be made, changed, left. */
export const PARTS: readonly { part: PlannedAction; slug: string; label: string }[] = [
  { part: 'refused', slug: 'refusees', label: 'Refusées' },
  { part: 'create', slug: 'creees', label: 'À créer' },
  { part: 'update', slug: 'modifiees', label: 'À modifier' },
  { part: 'unchanged', slug: 'inchangees', label: 'Inchangées' }
];

export function readView(query: URLSearchParams, counts: Record<PlannedAction, number>): View {
  const asked = PARTS.find(({ slug }) => slug === query.get('voir'));
  const first = PARTS.find(({ part }) => counts[part] > 0);
  const part = (asked ?? first ?? PARTS[0]!).part;
  const pages = Math.max(1, Math.ceil(counts[part] / PER_PAGE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1));
  return { part, page, total: counts[part] };
}

export function selectEntries(entries: readonly PlanEntry[], view: View): PlanEntry[] {
  const start = (view.page - 1) * PER_PAGE;
  return entries.filter(({ action }) => action === view.part).slice(start, start + PER_PAGE);
}

/** One choice a resemblance, named `choix-12`; `tous` decides those left without one. */
export function readDecisions(form: FormData): Decisions {
  const decisions: Decisions = {};
  const rest = parseDecision(String(form.get('tous') ?? ''));
  for (const position of form.getAll('choix')) if (rest) decisions[Number(position)] = rest;
  for (const [name, value] of form) {
    const [, position] = /^choix-(\d+)$/.exec(name) ?? [];
    const decision = parseDecision(String(value));
    if (position !== undefined && decision) decisions[Number(position)] = decision;
  }
  return decisions;
}
