import type { z } from 'zod';
import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { StructureChoice } from '#domain/directory/joining.ts';
import type { StructureAnswer } from '#domain/directory/server/joining/queries.ts';

/** What was typed, sent back as it was when the form is refused. */
export interface Typed {
  readonly nom: string;
  readonly courriel: string;
  readonly profession: string;
  readonly structure: string;
  readonly choix: string;
  readonly referent: boolean;
  readonly motif: string;
}

export interface Refused {
  readonly typed: Typed;
  readonly errors: Readonly<Record<string, string>>;
  /** Structures to choose among, when the text names several. */
  readonly choices: readonly StructureChoice[];
  readonly readings: SecondReading | null;
  readonly message: string;
}

export function readTyped(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    nom: text('nom'),
    courriel: text('courriel'),
    profession: text('profession'),
    structure: text('structure'),
    choix: text('choix') === 'aucune' ? '' : text('choix'),
    referent: form.has('referent'),
    motif: text('motif')
  };
}

export function refused(typed: Typed, rest: Partial<Refused> = {}): Refused {
  return { typed, errors: {}, choices: [], readings: null, message: '', ...rest };
}

/** Names of the fields of the page for those of the request. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'nom',
  email: 'courriel',
  motive: 'motif'
};

/** The first message of each field. */
export function errorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues)
    errors[FIELDS[String(path[0])] ?? String(path[0])] ??= message;
  return errors;
}

/** What is wrong with the structure, if anything is. */
export function structureRefusal(
  answer: StructureAnswer,
  typed: Typed
): Pick<Refused, 'errors' | 'choices'> | null {
  if (answer.kind === 'unknown')
    return {
      errors: {
        structure: `Aucune structure de ce territoire ne répond à « ${typed.structure || typed.choix} ». Essayez un autre mot, ou laissez vide : vous pourrez la proposer ensuite.`
      },
      choices: []
    };
  if (answer.kind === 'several')
    return {
      errors: { choix: 'Plusieurs structures répondent à ce nom : choisissez la vôtre.' },
      choices: answer.choices
    };
  if (answer.kind === 'none' && typed.referent)
    return {
      errors: { structure: 'Dites de quelle structure vous répondez.' },
      choices: []
    };
  return null;
}
