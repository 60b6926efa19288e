/** The figures of an edition: each with where it comes from, and null when it is not known. */
import { isPast } from '#domain/events/edition.ts';
import type { EventStatus, EventTime } from '#domain/events/model.ts';
import { gatherCounts, type Counted } from '#domain/registrations/figures.ts';
import { professionLabel } from '#domain/registrations/profession.ts';
import type { EventId } from '#shared/ids.ts';
import { enumerate, plural } from '#shared/text.ts';
import type { Measure } from './model.ts';
import type { Measured } from './results.ts';
import { describeResponse } from './wording.ts';

/** « Infirmier » and « infirmière » are one profession; who says none is in none. */
export function gatherProfessions(
  said: readonly (Counted & { readonly code: string })[]
): Counted[] {
  const named = said.map(({ code, label, count }) => ({
    label: professionLabel(code, label),
    count
  }));
  return gatherCounts(named.filter(({ label }) => label !== ''));
}

/** What is known of one thing. Null is « not known », never nought. */
export interface Figure {
  readonly value: number | null;
  /** « D’où vient ce chiffre », or why there is none. */
  readonly source: string;
}

/** Of a mark: out of how much, and how many answered of how many asked. */
export interface Mark extends Figure {
  readonly scaleMax: number;
  readonly answers: number;
  readonly asked: number;
}

export interface Edition extends EventTime {
  readonly id: EventId;
  readonly slug: string;
  readonly title: string;
  readonly status: EventStatus;
}

/** What the rows say of one edition. Those who came, where entries were noted; those who have a place elsewhere. */
export interface EditionCounts {
  readonly edition: Edition;
  readonly declared: number | null;
  readonly declaredSource: string;
  /** Has a place, those registered at the door included. */
  readonly registered: number;
  readonly walkIns: number;
  /** Whether anybody’s entry was noted. */
  readonly noted: boolean;
  readonly present: number;
  /** Of those who were registered before the day. */
  readonly presentExpected: number;
  /** Whom the breakdowns are of, and how many of them name nobody any more. */
  readonly people: number;
  readonly erased: number;
  /** Of those, who had chosen no profession of the list: whether they wrote one is not known any more. */
  readonly erasedUnlisted: number;
  readonly professions: readonly Counted[];
  readonly types: readonly Counted[];
  readonly structures: readonly Counted[];
  readonly communes: readonly Counted[];
  /** Earlier editions of the series that have addresses to compare with; those held without. */
  readonly earlier: readonly string[];
  readonly earlierUnknown: readonly string[];
  readonly comparable: number;
  readonly firstTimers: number;
}

export interface EditionFigures {
  readonly edition: Edition;
  readonly isPast: boolean;
  /** Of whom the breakdowns are, and how many. */
  readonly basis: 'present' | 'registered';
  readonly people: number;
  readonly registered: Figure;
  readonly present: Figure & { readonly declared: boolean };
  /** Between 0 and 1. */
  readonly attendance: Figure;
  readonly professions: Figure;
  readonly structures: Figure;
  readonly types: Figure;
  readonly communes: Figure;
  readonly firstTimers: Figure;
  readonly firstTimersShare: Figure;
  readonly satisfaction: Mark;
  readonly usefulness: Mark;
  readonly contacts: Mark;
  /** From -100 to 100. */
  readonly recommendation: Mark;
  /** Between 0 and 1: how many of those asked told how satisfied they are. */
  readonly response: Figure;
  readonly breakdowns: Pick<EditionCounts, 'professions' | 'types' | 'structures' | 'communes'>;
}

/** The figures of an edition from its rows and from what was answered. */
export function figuresOf(
  counts: EditionCounts,
  measured: readonly Measured[],
  now: Date
): EditionFigures {
  const { edition, professions, types, structures, communes, erased, erasedUnlisted } = counts;
  const past = isPast(edition, now);
  const satisfaction = markOf(measured, 'satisfaction');
  return {
    ...{ edition, isPast: past, people: counts.people },
    basis: counts.noted ? 'present' : 'registered',
    registered: registeredOf(counts, past),
    present: presentOf(counts, past),
    attendance: attendanceOf(counts, past),
    professions: distinct(counts, professions, past, { gone: erasedUnlisted, silent: UNSAID }),
    structures: distinct(counts, structures, past, { gone: erased, silent: UNSAID }),
    types: distinct(counts, types, past, { gone: erased, silent: UNLISTED }),
    communes: distinct(counts, communes, past, { gone: erased, silent: UNSAID }),
    ...firstTimersOf(counts),
    satisfaction,
    usefulness: markOf(measured, 'usefulness'),
    contacts: markOf(measured, 'contacts'),
    recommendation: markOf(measured, 'recommendation'),
    response: {
      value: satisfaction.value === null ? null : satisfaction.answers / satisfaction.asked,
      source: satisfaction.source
    },
    breakdowns: { professions, types, structures, communes }
  };
}

function registeredOf({ registered, walkIns }: EditionCounts, past: boolean): Figure {
  if (past && registered === 0)
    return { value: null, source: 'Aucune inscription n’a été prise dans Maillage.' };
  const door = walkIns > 0 ? `, dont ${walkIns} à l’accueil` : '';
  const when = past ? '' : ', à ce jour';
  return { value: registered, source: `Inscriptions confirmées${door}${when}.` };
}

function presentOf(
  { noted, present, declared, declaredSource }: EditionCounts,
  past: boolean
): EditionFigures['present'] {
  const when = past ? '' : ', à cette heure';
  if (noted)
    return {
      ...{ value: present, declared: false },
      source: `Entrées notées à l’accueil${when}\u00a0: chaque personne une fois.`
    };
  if (declared !== null && past) {
    const source = `Déclaré, non compté ici. Source\u00a0: ${declaredSource || 'l’organisation'}.`;
    return { value: declared, source, declared: true };
  }
  const source = past
    ? 'Aucune entrée n’a été notée à l’accueil, et rien n’est déclaré.'
    : 'Aucune entrée n’est encore notée.';
  return { value: null, source, declared: false };
}

function attendanceOf(counts: EditionCounts, past: boolean): Figure {
  const { noted, presentExpected } = counts;
  const expected = counts.registered - counts.walkIns;
  if (!noted || expected <= 0) {
    const source = past
      ? 'Il faut des inscriptions et des entrées notées à l’accueil.'
      : 'Se calcule quand les entrées sont notées à l’accueil.';
    return { value: null, source };
  }
  const source = `${plural(presentExpected, 'personne venue', 'personnes venues')} sur ${expected} inscrites avant le jour.`;
  return { value: presentExpected / expected, source };
}

const UNSAID = 'sans réponse';
const UNLISTED = 'hors des fiches de l’annuaire';

/** How many different ones. @param of.gone - of how many it went with their identity. @param of.silent - those in none. */
function distinct(
  counts: EditionCounts,
  found: readonly Counted[],
  past: boolean,
  of: { readonly gone: number; readonly silent: string }
): Figure {
  const { people, noted } = counts;
  if (people === 0)
    return {
      value: past ? null : 0,
      source: past ? 'Ni inscription ni entrée dans Maillage.' : 'Personne n’est encore inscrit.'
    };
  if (of.gone === people)
    return { value: null, source: 'Les identités ont été effacées\u00a0: ce n’est plus connu.' };
  if (found.length === 0) return { value: null, source: 'Personne ne l’a dit.' };
  const whom = noted
    ? plural(people, 'personne présente', 'personnes présentes')
    : plural(people, 'personne inscrite', 'personnes inscrites');
  const silent = people - found.reduce((sum, { count }) => sum + count, 0);
  const rest = [
    ...(silent - of.gone > 0 ? [`${silent - of.gone} ${of.silent}`] : []),
    ...(of.gone > 0 ? [plural(of.gone, 'identité effacée', 'identités effacées')] : [])
  ];
  const except = rest.length > 0 ? ` (${enumerate(rest)})` : '';
  return { value: found.length, source: `Parmi ${whom}${except}.` };
}

function firstTimersOf(
  counts: EditionCounts
): Pick<EditionFigures, 'firstTimers' | 'firstTimersShare'> {
  const { earlier, earlierUnknown, comparable, firstTimers, people } = counts;
  if (earlier.length === 0 || comparable === 0) {
    const source =
      earlier.length === 0
        ? 'Aucune édition antérieure n’a d’inscriptions à comparer.'
        : 'Aucune adresse électronique à comparer.';
    return { firstTimers: { value: null, source }, firstTimersShare: { value: null, source } };
  }
  const without = people - comparable;
  const source = [
    `Ni inscrites ni venues à\u00a0: ${enumerate(earlier)} (comparaison par adresse électronique, pour ${plural(comparable, 'personne')}).`,
    ...(without > 0 ? [`${without} sans adresse ne sont pas comparées.`] : []),
    ...(earlierUnknown.length > 0
      ? [`Sans inscriptions à comparer\u00a0: ${enumerate(earlierUnknown)}.`]
      : [])
  ].join(' ');
  return {
    firstTimers: { value: firstTimers, source },
    firstTimersShare: {
      value: firstTimers / comparable,
      source: `${firstTimers} sur ${plural(comparable, 'personne comparée', 'personnes comparées')}.`
    }
  };
}

function markOf(measured: readonly Measured[], which: Measure): Mark {
  const found = measured.find((one) => one.measure === which);
  if (!found)
    return {
      ...{ value: null, scaleMax: 0, answers: 0, asked: 0 },
      source: 'Aucun questionnaire de cinq réponses au moins ne le demande.'
    };
  const { value, scaleMax, answers, response } = found;
  const source = `«\u00a0${found.label}\u00a0»\u00a0: ${describeResponse(response)}.`;
  return { value, scaleMax, answers, asked: response.asked, source };
}
