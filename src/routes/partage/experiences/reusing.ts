/** « Je l’ai repris », as its forms send it; signed in, or from the link of the message that asks. */
import { fail } from '@sveltejs/kit';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { ReuseStatus } from '#domain/sharing/reuse.ts';
import type { Refused } from '#domain/sharing/server/writing/commands.ts';
import { text } from '../../gestion/rencontres/reading.ts';

export interface TypedReuse {
  readonly status: string;
  /** Identifier of one of hers; empty: in her own name. */
  readonly structure: string;
  readonly outcome: string;
}

/** What a refused form shows again. */
export interface ReuseAnswer {
  readonly typed: TypedReuse;
  readonly errors: Readonly<Record<string, string>>;
  readonly readings?: SecondReading;
}

export function readReuse(form: FormData): TypedReuse {
  return {
    ...{ status: text(form, 'etat'), structure: text(form, 'structure') },
    outcome: text(form, 'suite').replaceAll('\r\n', '\n')
  };
}

/** The schema of the domain says whether it is one. */
export const statusOf = ({ status }: TypedReuse) => status as ReuseStatus;

const FIELDS: Readonly<Record<string, readonly [field: string, label: string]>> = {
  status: ['etat', 'Où vous en êtes'],
  structure: ['structure', 'Pour'],
  outcome: ['suite', 'Ce que c’est devenu']
};

export function refuseReuse(typed: TypedReuse, said: Refused) {
  const answer = (errors: ReuseAnswer['errors'], readings?: SecondReading) =>
    fail(400, { typed, errors, ...(readings && { readings }) } satisfies ReuseAnswer);
  if (said.reason === 'second-reading') return answer({}, said.readings);
  return answer(
    Object.fromEntries(
      said.issues.map(({ path, message }) => {
        const [field, label] = FIELDS[path] ?? [path, 'Ce champ'];
        return [field, `${label}\u00a0: ${message}`];
      })
    )
  );
}
