/** The form of an axis or of an objective. */
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { branchInput } from '#domain/plans/forms/plan.ts';
import type { Branch } from '#domain/plans/numbering.ts';
import type { Issue } from '#shared/errors.ts';
import { errorsOf, text } from '../../rencontres/reading.ts';

export interface TypedBranch extends Branch {
  /** Of an objective: the axis it is in. */
  readonly axis: string;
}

/** What a refused form shows again. */
export interface BranchAnswer {
  readonly typed: TypedBranch;
  /** As it stands now, to be sent again knowingly. */
  readonly before: Branch;
  readonly errors?: Record<string, string>;
  readonly readings?: SecondReading;
  readonly theirs?: Branch;
  readonly message?: string;
}

const FIELDS = { number: 'numero', title: 'titre', summary: 'resume' };
export const BRANCH_LABELS = { numero: 'Numéro', titre: 'Intitulé', resume: 'En quelques phrases' };

export function readBranch(form: FormData): { typed: TypedBranch; before: Branch } {
  return {
    typed: {
      ...{ number: text(form, 'numero'), title: text(form, 'titre') },
      ...{ summary: text(form, 'resume'), axis: text(form, 'axe') }
    },
    before: {
      ...{ number: text(form, 'lu-numero'), title: text(form, 'lu-titre') },
      summary: text(form, 'lu-resume')
    }
  };
}

export function checkBranch(typed: TypedBranch) {
  const read = branchInput.safeParse(typed);
  return read.success
    ? { ok: true as const, input: read.data }
    : { ok: false as const, errors: errorsOf(read.error, FIELDS, BRANCH_LABELS) };
}

type Refused =
  | { readonly reason: 'invalid'; readonly issues: readonly Issue[] }
  | { readonly reason: 'changed'; readonly theirs: Branch }
  | { readonly reason: 'gone' }
  | { readonly reason: 'second-reading'; readonly readings: SecondReading };

/** What the form says when the command refused. */
export function branchRefusal(
  { typed, before }: { typed: TypedBranch; before: Branch },
  refused: Refused
): BranchAnswer {
  if (refused.reason === 'second-reading') return { typed, before, readings: refused.readings };
  if (refused.reason === 'changed') {
    const { number, title, summary } = refused.theirs;
    return { typed, before: { number, title, summary }, theirs: { number, title, summary } };
  }
  if (refused.reason === 'gone')
    return { typed, before, message: 'Quelqu’un l’a retiré pendant que vous écriviez.' };
  const errors: Record<string, string> = {};
  for (const { path, message } of refused.issues)
    errors[FIELDS[path as keyof typeof FIELDS]] =
      message.charAt(0).toUpperCase() + message.slice(1);
  return { typed, before, errors };
}
