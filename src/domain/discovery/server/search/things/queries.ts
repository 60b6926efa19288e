import type { FoundKind } from '../../../search.ts';
import { showContributions } from './contributions/queries.ts';
import { showEvents } from './events/queries.ts';
import { showMembers } from './people/queries.ts';
import { showPlans, showSheets } from './plans/queries.ts';
import type { Show } from './slices/queries.ts';

/** Structures are searched by the directory. */
export const SHOW: Record<Exclude<FoundKind, 'structure'>, Show> = {
  person: showMembers,
  event: showEvents,
  project: showContributions('project'),
  experience: showContributions('experience'),
  question: showContributions('question'),
  opportunity: showContributions('opportunity'),
  document: showContributions('document'),
  plan: showPlans,
  sheet: showSheets
};
