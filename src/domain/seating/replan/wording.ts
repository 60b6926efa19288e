/** How a re-planning is told: who moves, why, and whether fewer could. */
import { enumerate, plural } from '#shared/text.ts';
import { isProved, type Move, type MoveReason, type RoundReplan } from './model.ts';

export const MOVE_REASONS: Readonly<Record<MoveReason, string>> = {
  gone: 'n’est pas là',
  arrived: 'vient d’arriver',
  fills: 'pour que cette table ait assez de monde',
  closed: 'sa table ferme',
  crowded: 'sa table était trop pleine',
  access: 'laisse une table facile d’accès',
  host: 'anime cette table'
};

/** « 3 personnes changent de table, on ne peut pas moins. » */
export function describeChanges(round: RoundReplan): string {
  const { changes, bound } = round;
  if (changes === 0) return 'Personne d’autre ne change de table.';
  const told = plural(changes, 'personne change de table', 'personnes changent de table');
  if (isProved(round)) return `${told}, on ne peut pas moins.`;
  const isKnown = bound > 0 && bound < changes && round.short.length === 0;
  return isKnown ? `${told}\u00a0; il en faut au moins ${bound}.` : `${told}.`;
}

/** What the room must do besides: tables that open or close, those that stay too small, rules that could not be kept. */
export function describeRoom(round: RoundReplan): string[] {
  const { opened, closed, short, broken } = round;
  const name = (tables: readonly number[]) =>
    `${tables.length < 2 ? 'la table' : 'les tables'} ${enumerate(tables.map(String))}`;
  return [
    ...(opened.length > 0 ? [`Ouvrez ${name(opened)}.`] : []),
    ...(closed.length > 0 ? [`Fermez ${name(closed)}.`] : []),
    ...(short.length > 0
      ? [`Trop peu de monde à ${name(short)}\u00a0: déplacez quelqu’un à la main.`]
      : []),
    ...(broken.length > 0
      ? [
          `${plural(broken.length, 'règle n’est pas respectée', 'règles ne sont pas respectées')}\u00a0: regardez-les dans le plan de tables.`
        ]
      : [])
  ];
}

/** Those who leave for good, then those who move or come. */
export function splitMoves(moves: readonly Move[]): { gone: Move[]; seated: Move[] } {
  return {
    gone: moves.filter(({ to }) => to === null),
    seated: moves
      .filter(({ to }) => to !== null)
      .toSorted((a, b) => Number(a.from === null) - Number(b.from === null) || a.to! - b.to!)
  };
}
