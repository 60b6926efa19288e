import type { SecondReading } from '#domain/confidentiality/rules.ts';
import type { Event } from '#domain/events/model.ts';
import { fieldErrors, groupInput } from '#domain/registrations/forms.ts';
import type { DeskForm, RegistrationRequest } from '#domain/registrations/desk.ts';
import { NOTHING_TYPED, type Typed } from '#domain/registrations/registrant.ts';
import type { Database } from '#server/db/connection.ts';
import { readRequest, readTyped } from '../posting.ts';

export const MOST_LINES = 30;
const LINES_AT_FIRST = 3;

/** A group as it was typed: who registers, where they all work, and a line for each. */
export interface TypedGroup {
  readonly nom: string;
  readonly courriel: string;
  readonly shared: Pick<Typed, 'structure' | 'structureChoice' | 'commune' | 'communeCode'>;
  readonly lines: readonly Typed[];
}

export function blankLine(halfDays: readonly number[]): Typed {
  return { ...NOTHING_TYPED, demiJournees: halfDays.map(String) };
}

export function blankGroup(halfDays: readonly number[]): TypedGroup {
  return {
    ...{ nom: '', courriel: '' },
    shared: NOTHING_TYPED,
    lines: Array.from({ length: LINES_AT_FIRST }, () => blankLine(halfDays))
  };
}

export function readGroup(data: FormData): TypedGroup {
  const count = Math.min(MOST_LINES, Math.max(1, Number(data.get('lignes')) || 1));
  return {
    nom: String(data.get('secretaire') ?? '').slice(0, 200),
    courriel: String(data.get('secretaire-courriel') ?? '').slice(0, 300),
    shared: readTyped(data),
    lines: Array.from({ length: count }, (_line, index) => readTyped(data, `p${index}-`))
  };
}

/** A line nobody has written in is nobody. */
function isBlank({ prenom, nom, courriel, profession }: Typed): boolean {
  return [prenom, nom, courriel, profession].every((text) => text.trim() === '');
}

export interface ReadGroup {
  readonly contact: { readonly name: string; readonly email: string } | null;
  readonly people: readonly RegistrationRequest[];
  /** The number of the line of each person. */
  readonly lineOf: readonly number[];
  readonly errors: Readonly<Record<string, string>>;
}

/** The people of a group, each checked; lines left blank are nobody. */
export async function readPeople(
  db: Database,
  event: Event,
  form: DeskForm,
  typed: TypedGroup,
  reread: boolean
): Promise<ReadGroup> {
  const parsed = groupInput.safeParse({ name: typed.nom, email: typed.courriel });
  const errors: Record<string, string> = {};
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues)
      errors[path[0] === 'email' ? 'secretaire-courriel' : 'secretaire'] ??= message;
  const people: RegistrationRequest[] = [];
  const lineOf: number[] = [];
  for (const [index, line] of typed.lines.entries()) {
    if (isBlank(line)) continue;
    const read = await readRequest(db, event, form, { ...line, ...whereOf(typed) }, 'colleague');
    lineOf.push(index);
    if (read.ok) people.push({ ...read.request, reread });
    else Object.assign(errors, prefixed(read.errors, index));
  }
  if (lineOf.length === 0) errors['p0-prenom'] = 'Inscrivez au moins une personne.';
  return { contact: parsed.success ? parsed.data : null, people, lineOf, errors };
}

function whereOf({ shared }: TypedGroup) {
  const { structure, structureChoice, commune, communeCode } = shared;
  return { structure, structureChoice, commune, communeCode };
}

/** What is asked of all is beside the field they share. */
function prefixed(errors: Readonly<Record<string, string>>, line: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [
      field === 'commune' || field === 'structure' ? field : `p${line}-${field}`,
      message
    ])
  );
}

/** The refusals of the command, « 2.category », beside the fields of their line. */
export function groupErrors(
  issues: readonly { readonly path: string; readonly message: string }[],
  { people, lineOf }: Pick<ReadGroup, 'people' | 'lineOf'>
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const [person = '', ...rest] = path.split('.');
    const index = Number(person);
    const found = fieldErrors([{ path: rest.join('.'), message }], people[index]?.answers ?? []);
    Object.assign(errors, prefixed(found, lineOf[index] ?? 0));
  }
  return errors;
}

/** « 2.question-4 » as the label of its field. */
export function readingLabels(
  readings: SecondReading | null,
  people: readonly RegistrationRequest[],
  labels: Readonly<Record<string, string>>
): Record<string, string> {
  return Object.fromEntries(
    (readings ?? []).map(({ field }) => {
      if (field === 'secretaire') return [field, 'Votre nom'];
      const at = field.indexOf('.');
      const person = people[Number(field.slice(0, at))];
      const name = person ? `${person.firstName} ${person.lastName}` : '';
      return [field, `${name} : ${labels[field.slice(at + 1)] ?? ''}`];
    })
  );
}
