/** How an edition takes registrations: whether it does now and why not, what it asks, what it cannot accept. */
import type { Issue } from '#shared/errors.ts';
import { formatMoment } from '#shared/dates.ts';
import type {
  CategoryId,
  CommuneCode,
  ProgrammeSessionId,
  QuestionId,
  StructureId
} from '#shared/ids.ts';
import type { Desk } from './model.ts';
import { findOverlap, type Moment } from './requests.ts';

/** « Médecins », « Internes et étudiants ». */
export interface Category {
  readonly id: CategoryId;
  readonly label: string;
  readonly note: string;
  readonly capacity: number | null;
  readonly taken: number;
  readonly waiting: number;
}

export const QUESTION_KINDS = ['text', 'one', 'many'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** What the organiser asks besides. */
export interface Question {
  readonly id: QuestionId;
  readonly kind: QuestionKind;
  readonly label: string;
  readonly hint: string;
  readonly options: readonly string[];
  readonly required: boolean;
}

/** A session one chooses when registering. */
export interface ChosenSession extends Moment {
  readonly title: string;
  readonly kind: string;
  readonly roomName: string;
  readonly capacity: number | null;
  readonly taken: number;
  readonly waiting: number;
}

/** Everything the form of registration shows. */
export interface DeskForm {
  readonly desk: Desk;
  /** Of the edition itself. */
  readonly capacity: number | null;
  readonly taken: number;
  readonly waiting: number;
  readonly categories: readonly Category[];
  readonly questions: readonly Question[];
  readonly sessions: readonly ChosenSession[];
  readonly halfDays: readonly number[];
}

/** What somebody asks for, as `forms.ts` reads it. */
export interface RegistrationRequest {
  /** Lower case; null for a colleague registered by a group, or somebody the organiser adds. */
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly professionCode: string;
  readonly professionLabel: string;
  readonly structure: StructureId | null;
  readonly structureLabel: string;
  readonly commune: CommuneCode | null;
  readonly category: CategoryId | null;
  readonly sessions: readonly ProgrammeSessionId[];
  readonly halfDays: readonly number[];
  readonly meal: string;
  readonly access: string;
  readonly answers: readonly { readonly question: QuestionId; readonly value: string }[];
  readonly listConsent: boolean;
  readonly photoConsent: boolean;
  readonly inviteConsent: boolean;
  /** Code of the relay whose link was followed. */
  readonly relay?: string | null;
  /** Drawn with the form: the same form sent twice answers twice the same. */
  readonly requestKey?: string | null;
  /** Its author has read again the texts where somebody might be recognised. */
  readonly reread?: boolean;
}

export type ClosedReason =
  'draft' | 'cancelled' | 'no-date' | 'not-planned' | 'not-open' | 'closed' | 'past';

export type DeskState =
  | { readonly open: true; readonly until: Date }
  | { readonly open: false; readonly reason: ClosedReason; readonly at: Date | null };

interface Opening {
  readonly status: 'draft' | 'published' | 'cancelled';
  readonly startsAt: Date | null;
}

/** Whether one may register now, and else why not. It closes at the start at the latest. */
export function deskState(
  desk: Pick<Desk, 'opensAt' | 'closesAt'>,
  event: Opening,
  now: Date
): DeskState {
  const shut = (reason: ClosedReason, at: Date | null = null): DeskState => ({
    open: false,
    reason,
    at
  });
  if (event.status !== 'published') return shut(event.status);
  if (!event.startsAt) return shut('no-date');
  if (now >= event.startsAt) return shut('past', event.startsAt);
  if (!desk.opensAt) return shut('not-planned');
  if (now < desk.opensAt) return shut('not-open', desk.opensAt);
  if (desk.closesAt && now >= desk.closesAt) return shut('closed', desk.closesAt);
  return { open: true, until: closing(desk, event.startsAt) };
}

function closing({ closesAt }: Pick<Desk, 'closesAt'>, startsAt: Date): Date {
  return closesAt && closesAt < startsAt ? closesAt : startsAt;
}

/** The same in a sentence, in the civil time of the edition. */
export function describeDesk(state: DeskState, zone: string): string {
  if (state.open) return `Inscriptions ouvertes jusqu’au ${formatMoment(state.until, zone)}.`;
  switch (state.reason) {
    case 'draft':
      return 'Cette rencontre n’est pas encore publiée.';
    case 'cancelled':
      return 'Cette rencontre est annulée.';
    case 'no-date':
      return 'La date n’est pas encore choisie : les inscriptions ouvriront ensuite.';
    case 'not-planned':
      return 'Les inscriptions ne sont pas ouvertes sur Maillage.';
    case 'not-open':
      return `Les inscriptions ouvriront le ${formatMoment(state.at!, zone)}.`;
    case 'closed':
      return `Les inscriptions sont closes depuis le ${formatMoment(state.at!, zone)}.`;
    case 'past':
      return 'Cette rencontre a commencé : on ne s’inscrit plus en ligne.';
  }
}

/** Two sessions chosen that take place at the same time. */
export function overlapOf(
  form: Pick<DeskForm, 'sessions'>,
  chosen: readonly ProgrammeSessionId[]
): readonly [ChosenSession, ChosenSession] | null {
  return findOverlap(form.sessions.filter(({ id }) => chosen.includes(id)));
}

/**
 * What a request says that this desk cannot take: what it does not offer (any more), what it requires.
 * @returns issues whose paths are those of `RegistrationRequest`: « category », « sessions », « answers.12 ».
 */
export function checkRequest(form: DeskForm, request: RegistrationRequest): Issue[] {
  return [
    ...checkCategory(form, request),
    ...(request.sessions.some((id) => !form.sessions.some((session) => session.id === id))
      ? [{ path: 'sessions', message: 'Une des sessions choisies n’est plus proposée.' }]
      : []),
    ...(request.halfDays.some((id) => !form.halfDays.includes(id))
      ? [{ path: 'halfDays', message: 'Une des demi-journées choisies n’est plus proposée.' }]
      : []),
    ...checkAnswers(form, request)
  ];
}

function checkCategory({ categories }: DeskForm, { category }: RegistrationRequest): Issue[] {
  if (category === null)
    return categories.length === 0
      ? []
      : [{ path: 'category', message: 'Choisissez la catégorie qui vous correspond.' }];
  return categories.some(({ id }) => id === category)
    ? []
    : [{ path: 'category', message: 'Cette catégorie n’est plus proposée.' }];
}

function checkAnswers({ questions }: DeskForm, { answers }: RegistrationRequest): Issue[] {
  const unknown = answers.filter(({ question }) => !questions.some(({ id }) => id === question));
  return [
    ...unknown.map(({ question }) => ({
      path: `answers.${question}`,
      message: 'Cette question n’est plus posée.'
    })),
    ...questions.flatMap((question) => {
      const given = answers.filter((answer) => answer.question === question.id);
      const message = checkAnswer(
        question,
        given.map(({ value }) => value)
      );
      return message ? [{ path: `answers.${question.id}`, message }] : [];
    })
  ];
}

/** Several chosen options are one answer, an option a line. */
function checkAnswer(question: Question, values: readonly string[]): string | null {
  const said = values.flatMap((value) => value.split('\n')).filter((value) => value.trim() !== '');
  if (said.length === 0) return question.required ? 'Répondez à cette question.' : null;
  if (question.kind === 'text') return null;
  if (question.kind === 'one' && said.length > 1) return 'Une seule réponse est possible.';
  return said.every((value) => question.options.includes(value))
    ? null
    : 'Choisissez parmi les réponses proposées.';
}
