/** What somebody who registers reads and says: places left, sessions by slot, the texts that are read again. */
import { civilTime, formatHour } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { ChosenSession, DeskForm, RegistrationRequest } from './desk.ts';

/** What is left of a capacity, as one reads it before choosing. */
export interface Availability {
  /** Null: as many as come. */
  readonly left: number | null;
  readonly full: boolean;
  /** The rank one would have in the waiting list; null while there are places. */
  readonly rank: number | null;
}

interface Counted {
  readonly capacity: number | null;
  readonly taken: number;
  readonly waiting: number;
}

/** @param waiting - who is already in the list one would join. */
export function availability({ capacity, taken, waiting }: Counted): Availability {
  if (capacity === null) return { left: null, full: false, rank: null };
  const left = Math.max(0, capacity - taken);
  return { left, full: left === 0, rank: left === 0 ? waiting + 1 : null };
}

/** The same in words; '' when places are not counted. */
export function describePlaces({ left, rank }: Availability): string {
  if (rank !== null) return `Complet : liste d’attente, rang prévu ${rank}`;
  return left === null ? '' : plural(left, 'place');
}

/** Sessions that begin together: one chooses one of them, or none. */
export interface Slot {
  /** Of the form: « creneau-30123480 ». */
  readonly name: string;
  /** « 10 h 30 », with the day when there are several. */
  readonly label: string;
  readonly sessions: readonly ChosenSession[];
}

/** The sessions one chooses, by the moment they begin. Those that overlap otherwise are refused when sent. */
export function slotsOf(sessions: DeskForm['sessions'], zone: string): Slot[] {
  const byStart = Map.groupBy(sessions, ({ startsAt }) => startsAt.getTime());
  const days = new Set(sessions.map(({ startsAt }) => civilTime(startsAt, zone).slice(0, 10)));
  return [...byStart].map(([start, together]) => {
    const civil = civilTime(new Date(start), zone);
    const day = days.size > 1 ? `${weekday(civil)} à ` : '';
    return {
      name: `creneau-${start / 60_000}`,
      label: `${day}${formatHour(civil)}`,
      sessions: together
    };
  });
}

function weekday(civil: string): string {
  const date = new Date(`${civil.slice(0, 10)}T00:00:00Z`);
  return date.toLocaleDateString('fr-FR', { weekday: 'long', day: 'numeric', timeZone: 'UTC' });
}

/** « Camille Essai » → « Camille » and « Essai »; of a longer name, the first word is the first name. */
export function splitName(name: string): { readonly firstName: string; readonly lastName: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return rest.length === 0
    ? { firstName: '', lastName: firstName }
    : { firstName, lastName: rest.join(' ') };
}

/** The texts of a request that others read, by the name of their field: read again before they are kept. */
export function freeTextsOf(
  request: Pick<RegistrationRequest, 'meal' | 'access' | 'answers'>
): Record<string, string> {
  return {
    repas: request.meal,
    acces: request.access,
    ...Object.fromEntries(
      request.answers.map(({ question, value }) => [`question-${question}`, value])
    )
  };
}

/** French labels of these fields. */
export function freeTextLabels({ questions }: Pick<DeskForm, 'questions'>): Record<string, string> {
  return {
    repas: 'Votre repas',
    acces: 'Ce qui faciliterait votre venue',
    ...Object.fromEntries(questions.map(({ id, label }) => [`question-${id}`, label]))
  };
}

/** What was typed in a form of registration, sent back as it was when it is refused. */
export interface Typed {
  readonly prenom: string;
  readonly nom: string;
  readonly courriel: string;
  readonly profession: string;
  readonly professionCode: string;
  readonly structure: string;
  readonly structureChoice: string;
  readonly commune: string;
  readonly communeCode: string;
  readonly categorie: string;
  readonly sessions: readonly string[];
  readonly demiJournees: readonly string[];
  readonly repas: string;
  readonly acces: string;
  /** By number of question. */
  readonly reponses: Readonly<Record<string, readonly string[]>>;
  readonly liste: boolean;
  readonly photo: boolean;
  readonly prochaine: boolean;
}

/** A form nobody has filled yet. */
export const NOTHING_TYPED: Typed = {
  prenom: '',
  nom: '',
  courriel: '',
  profession: '',
  professionCode: '',
  structure: '',
  structureChoice: '',
  commune: '',
  communeCode: '',
  categorie: '',
  sessions: [],
  demiJournees: [],
  repas: '',
  acces: '',
  reponses: {},
  liste: false,
  photo: false,
  prochaine: false
};
