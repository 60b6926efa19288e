import { fail } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { ImportApplied, PartIssue } from '#domain/plans/server/importing/applying/commands.ts';

/** What the page of an import shows when nothing was written. */
interface Refusal {
  readonly message: string;
  readonly parts: readonly PartIssue[];
  readonly readings: SecondReading | null;
}

export const refusal = (status: number, told: Partial<Refusal>) =>
  fail<Refusal>(status, { message: '', parts: [], readings: null, ...told });

/** Why an import was not applied, in French. */
export function refuse(outcome: ImportApplied & { ok: false }) {
  if (outcome.reason === 'second-reading') return refusal(422, { readings: outcome.readings });
  if (outcome.reason === 'undecided')
    return refusal(409, { message: 'Il reste des fiches dont personne n’a décidé.' });
  if (outcome.reason === 'closed')
    return refusal(409, { message: 'Cet import est déjà fait, ou abandonné.' });
  return refusal(422, { message: 'Une partie est à corriger.', parts: outcome.parts });
}
