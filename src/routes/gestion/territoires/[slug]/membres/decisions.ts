import { fail } from '@sveltejs/kit';
import { wordsInput } from '#domain/directory/joining.ts';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { REFUSAL_REASONS, type RefusalReason } from '#domain/territory/membership.ts';
import type { MembershipId, PersonId, StructureId } from '#shared/ids.ts';

const REASONS = Object.keys(REFUSAL_REASONS) as RefusalReason[];
const NOBODY = '00000000-0000-0000-0000-000000000000';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export type Done = 'admitted' | 'refused' | 'entrusted' | 'declined';

/** An animator’s answer to a request or to a claim, as its form sends it. */
export function readDecision(form: FormData) {
  const typed = String(form.get('mots') ?? '');
  const person = String(form.get('personne') ?? '');
  return {
    membership: (Number(form.get('demande')) || 0) as MembershipId,
    structure: (Number(form.get('structure')) || 0) as StructureId,
    person: (UUID.test(person) ? person : NOBODY) as PersonId,
    referent: form.has('referent'),
    reason: REASONS.find((known) => known === form.get('raison')) ?? 'other',
    typed,
    words: wordsInput.safeParse(typed),
    reread: form.has('relu')
  };
}

type Read = ReturnType<typeof readDecision>;

/** The form comes back open, with what was typed. */
export function refusedDecision(
  { membership, structure, person, reason, typed }: Read,
  error: string,
  readings: SecondReading | null = null
) {
  return { open: membership || `${structure}-${person}`, reason, typed, error, readings };
}

type Outcome =
  | { ok: true }
  | { ok: false; reason: 'decided'; status?: string; by?: string }
  | { ok: false; reason: 'second-reading'; readings: SecondReading }
  | { ok: false; reason: 'no-words' };

/** What sends the form of a refusal back; null when the decision was taken, by this person or before. */
export function refusalOf(outcome: Outcome, decision: Read) {
  if (outcome.ok) return null;
  if (outcome.reason === 'second-reading')
    return fail(400, refusedDecision(decision, '', outcome.readings));
  if (outcome.reason === 'no-words')
    return fail(400, refusedDecision(decision, 'Dites pourquoi, en une phrase.'));
  return null;
}

/** What is shown after a decision: that it is done, or what somebody else decided first. */
export function decided(outcome: Outcome, done: Done) {
  if (outcome.ok) return { done };
  if (outcome.reason !== 'decided') return { late: '' };
  const by = outcome.by ? ` par ${outcome.by}` : '';
  const answers: Record<string, string> = {
    active: `Cette personne a déjà été admise${by}.`,
    refused: `Cette demande a déjà été refusée${by}.`
  };
  return { late: answers[outcome.status ?? ''] ?? 'Cette demande a déjà sa réponse.' };
}
