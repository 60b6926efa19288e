/** Whom a newcomer should meet: people of other trades and structures, close by. */
import type { PersonId } from '#shared/ids.ts';

/** Somebody to meet, with what tells how close she is. */
export interface Acquaintance {
  readonly id: PersonId;
  readonly name: string;
  readonly profession: string;
  readonly structures: readonly string[];
  /** Communes where both intervene. */
  readonly sharedCommunes: number;
  /** An EPCI where both intervene; empty when there is none. */
  readonly sharedEpci: string;
  readonly animator: boolean;
}

export interface Introduction {
  readonly person: Acquaintance;
  /** Why her, in one line. */
  readonly because: string;
}

/** « 3 communes en commun », « le même EPCI : Pays d’Iroise », or nothing. */
export function closeness({
  sharedCommunes,
  sharedEpci
}: Pick<Acquaintance, 'sharedCommunes' | 'sharedEpci'>): string {
  if (sharedCommunes > 0)
    return sharedCommunes === 1
      ? 'intervient dans une commune que vous couvrez aussi'
      : `intervient dans ${sharedCommunes} communes que vous couvrez aussi`;
  return sharedEpci ? `intervient comme vous dans ${sharedEpci}` : '';
}

/**
 * Chooses whom to meet first: the closest, of a trade and of a structure not met yet in the choice, other than the
 * newcomer’s; somebody who leads the network first, when there is one. The same people give the same choice.
 *
 * @param newcomer - her profession, as she wrote it
 * @param people - everybody else of the network
 * @param count - how many to choose
 */
export function chooseIntroductions(
  newcomer: { readonly profession: string },
  people: readonly Acquaintance[],
  count = 3
): Introduction[] {
  const ranked = people.toSorted(
    (a, b) =>
      b.sharedCommunes - a.sharedCommunes ||
      Number(b.sharedEpci !== '') - Number(a.sharedEpci !== '') ||
      (a.id < b.id ? -1 : 1)
  );
  const chosen: Introduction[] = [];
  const trades = new Set([trade(newcomer.profession)]);
  const structures = new Set<string>();
  const take = (person: Acquaintance, because: string) => {
    chosen.push({ person, because });
    trades.add(trade(person.profession));
    for (const one of person.structures) structures.add(one);
  };
  const leader = ranked.find(({ animator }) => animator);
  if (leader && count > 0) take(leader, 'anime le réseau : votre premier appui');
  for (const strict of [true, false]) {
    for (const person of ranked) {
      if (chosen.length >= count) return chosen;
      if (chosen.some((one) => one.person.id === person.id)) continue;
      const otherTrade = !trades.has(trade(person.profession));
      const otherPlace = person.structures.every((one) => !structures.has(one));
      if (strict && !(otherTrade && otherPlace)) continue;
      take(person, reason(person, otherTrade));
    }
  }
  return chosen;
}

function reason(person: Acquaintance, otherTrade: boolean): string {
  const close = closeness(person);
  if (otherTrade && close) return `un autre métier que le vôtre, et ${close}`;
  if (otherTrade) return 'un autre métier que le vôtre';
  return close || 'fait partie du même réseau';
}

function trade(profession: string): string {
  return profession.trim().toLocaleLowerCase('fr');
}
