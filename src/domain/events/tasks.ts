/** The rétroplanning: what is to be done before and after an edition, and when. */
import { addDays, civilTime } from '#shared/dates.ts';
import type { PersonId } from '#shared/ids.ts';
import type { EventKind, EventTime } from './model.ts';

export interface TaskInput {
  readonly title: string;
  readonly detail: string;
  /** Days before the first day; negative: after it. */
  readonly daysBefore: number;
  readonly assignee: PersonId | null;
}

export interface Task extends Omit<TaskInput, 'assignee'> {
  readonly id: number;
  readonly assignee: { readonly id: PersonId; readonly name: string } | null;
  readonly doneAt: Date | null;
  readonly doneBy: string;
}

/** done, or to do: late, within a week, later, or not dated as long as the edition is not. */
export type TaskState = 'done' | 'late' | 'soon' | 'later' | 'undated';

export interface DatedTask extends Task {
  /** Civil day `YYYY-MM-DD`; null as long as the edition has no date. */
  readonly dueOn: string | null;
  readonly state: TaskState;
}

const SOON_DAYS = 7;

/** The tasks with their day, counted from the first day of the edition in its own zone. */
export function dateTasks(
  tasks: readonly Task[],
  { startsAt, timeZone }: EventTime,
  now: Date
): DatedTask[] {
  const first = startsAt && civilTime(startsAt, timeZone).slice(0, 10);
  const today = civilTime(now, timeZone).slice(0, 10);
  return tasks.map((task) => {
    const dueOn = first ? addDays(first, -task.daysBefore) : null;
    return { ...task, dueOn, state: stateOf(task, dueOn, today) };
  });
}

function stateOf(task: Task, dueOn: string | null, today: string): TaskState {
  if (task.doneAt) return 'done';
  if (!dueOn) return 'undated';
  if (dueOn < today) return 'late';
  return dueOn <= addDays(today, SOON_DAYS) ? 'soon' : 'later';
}

/** « J-45 », « Le jour même », « J+1 ». */
export function dayLabel(daysBefore: number): string {
  if (daysBefore === 0) return 'Le jour même';
  return daysBefore > 0 ? `J\u2011${daysBefore}` : `J+${-daysBefore}`;
}

type Proposed = Pick<TaskInput, 'title' | 'detail' | 'daysBefore'>;
const task = (daysBefore: number, title: string, detail = ''): Proposed => ({
  ...{ daysBefore, title, detail }
});

const DAY_TASKS: readonly Proposed[] = [
  task(
    180,
    'Choisir la date et le thème',
    'Vacances scolaires, jours fériés, journées des voisins.'
  ),
  task(
    150,
    'Réserver le lieu',
    'Grande salle, salles d’ateliers, accès des fauteuils, stationnement.'
  ),
  task(120, 'Confirmer les partenaires et le budget', 'Conventions, parts de chacun.'),
  task(90, 'Solliciter les intervenants', 'Thème, durée, matériel, déplacement.'),
  task(75, 'Arrêter le programme'),
  task(60, 'Ouvrir les inscriptions et envoyer l’invitation'),
  task(60, 'Donner à chaque relais son lien et son affiche'),
  task(45, 'Commander le repas et les pauses', 'Une estimation ; le nombre exact suivra.'),
  task(30, 'Relancer les personnes qui n’ont pas répondu'),
  task(15, 'Confirmer les salles, la sonorisation et l’accueil'),
  task(10, 'Donner le nombre exact de repas'),
  task(
    7,
    'Envoyer les informations pratiques aux personnes inscrites',
    'Accès, horaires, ateliers.'
  ),
  task(5, 'Rappeler aux intervenants leur heure et leur salle'),
  task(2, 'Imprimer les badges et les feuilles d’émargement'),
  task(1, 'Préparer la salle et la signalétique'),
  task(-1, 'Envoyer le questionnaire et remercier'),
  task(-10, 'Publier le compte rendu'),
  task(-30, 'Faire le bilan du budget avec les partenaires')
];

const MEETING_TASKS: readonly Proposed[] = [
  task(90, 'Réserver le lieu', 'Taille de la salle, accès des fauteuils, stationnement.'),
  task(60, 'Solliciter les intervenants'),
  task(45, 'Envoyer l’invitation'),
  task(30, 'Arrêter l’ordre du jour'),
  task(15, 'Relancer les personnes qui n’ont pas répondu'),
  task(7, 'Envoyer les informations pratiques aux personnes inscrites'),
  task(5, 'Commander l’accueil café'),
  task(2, 'Imprimer les badges et la feuille d’émargement'),
  task(-1, 'Envoyer le questionnaire et remercier'),
  task(-10, 'Publier le compte rendu')
];

const SMALL_TASKS: readonly Proposed[] = [
  task(30, 'Fixer l’ordre du jour'),
  task(21, 'Envoyer l’invitation'),
  task(7, 'Relancer les personnes qui n’ont pas répondu'),
  task(2, 'Envoyer le lien ou le plan d’accès'),
  task(-7, 'Publier le compte rendu')
];

/** What is usually to be done, to begin with and change. */
export function proposeTasks(kind: EventKind): readonly Proposed[] {
  if (kind === 'annual-day') return DAY_TASKS;
  return kind === 'meeting' ? MEETING_TASKS : SMALL_TASKS;
}
