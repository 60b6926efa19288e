/** The form of a rule: what it sends, and what is wrong with it. */
import { planRuleInput, type PlanRuleInput } from '#domain/seating/forms.ts';
import type { PlanGuest } from '#domain/seating/plan.ts';
import { numberOf, text } from '../../../reading.ts';
import { meantGuest } from '../choosing.ts';

export interface TypedRule {
  readonly kind: string;
  readonly person: string;
  readonly other: string;
  readonly table: string;
  readonly round: string;
}

type Read =
  | { readonly ok: true; readonly typed: TypedRule; readonly rule: PlanRuleInput }
  | { readonly ok: false; readonly typed: TypedRule; readonly errors: Record<string, string> };

const MISSING: Readonly<Record<string, string>> = {
  table: 'Choisissez une table.',
  round: 'Choisissez un tour.'
};
const FIELDS: Readonly<Record<string, string>> = { table: 'table', round: 'tour' };

/** @param guests - among whom the names are looked for. */
export function readRule(form: FormData, guests: readonly PlanGuest[]): Read {
  const typed = {
    ...{ kind: text(form, 'regle'), person: text(form, 'personne') },
    ...{ other: text(form, 'autre'), table: text(form, 'table'), round: text(form, 'tour') }
  };
  const isOfTwo = typed.kind === 'together' || typed.kind === 'apart';
  const person = meantGuest(guests, typed.person, form.get('personne-choisie'));
  const other = isOfTwo ? meantGuest(guests, typed.other, form.get('autre-choisie')) : null;
  const errors: Record<string, string> = {
    ...(person.ok ? {} : { personne: person.message }),
    ...(other && !other.ok ? { autre: other.message } : {})
  };
  if (!person.ok || (other && !other.ok)) return { ok: false, typed, errors };
  const parsed = planRuleInput.safeParse({
    ...{ kind: typed.kind, registration: person.registration, other: other?.registration },
    ...{ table: numberOf(typed.table), round: numberOf(typed.round) || null }
  });
  if (parsed.success) return { ok: true, typed, rule: parsed.data };
  const path = String(parsed.error.issues[0]?.path[0]);
  const wrong = { [FIELDS[path] ?? 'regle']: MISSING[path] ?? 'Choisissez une règle.' };
  return { ok: false, typed, errors: wrong };
}
