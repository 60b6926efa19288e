import type { FrontDoorInput } from '#domain/directory/coverage.ts';

/** A row of the form: what was typed, whether or not it can be saved. */
export interface DoorRow {
  rank: string;
  audience: string;
  theme: string;
  /** « type:CLIC » or « structure:clic-de-la-belle-ecluse »; empty for a row to fill. */
  target: string;
}

export function rowOf(door: FrontDoorInput, index: number): DoorRow {
  return {
    rank: String(index + 1),
    audience: door.audience ?? '',
    theme: door.theme ?? '',
    target: door.structure ? `structure:${door.structure}` : `type:${door.type}`
  };
}

export const EMPTY_ROW: DoorRow = { rank: '', audience: '', theme: '', target: '' };

/** The rows of a form sent back, in the order they stood on the page. */
export function readRows(form: FormData): DoorRow[] {
  const all = (name: string) => form.getAll(name).map(String);
  const [ranks, audiences, themes, targets] = [
    all('rang'),
    all('public'),
    all('besoin'),
    all('porte')
  ];
  return targets.map((target, i) => ({
    rank: ranks[i] ?? '',
    audience: audiences[i] ?? '',
    theme: themes[i] ?? '',
    target
  }));
}

/**
 * The doors in the order of the numbers typed; equal numbers keep their place, a row without number goes
 * last, a row without door is taken off.
 */
export function doorsOf(rows: readonly DoorRow[]): FrontDoorInput[] {
  const rank = (row: DoorRow) =>
    /^\d+$/.test(row.rank) ? Number(row.rank) : Number.POSITIVE_INFINITY;
  return rows
    .filter((row) => row.target !== '')
    .toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    .map((row) => {
      const [kind, value = ''] = row.target.split(':', 2);
      return {
        audience: row.audience || null,
        theme: row.theme || null,
        structure: kind === 'structure' ? value : null,
        type: kind === 'type' ? value : null
      };
    });
}
