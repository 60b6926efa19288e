/** Who acts: a visitor, a person with an account and her roles, or the operator of the instance. */
import type { PersonId, StructureId, TerritoryId } from '#shared/ids.ts';

/** In a territory. reception: welcomes on the day (« accueil »), and nothing else. */
export const ROLES = ['member', 'animator', 'reception'] as const;
export type Role = (typeof ROLES)[number];

/** A person who has signed in, with all that decides what she may do, read once a request. */
export interface PersonActor {
  readonly kind: 'person';
  readonly id: PersonId;
  readonly name: string;
  /** Runs the whole instance. */
  readonly administrator: boolean;
  /** One active membership a territory at most. */
  readonly memberships: readonly { readonly territory: TerritoryId; readonly role: Role }[];
  /** The structures whose fiche she answers for (« référent·e »). */
  readonly referentOf: readonly StructureId[];
}

/** The operator is the command line, an installation or a job: it may do everything, and is named in the trace. */
export type Actor =
  | { readonly kind: 'visitor' }
  | PersonActor
  | { readonly kind: 'operator'; readonly label: string };

export const VISITOR: Actor = { kind: 'visitor' };

/** @param label - how the trace names it: « ligne de commande », « démonstration ». */
export function operator(label: string): Actor {
  return { kind: 'operator', label };
}

/** How the trace names an actor. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === 'person') return actor.name;
  return actor.kind === 'operator' ? actor.label : 'visiteur';
}
