/**
 * « Votre parcours »: for each round, the hour, the table, who will be there and why it matters.
 *
 * A participant may read the name of another one when both hold: the organiser shares the list of those who come, and she
 * agreed to be in it. Of anybody else she reads the profession as our lists write it, never the words she typed, never
 * her structure: both may say who she is. What a wave says of two structures is told to neither of them here.
 */
import type { RegistrationId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';

/** Somebody at the same table, as she may be read. */
export interface TableMate {
  readonly registration: RegistrationId;
  /** '' unless she agreed, and the list is shared. */
  readonly name: string;
  /** '' when nothing may be said of it. */
  readonly profession: string;
  /** '' unless she is named. */
  readonly structure: string;
  readonly isHost: boolean;
  readonly hasOtherProfession: boolean;
  /** Never said of somebody who is not named. */
  readonly hasOtherStructure: boolean;
  /** They shared a table at an earlier edition; never said of somebody who is not named. */
  readonly hasMetBefore: boolean;
}

export interface CardRound {
  readonly number: number;
  readonly startsAt: Date | null;
  readonly topic: string;
  readonly isDone: boolean;
  readonly table: number;
  readonly tableName: string;
  readonly isHost: boolean;
  readonly mates: readonly TableMate[];
}

export interface Card {
  readonly rounds: readonly CardRound[];
}

/** A line of « whom you will meet »: who, what is known, why. */
export interface MetLine {
  readonly who: string;
  readonly about: string;
  readonly why: string;
}

/** Who is met in a round: those who are named first, then by profession. */
export function linesOf(card: Card, round: CardRound): MetLine[] {
  return round.mates
    .map((mate) => ({
      who: mate.name || mate.profession || 'Une personne',
      about: mate.name ? [mate.profession, mate.structure].filter(Boolean).join(', ') : '',
      why: whyOf(card, round, mate),
      isNamed: mate.name !== ''
    }))
    .toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed) || a.who.localeCompare(b.who, 'fr'))
    .map(({ isNamed: _, ...line }) => line);
}

function whyOf({ rounds }: Card, { number }: CardRound, mate: TableMate): string {
  const earlier = rounds.filter(
    (one) =>
      one.number < number &&
      one.mates.some(({ registration }) => registration === mate.registration)
  );
  const again = mate.name !== '' && earlier.length > 0;
  const differs = [
    ...(mate.hasOtherProfession ? ['autre profession'] : []),
    ...(mate.hasOtherStructure ? ['autre structure'] : [])
  ];
  const seen = again
    ? [`déjà à votre table au tour ${enumerate(earlier.map((one) => String(one.number)))}`]
    : mate.hasMetBefore
      ? ['déjà à la même table à une édition précédente']
      : mate.name !== ''
        ? ['première fois à la même table']
        : [];
  return [...(mate.isHost ? ['anime la table'] : []), ...differs, ...seen].join(', ');
}

/** « Tour 1 · table 4 »: what a badge says. */
export function badgeLine(round: number, table: number): string {
  return `Tour ${round} · table ${table}`;
}
