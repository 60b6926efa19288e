import { LEVELS, ACQUAINTED, type Level } from '#domain/network/model.ts';
import { MOST_DRAWN } from '#domain/network/drawing/layout.ts';

const VIEWS = ['graphe', 'matrice', 'tableau'] as const;
export type View = (typeof VIEWS)[number];

/** The order of a table, as `Table` writes it. */
export interface Sort {
  readonly key: string;
  readonly direction: 'asc' | 'desc';
}

/** What the address asks to see. */
export interface Asked {
  readonly view: View;
  readonly type: string | null;
  readonly level: Level;
  /** Slug of the structure chosen. */
  readonly structure: string | null;
  readonly sort: Sort;
}

/** Too many to draw: the matrix first. What is not understood is as if it were not asked. */
export function readAsked(params: URLSearchParams, structures: number): Asked {
  const view = VIEWS.find((one) => one === params.get('vue'));
  const level = LEVELS.find((one) => one > 0 && String(one) === params.get('niveau'));
  return {
    view: view ?? (structures > MOST_DRAWN ? 'matrice' : 'graphe'),
    type: params.get('type') || null,
    level: level ?? ACQUAINTED,
    structure: params.get('structure') || null,
    sort: {
      key: params.get('tri') ?? 'name',
      direction: params.get('sens') === 'desc' ? 'desc' : 'asc'
    }
  };
}

/** The address of the page with some of what is asked changed. */
export function hrefOf(path: string, asked: Asked, change: Partial<Asked> = {}): string {
  const { view, type, level, structure, sort } = { ...asked, ...change };
  const params = new URLSearchParams({ vue: view });
  if (type) params.set('type', type);
  if (level !== ACQUAINTED) params.set('niveau', String(level));
  if (structure) params.set('structure', structure);
  if (view === 'tableau' && sort.key !== 'name') params.set('tri', sort.key);
  if (view === 'tableau' && sort.direction === 'desc') params.set('sens', 'desc');
  return `${path}?${params}#lecture`;
}
