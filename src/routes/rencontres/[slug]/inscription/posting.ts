import type { Event } from '#domain/events/model.ts';
import type { DeskForm, RegistrationRequest } from '#domain/registrations/desk.ts';
import {
  colleagueInput,
  fieldErrors,
  registrationChangeInput,
  registrationInput
} from '#domain/registrations/forms.ts';
import { readProfession } from '#domain/registrations/profession.ts';
import type { Typed } from '#domain/registrations/registrant.ts';
import { findWhereabouts } from '#domain/registrations/server/registrants/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { QuestionId } from '#shared/ids.ts';

/** @param prefix - of the fields of one person among several: « p2- ». */
export function readTyped(form: FormData, prefix = ''): Typed {
  const text = (name: string) => String(form.get(prefix + name) ?? '').slice(0, 4000);
  const all = (name: string) => form.getAll(prefix + name).map(String);
  const named = (start: string) =>
    [...new Set(form.keys())].filter((name) => name.startsWith(prefix + start));
  return {
    prenom: text('prenom'),
    nom: text('nom'),
    courriel: text('courriel'),
    profession: text('profession'),
    professionCode: text('profession-code'),
    structure: text('structure'),
    structureChoice: text('structure-choix'),
    commune: text('commune'),
    communeCode: text('commune-code'),
    categorie: text('categorie'),
    sessions: named('creneau-').flatMap((name) => form.getAll(name).map(String).filter(Boolean)),
    demiJournees: all('demi-journee'),
    repas: text('repas'),
    acces: text('acces'),
    reponses: Object.fromEntries(
      named('question-').map((name) => [
        name.slice(`${prefix}question-`.length),
        form.getAll(name).map((value) => String(value).slice(0, 4000))
      ])
    ),
    liste: all('accord').includes('liste'),
    photo: all('accord').includes('photo'),
    prochaine: all('accord').includes('prochaine')
  };
}

const SCHEMAS = {
  self: registrationInput,
  colleague: colleagueInput,
  holder: registrationChangeInput
} as const;

export type ReadRequest =
  | { readonly ok: true; readonly request: RegistrationRequest }
  | { readonly ok: false; readonly errors: Record<string, string> };

/**
 * What was typed as a request: only what this desk asks, the structure and the commune found, everything checked.
 * @param who - whose address is asked: her own, maybe none for a colleague, none again for who already holds a place.
 */
export async function readRequest(
  db: Database,
  event: Event,
  form: DeskForm,
  typed: Typed,
  who: keyof typeof SCHEMAS
): Promise<ReadRequest> {
  const { desk } = form;
  const where = await findWhereabouts(db, event.territory, {
    structure: typed.structure,
    structureChoice: typed.structureChoice,
    commune: desk.asksCommune ? typed.commune : '',
    communeCode: desk.asksCommune ? typed.communeCode : ''
  });
  const profession = readProfession(typed.profession, typed.professionCode);
  const answers = answersOf(typed);
  const parsed = SCHEMAS[who].safeParse({
    email: who === 'colleague' && typed.courriel.trim() === '' ? null : typed.courriel,
    firstName: typed.prenom,
    lastName: typed.nom,
    professionCode: profession.code,
    professionLabel: profession.label,
    structure: where.structure,
    structureLabel: where.structureLabel,
    commune: where.commune,
    category: Number(typed.categorie) || null,
    sessions: numbers(typed.sessions),
    halfDays: desk.asksHalfDays ? numbers(typed.demiJournees) : [],
    meal: desk.asksMeal ? typed.repas : '',
    access: desk.asksAccess ? typed.acces : '',
    answers,
    listConsent: desk.listShared && typed.liste,
    photoConsent: desk.photoAsked && typed.photo,
    inviteConsent: typed.prochaine
  });
  const errors = parsed.success ? {} : fieldErrors(parsed.error.issues, answers);
  if (where.communeRefusal) errors['commune'] = where.communeRefusal;
  if (!parsed.success || where.communeRefusal) return { ok: false, errors };
  // Numbers and codes read from the form are the identifiers the command checks against the desk.
  return { ok: true, request: { email: null, ...parsed.data } as unknown as RegistrationRequest };
}

function answersOf({ reponses }: Typed): RegistrationRequest['answers'] {
  return Object.entries(reponses).flatMap(([question, values]) => {
    const value = values.filter((one) => one.trim() !== '').join('\n');
    return value ? [{ question: Number(question) as QuestionId, value }] : [];
  });
}

function numbers(values: readonly string[]): number[] {
  return [...new Set(values.map(Number).filter((value) => Number.isSafeInteger(value)))];
}
