/** How tables are spoken of: names, figures, and why no plan can respect all that was asked. */
import { enumerate, formatNumber, plural } from '#shared/text.ts';
import type { RegistrationId } from '#shared/ids.ts';
import type { SeatingBound, SeatingMeasure } from './model.ts';
import type { Contradiction } from './contradictions.ts';
import type { PlanTable } from './plan.ts';

/** « Table 4 », « Table 4, Phare ». */
export function nameTable(number: number, tables: readonly PlanTable[] = []): string {
  const name = tables.find((one) => one.number === number)?.name;
  return name ? `Table ${number}, ${name}` : `Table ${number}`;
}

/** « Camille Essai et Lou Fictif », or « 4 personnes » when they are too many to be named. */
export type NameOf = (registration: RegistrationId) => string;

/** A contradiction, in a sentence that names who must be told apart or together, and says what to do. */
export function explain(one: Contradiction, nameOf: NameOf): string {
  const names = (people: readonly RegistrationId[]) => named(people, nameOf);
  switch (one.kind) {
    case 'nobody':
      return 'Personne n’est inscrit\u00a0: il n’y a encore personne à placer.';
    case 'one-guest':
      return 'Une seule personne est inscrite\u00a0: il en faut deux pour une table.';
    case 'no-rounds':
      return 'Prévoyez au moins un tour.';
    case 'seats':
      return `Au tour ${one.round}, ${plural(one.people, 'personne')} pour ${plural(one.seats, 'place')}\u00a0: ajoutez des tables, ou des places par table.`;
    case 'odd':
      return `Au tour ${one.round}, ${plural(one.people, 'personne')} à des tables de deux\u00a0: quelqu’un serait seul. Prévoyez trois personnes par table au plus.`;
    case 'full':
      return `Au tour ${one.round}, trop de personnes ont leur place à la table ${one.table}\u00a0: libérez-en une.`;
    case 'alone':
      return `Au tour ${one.round}, il n’y a pas assez de monde pour toutes les tables où quelqu’un a sa place\u00a0: une personne serait seule à la table ${one.table}.`;
    case 'access':
      return `Au tour ${one.round}, les tables faciles d’accès ont ${plural(one.seats, 'place')} pour ${plural(one.people.length, 'personne')} qui en ont besoin (${names(one.people)})\u00a0: dites-en une de plus facile d’accès.`;
    case 'no-table':
      return `${nameOf(one.person)} a sa place à la table ${one.table}, qui n’existe pas.`;
    case 'two-tables':
      return `Au tour ${one.round}, ${nameOf(one.person)} a sa place à deux tables\u00a0: retirez l’une des deux règles, ou l’épingle.`;
    case 'together-apart':
      return `${names(one.people)} doivent être à la fois ensemble et séparés\u00a0: retirez une des règles.`;
    case 'together-places':
      return `Au tour ${one.round}, ${names(one.people)} doivent être ensemble, mais ont leur place à deux tables.`;
    case 'apart-places':
      return `Au tour ${one.round}, ${names(one.people)} doivent être séparés, mais ont leur place à la même table.`;
    case 'apart-crowd':
      return `Au tour ${one.round}, ${names(one.people)} doivent tous être séparés les uns des autres\u00a0: il n’y a pas assez de tables.`;
    case 'group':
      return `Au tour ${one.round}, ${names(one.people)} doivent être ensemble\u00a0: aucune table n’a ${formatNumber(one.people.length)} places pour eux.`;
  }
}

const MOST_NAMED = 6;

function named(people: readonly RegistrationId[], nameOf: NameOf): string {
  if (people.length <= MOST_NAMED) return enumerate(people.map(nameOf));
  const rest = people.length - MOST_NAMED + 1;
  return enumerate([
    ...people.slice(0, MOST_NAMED - 1).map(nameOf),
    `${formatNumber(rest)} autres`
  ]);
}

/** What a plan reaches, and how far from what nobody could do better than. */
export interface Reached {
  readonly measure: SeatingMeasure;
  readonly bound: SeatingBound;
  /** The search has proved that nothing is better. */
  readonly isProved: boolean;
}

/** « 136 paires sur 136 se rencontrent, 4 se revoient. » */
export function describeMeetings({ met, neverMet, repeats }: SeatingMeasure): string {
  const pairs = met + neverMet;
  const meet =
    neverMet === 0 && pairs > 1
      ? `Les ${plural(pairs, 'paire')} de personnes se rencontrent toutes`
      : `${formatNumber(met)} paires de personnes sur ${formatNumber(pairs)} se rencontrent`;
  const again =
    repeats === 0
      ? 'personne ne revoit la même personne'
      : `${plural(repeats, 'rencontre')} ${repeats < 2 ? 'est une répétition' : 'sont des répétitions'}`;
  return `${meet}, ${again}.`;
}

/**
 * Whether better can be done: « on ne peut pas faire mieux » is said only when it is proved.
 * @param bound - of the problem, proved.
 */
export function describeBound({ measure, bound, isProved }: Reached): string {
  const reached = isProved || measure.repeats <= bound.repeats || measure.neverMet === 0;
  if (reached) return 'On ne peut pas faire rencontrer plus de monde\u00a0: c’est prouvé.';
  if (bound.repeats === 0)
    return 'On ne sait pas si un plan sans aucune répétition existe\u00a0: chercher plus longtemps en trouverait peut-être un meilleur.';
  return `Au moins ${plural(bound.repeats, 'répétition')} ${bound.repeats < 2 ? 'est inévitable' : 'sont inévitables'}, c’est prouvé\u00a0: entre les deux, chercher plus longtemps en trouverait peut-être un meilleur.`;
}
