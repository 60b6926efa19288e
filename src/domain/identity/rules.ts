import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Actor } from './model.ts';

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
