/** Whom a structure should meet, told to it from its own answers alone. */
import type { StructureId } from '#shared/ids.ts';
import type { Level } from '../model.ts';
import { commonGround, sharedAudiences, worthOf } from './reasons.ts';

/** Another structure, as one of those somebody answers for may have to meet it. */
export interface Neighbour {
  readonly own: StructureId;
  readonly ownName: string;
  readonly ownAudiences: readonly string[];
  readonly slug: string;
  readonly name: string;
  readonly type: string;
  readonly audiences: readonly string[];
  readonly communes: number;
  /** What one’s own structure last said of it: nothing else is known of the two here. */
  readonly level: Level | null;
  /** The animators mean to introduce them. */
  readonly isPlanned: boolean;
  /** At an edition that everybody may read. */
  readonly eventTitle: string | null;
  readonly eventSlug: string | null;
}

export interface ToMeet extends Omit<Neighbour, 'ownAudiences' | 'audiences' | 'communes'> {
  /** « 12 communes et les personnes âgées en commun ». */
  readonly common: string;
}

/** How many a structure is told of at once. */
export const MOST_TO_MEET = 5;

/**
 * Whom each structure should meet: those whose introduction is planned first, then those with most in common. One that
 * serves other publics for certain is told of only when it is planned.
 */
export function chooseToMeet(
  neighbours: readonly Neighbour[],
  labels: ReadonlyMap<string, string>,
  most = MOST_TO_MEET
): ToMeet[] {
  const ranked = neighbours
    .map((one) => ({ one, shared: sharedAudiences(one.ownAudiences, one.audiences) }))
    .filter(({ one, shared }) => one.isPlanned || shared !== null)
    .toSorted(
      (x, y) =>
        Number(y.one.isPlanned) - Number(x.one.isPlanned) ||
        worthOf(y.one.communes, y.shared ?? []) - worthOf(x.one.communes, x.shared ?? [])
    );
  const chosen = new Map<StructureId, number>();
  return ranked.flatMap(({ one, shared }) => {
    const count = chosen.get(one.own) ?? 0;
    if (count === most) return [];
    chosen.set(one.own, count + 1);
    const { ownAudiences: _mine, audiences: _hers, communes, ...told } = one;
    return { ...told, common: commonGround(communes, shared ?? [], labels) };
  });
}
