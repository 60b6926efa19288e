import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Actor } from './model.ts';

/** What a group of addresses asks of whoever enters. */
export interface Door {
  opens(actor: Actor): boolean;
  /** Told to a person it does not open to. */
  readonly refusal: string;
}

const INSTANCE: Door = {
  opens: runsInstance,
  refusal: 'Cette page est réservée à l’administration de Maillage.'
};
const MANAGEMENT: Door = {
  opens: animatesSomewhere,
  refusal: 'La gestion est réservée aux personnes qui animent un territoire.'
};
/** Editions have their own team, of people who may lead nothing else: each page asks what they may do there. */
const EVENTS: Door = {
  opens: (actor) => actor.kind === 'person' || runsInstance(actor),
  refusal: 'La préparation d’une rencontre est réservée à son équipe.'
};
const OWN_SPACE: Door = {
  opens: (actor) => actor.kind === 'person',
  refusal: 'Cette page est celle d’une personne qui a un compte.'
};

/**
 * The door in front of an address; null where anybody may enter.
 * @param demonstration - whether this is demonstration mode, which shows the components to all.
 */
export function doorOf(path: string, demonstration: boolean): Door | null {
  const within = (prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  if (demonstration && within('/gestion/composants')) return null;
  if (within('/gestion/instance') || within('/gestion/import')) return INSTANCE;
  if (within('/gestion/rencontres')) return EVENTS;
  if (within('/gestion')) return MANAGEMENT;
  return within('/mon-espace') ? OWN_SPACE : null;
}

/** Runs the whole instance: an administrator, or the operator. */
export function runsInstance(actor: Actor): boolean {
  return actor.kind === 'operator' || (actor.kind === 'person' && actor.administrator);
}

/** Leads the network of this territory (« anime »); who runs the instance may too. */
export function animates(actor: Actor, territory: TerritoryId): boolean {
  if (runsInstance(actor)) return true;
  return (
    actor.kind === 'person' &&
    actor.memberships.some((one) => one.territory === territory && one.role === 'animator')
  );
}

/** Leads the network of one of these territories. */
export function animatesAny(actor: Actor, territories: readonly TerritoryId[]): boolean {
  return runsInstance(actor) || territories.some((territory) => animates(actor, territory));
}

/** Leads the network of some territory. */
export function animatesSomewhere(actor: Actor): boolean {
  if (runsInstance(actor)) return true;
  return actor.kind === 'person' && actor.memberships.some(({ role }) => role === 'animator');
}

/** Belongs to the network of this territory. Welcoming people on the day does not make a member. */
export function isMemberOf(actor: Actor, territory: TerritoryId): boolean {
  if (runsInstance(actor)) return true;
  return (
    actor.kind === 'person' &&
    actor.memberships.some((one) => one.territory === territory && one.role !== 'reception')
  );
}

/** Belongs to the network of one of these territories. */
export function isMemberOfAny(actor: Actor, territories: readonly TerritoryId[]): boolean {
  return runsInstance(actor) || territories.some((territory) => isMemberOf(actor, territory));
}

/** Answers for the fiche of this structure. */
export function isReferentOf(actor: Actor, structure: StructureId): boolean {
  return actor.kind === 'person' && actor.referentOf.includes(structure);
}

/** Is this very person. */
export function isPerson(actor: Actor, person: PersonId): boolean {
  return actor.kind === 'person' && actor.id === person;
}
