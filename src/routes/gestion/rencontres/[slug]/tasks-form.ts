/** The form of a task: what was typed, whether or not it can be saved. */
import { text } from '../reading.ts';

/** The field of each part of a task. */
export const NAMES = { title: 'tache', detail: 'precision', daysBefore: 'jours', assignee: 'pour' };
export const TASK_LABELS: Readonly<Record<string, string>> = {
  tache: 'Tâche',
  precision: 'Précision',
  jours: 'Jours avant',
  pour: 'Confiée à'
};

export interface TypedTask {
  /** Empty for a new one. */
  id: string;
  title: string;
  detail: string;
  days: string;
  side: string;
  assignee: string;
}

export function readTask(form: FormData): TypedTask {
  return {
    id: text(form, 'numero'),
    title: text(form, 'tache'),
    detail: text(form, 'precision'),
    days: text(form, 'jours'),
    side: text(form, 'sens'),
    assignee: text(form, 'pour')
  };
}
