/** Sheets lean on sheets: never in a circle. */
import type { ActionSheetId } from '#shared/ids.ts';

export interface Leaning {
  readonly from: ActionSheetId;
  readonly to: ActionSheetId;
}

/**
 * The circle that a sheet would close by leaning on others, the shortest.
 * @param leanings - who leans on whom already
 * @returns from the sheet to itself: [28, 12, 28]; null when there is none.
 */
export function findLoop(
  leanings: readonly Leaning[],
  sheet: ActionSheetId,
  targets: readonly ActionSheetId[]
): ActionSheetId[] | null {
  const next = Map.groupBy(leanings, ({ from }) => from);
  const cameFrom = new Map<ActionSheetId, ActionSheetId>();
  const queue = [...new Set(targets)];
  for (const target of queue) cameFrom.set(target, sheet);
  // It grows while it is read.
  for (const here of queue) {
    if (here === sheet) return chainTo(sheet, cameFrom);
    for (const { to } of next.get(here) ?? []) {
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, here);
      queue.push(to);
    }
  }
  return null;
}

function chainTo(
  sheet: ActionSheetId,
  cameFrom: ReadonlyMap<ActionSheetId, ActionSheetId>
): ActionSheetId[] {
  const chain = [sheet];
  let here = cameFrom.get(sheet)!;
  while (here !== sheet) {
    chain.unshift(here);
    here = cameFrom.get(here)!;
  }
  return [sheet, ...chain];
}
