/** Who was there, as a compte rendu says it: counted always, named only when one agreed to be. */
import { gatherCounts, type Counted } from '#domain/registrations/figures.ts';
import { professionLabel } from '#domain/registrations/profession.ts';

/** A registration, as attendance is told from it. */
export interface Attendee {
  readonly name: string;
  /** To be in the list that registered people see. */
  readonly agreed: boolean;
  readonly professionCode: string;
  readonly professionLabel: string;
  /** Of the directory; null for what was typed. */
  readonly structure: string | null;
  readonly structureLabel: string;
  readonly standing: 'confirmed' | 'cancelled';
  readonly present: boolean;
}

interface Named {
  readonly name: string;
  readonly detail: string;
}

export interface Attendance {
  /** Somebody was let in by a gesture at the door: without any, those registered are told instead. */
  readonly taken: boolean;
  readonly count: number;
  readonly professions: readonly Counted[];
  /** Of the directory, and those that somebody who is named has typed. */
  readonly structures: readonly Counted[];
  readonly names: readonly Named[];
  /** Counted, not named. */
  readonly others: number;
  readonly excused: { readonly count: number; readonly names: readonly Named[] };
}

const OTHER = 'Autre profession';

/**
 * What is told of who came.
 * @param naming - its reader was there, or prepares the edition: to others nobody is named. What somebody typed of her
 * profession or structure is told with her name only: it could name her.
 */
export function tellAttendance(all: readonly Attendee[], naming: boolean): Attendance {
  const taken = all.some(({ present }) => present);
  const came = all.filter(({ standing, present }) => (taken ? present : standing === 'confirmed'));
  const excused = all.filter(({ standing, present }) => standing === 'cancelled' && !present);
  const names = naming ? namesOf(came) : [];
  return {
    ...{ taken, count: came.length, names, others: came.length - names.length },
    professions: countBy(
      came.map((one) => (one.professionCode && professionLabel(one.professionCode, OTHER)) || OTHER)
    ),
    structures: countBy(came.flatMap((one) => structureOf(one, naming) || [])),
    excused: { count: excused.length, names: naming ? namesOf(excused) : [] }
  };
}

function namesOf(all: readonly Attendee[]): Named[] {
  return all
    .filter(({ agreed, name }) => agreed && name !== '')
    .map((one) => ({
      name: one.name,
      detail: [one.professionLabel, structureOf(one, true)].filter(Boolean).join(', ')
    }));
}

function structureOf({ structure, structureLabel, agreed }: Attendee, naming: boolean): string {
  return structure ?? (naming && agreed ? structureLabel : '');
}

function countBy(labels: readonly string[]): Counted[] {
  return gatherCounts(labels.map((label) => ({ label, count: 1 })));
}
