/** The tree of a plan as its page draws it. */
import type { Axis } from '#domain/plans/model.ts';
import type { SheetStatus } from '#domain/plans/sheet.ts';
import type { AxisId, ObjectiveId } from '#shared/ids.ts';
import { numberOf } from '../../rencontres/reading.ts';

export interface Line {
  readonly id: number;
  readonly number: string;
  readonly code: string;
  readonly slug: string;
  readonly title: string;
  readonly status: SheetStatus;
  readonly axis: number | null;
  readonly objective: number | null;
  readonly pilots: readonly string[];
}

/** Sheets of one objective, of one axis outside its objectives, or of none. */
export function groupLines(
  lines: readonly Line[]
): (axis: number | null, objective: number | null) => Line[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.axis}/${line.objective}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return (axis, objective) => groups.get(`${axis}/${objective}`) ?? [];
}

/** « Axe 3 » ; « Axe » for one without a number. */
export function nameBranch(what: 'Axe' | 'Objectif', number: string): string {
  return number === '' ? what : `${what} ${number}`;
}

/** Where a sheet may be put: « axe-3 », « objectif-5 », or nowhere. */
export function placeChoices(axes: readonly Axis[]): { value: string; label: string }[] {
  return axes.flatMap((axis) => [
    { value: `axe-${axis.id}`, label: `${nameBranch('Axe', axis.number)} — ${axis.title}` },
    ...axis.objectives.map(({ id, number, title }) => ({
      ...{ value: `objectif-${id}`, label: `\u2003${nameBranch('Objectif', number)} — ${title}` }
    }))
  ]);
}

export function placeValue({ axis, objective }: Pick<Line, 'axis' | 'objective'>): string {
  if (objective !== null) return `objectif-${objective}`;
  return axis === null ? '' : `axe-${axis}`;
}

/** What a choice of `placeChoices` means; nowhere when it means nothing. */
export function readPlace(value: string): { axis: AxisId | null; objective: ObjectiveId | null } {
  const [what, id] = value.split('-');
  return {
    axis: what === 'axe' ? (numberOf(id) as AxisId) : null,
    objective: what === 'objectif' ? (numberOf(id) as ObjectiveId) : null
  };
}

/** Beyond this many sheets, one axis is open at a time: nobody reads five hundred lines, and no telephone draws them. */
const MOST_LINES = 120;

/**
 * The axis that is open in a plan too long to be shown whole: the one asked, the one that was just touched, or the first.
 * @returns null when the whole plan is.
 */
export function openAxis(
  { axes, sheets }: { axes: readonly Axis[]; sheets: readonly Line[] },
  { asked, touched }: { asked: number; touched: string }
): number | null {
  if (sheets.length <= MOST_LINES || axes.length < 2) return null;
  const [what, id] = touched.split('-');
  const isTouched = ({ id: axis, objectives }: Axis) =>
    (what === 'axe' && axis === Number(id)) ||
    (what === 'objectif' && objectives.some((one) => one.id === Number(id))) ||
    (what === 'fiche' && sheets.some((one) => one.id === Number(id) && one.axis === axis));
  const found = axes.find((axis) => axis.id === asked) ?? axes.find(isTouched) ?? axes[0];
  return found?.id ?? null;
}
