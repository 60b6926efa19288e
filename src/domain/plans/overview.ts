/** A plan as a tree: its axes, their objectives, and the sheets of each. */
import type { Axis, Objective } from './model.ts';
import type { SheetSummary } from './sheet.ts';

type Placed = Pick<SheetSummary, 'axis' | 'objective'>;

export interface TreeObjective<Sheet> {
  readonly objective: Objective;
  readonly sheets: readonly Sheet[];
}

export interface TreeAxis<Sheet> {
  readonly axis: Axis;
  readonly objectives: readonly TreeObjective<Sheet>[];
  /** Of the axis, without being of one of its objectives. */
  readonly sheets: readonly Sheet[];
}

export interface Tree<Sheet> {
  readonly axes: readonly TreeAxis<Sheet>[];
  /** Of no axis. */
  readonly unplaced: readonly Sheet[];
}

/** Places the sheets of a plan under its axes and objectives; keeps the order in which they come. */
export function treeOf<Sheet extends Placed>(
  axes: readonly Axis[],
  sheets: readonly Sheet[]
): Tree<Sheet> {
  return {
    axes: axes.map((axis) => ({
      axis,
      objectives: axis.objectives.map((objective) => ({
        objective,
        sheets: sheets.filter((sheet) => sheet.objective === objective.id)
      })),
      sheets: sheets.filter((sheet) => sheet.axis === axis.id && sheet.objective === null)
    })),
    unplaced: sheets.filter((sheet) => sheet.axis === null)
  };
}

/** All the sheets of an axis, those of its objectives first. */
export function sheetsOfAxis<Sheet>({ objectives, sheets }: TreeAxis<Sheet>): Sheet[] {
  return [...objectives.flatMap((one) => one.sheets), ...sheets];
}

/** Without the axes and objectives that hold nothing: what is left of a tree once it is filtered. */
export function pruned<Sheet>({ axes, unplaced }: Tree<Sheet>): Tree<Sheet> {
  return {
    unplaced,
    axes: axes
      .map((one) => ({
        ...one,
        objectives: one.objectives.filter(({ sheets }) => sheets.length > 0)
      }))
      .filter((one) => sheetsOfAxis(one).length > 0)
  };
}
