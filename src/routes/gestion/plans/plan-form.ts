/** What the forms of a plan send: to open one, and to write what is said of it. */
import { planInput, type PlanInput } from '#domain/plans/forms/plan.ts';
import type { Plan } from '#domain/plans/model.ts';
import { errorsOf, text } from '../rencontres/reading.ts';

/** A signatory, as a line of the form. */
export interface TypedSignatory {
  readonly name: string;
  /** Slug of the structure chosen in the list. */
  readonly structure: string;
  readonly quality: string;
  readonly signedOn: string;
}

export interface TypedPlan {
  readonly title: string;
  readonly shortTitle: string;
  readonly kind: string;
  readonly sheetWord: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly visibility: string;
  readonly summary: string;
  readonly contact: string;
  readonly signatories: readonly TypedSignatory[];
}

export const FIELDS: Readonly<Record<string, string>> = {
  title: 'titre',
  shortTitle: 'nom-court',
  kind: 'nature',
  sheetWord: 'mot',
  startsOn: 'debut',
  endsOn: 'fin',
  visibility: 'lu-par',
  summary: 'resume',
  contact: 'contact'
};

export const LABELS: Readonly<Record<string, string>> = {
  titre: 'Titre',
  'nom-court': 'Nom court',
  nature: 'Nature',
  mot: 'Une fiche s’appelle',
  debut: 'Premier jour',
  fin: 'Dernier jour',
  'lu-par': 'Qui le lit',
  resume: 'En quelques phrases',
  contact: 'À qui s’adresser'
};

export const READING_LABELS = { summary: LABELS['resume']!, contact: LABELS['contact']! };

export const BLANK_PLAN: TypedPlan = {
  ...{ title: '', shortTitle: '', kind: 'cls', sheetWord: 'fiche', startsOn: '', endsOn: '' },
  ...{ visibility: 'members', summary: '', contact: '', signatories: [] }
};

export function readPlan(form: FormData): TypedPlan {
  return {
    title: text(form, 'titre'),
    shortTitle: text(form, 'nom-court'),
    kind: text(form, 'nature'),
    sheetWord: text(form, 'mot'),
    startsOn: text(form, 'debut'),
    endsOn: text(form, 'fin'),
    visibility: text(form, 'lu-par'),
    summary: text(form, 'resume'),
    contact: text(form, 'contact'),
    signatories: readSignatories(form)
  };
}

/** One line each, « signataire-0 » and on; a line left empty is nobody. */
function readSignatories(form: FormData): TypedSignatory[] {
  const lines: TypedSignatory[] = [];
  for (let at = 0; form.has(`signataire-${at}`); at += 1)
    lines.push({
      ...{ name: text(form, `signataire-${at}`), structure: text(form, `signataire-fiche-${at}`) },
      ...{ quality: text(form, `qualite-${at}`), signedOn: text(form, `signe-le-${at}`) }
    });
  return lines.filter(
    ({ name, quality, signedOn }) => name !== '' || quality !== '' || signedOn !== ''
  );
}

export function typedFrom(plan: Plan): TypedPlan {
  const { title, shortTitle, kind, sheetWord, visibility, summary, contact } = plan;
  return {
    ...{ title, shortTitle, kind, sheetWord, visibility, summary, contact },
    ...{ startsOn: plan.startsOn ?? '', endsOn: plan.endsOn ?? '' },
    signatories: plan.signatories.map(({ name, structure, quality, signedOn }) => ({
      ...{ name, structure: structure?.slug ?? '', quality, signedOn: signedOn ?? '' }
    }))
  };
}

type Checked =
  | { readonly ok: true; readonly input: PlanInput }
  | { readonly ok: false; readonly errors: Record<string, string> };

/** @param structures - the structure that each signatory is, null for none known. */
export function checkPlan(typed: TypedPlan, structures: readonly (number | null)[] = []): Checked {
  const read = planInput.safeParse({
    ...typed,
    startsOn: typed.startsOn || null,
    endsOn: typed.endsOn || null,
    signatories: typed.signatories.map(({ name, quality, signedOn }, at) => ({
      ...{ name, quality, signedOn: signedOn || null, structure: structures[at] ?? null }
    }))
  });
  if (read.success) return { ok: true, input: read.data };
  const names = { ...FIELDS };
  for (const { path } of read.error.issues)
    if (path[0] === 'signatories')
      names[path.join('.')] =
        `${SIGNATORY_FIELDS[String(path[2])] ?? 'signataire'}-${Number(path[1] ?? 0)}`;
  return { ok: false, errors: errorsOf(read.error, names, LABELS) };
}

const SIGNATORY_FIELDS: Readonly<Record<string, string>> = {
  name: 'signataire',
  quality: 'qualite',
  signedOn: 'signe-le'
};
