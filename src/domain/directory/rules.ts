import type { Actor } from '#domain/identity/model.ts';
import {
  animatesAny,
  isMemberOf,
  isMemberOfAny,
  isReferentOf,
  runsInstance
} from '#domain/identity/rules.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { EVERYONE, type ContactInput } from './model.ts';

/** Who may write the whole directory: imports, vocabularies. */
export function canManageDirectory(actor: Actor): boolean {
  return runsInstance(actor);
}

/** What decides who may write a fiche. */
export interface StructurePlace {
  readonly id: StructureId;
  /** Those whose directory it belongs to. */
  readonly territories: readonly TerritoryId[];
}

/** Who may change a fiche: its référents, the animators of one of its territories, whoever runs the instance. */
export function canEditStructure(actor: Actor, structure: StructurePlace): boolean {
  return isReferentOf(actor, structure.id) || animatesAny(actor, structure.territories);
}

/**
 * Who may write a new fiche: whoever runs the instance, or the animator of every territory it would belong to.
 * A fiche of no territory is nobody's to animate.
 */
export function canCreateStructure(actor: Actor, territories: readonly TerritoryId[]): boolean {
  if (runsInstance(actor)) return true;
  return territories.length > 0 && territories.every((one) => animatesAny(actor, [one]));
}

/**
 * Who may decide a proposal: about a fiche, whoever may change it; about a structure that is missing, or a fiche that
 * no territory holds, the animators of the territory it was given to.
 */
export function canDecideSuggestion(
  actor: Actor,
  suggestion: {
    readonly territory: TerritoryId | null;
    readonly structure: StructureId | null;
    /** Territories of the structure. */
    readonly places: readonly TerritoryId[];
  }
): boolean {
  const { territory, structure, places } = suggestion;
  if (structure !== null && canEditStructure(actor, { id: structure, territories: places }))
    return true;
  return animatesAny(actor, territory === null ? [] : [territory]);
}

/**
 * The contacts an actor may see of a structure: those shown to all; those shown to members, for the members of one
 * of its territories; all of them for whoever may change the fiche, who alone sees the e-mails. Others write through
 * a form (design.md §6).
 */
export function visibleContacts<C extends ContactInput>(
  actor: Actor,
  contacts: readonly C[],
  structure: StructurePlace
): C[] {
  if (canEditStructure(actor, structure)) return [...contacts];
  const isMember = isMemberOfAny(actor, structure.territories);
  return contacts
    .filter(({ visibility }) => visibility === 'public' || (isMember && visibility === 'members'))
    .map((contact) => ({ ...contact, email: '' }));
}

/** How what a service declares answers what is asked. */
export type Match = 'yes' | 'no' | 'unspecified';

/** A service that says nothing of a criterion neither matches nor is excluded: it is to be asked. */
export function matchTheme(declared: readonly string[], asked: string | undefined): Match {
  if (!asked || declared.includes(asked)) return 'yes';
  return declared.length === 0 ? 'unspecified' : 'no';
}

export function matchAudience(declared: readonly string[], asked: string | undefined): Match {
  if (!asked || declared.includes(asked) || declared.includes(EVERYONE)) return 'yes';
  return declared.length === 0 ? 'unspecified' : 'no';
}

/** Both criteria at once: the weaker answer wins. */
export function both(a: Match, b: Match): Match {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'unspecified';
}

/** Of several services, the best answer is the structure's. */
export function best(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  return matches.includes('unspecified') ? 'unspecified' : 'no';
}

/** A fiche is stale when its last confirmation is older than the rhythm its structure chose, or absent. */
export function isStale(
  fiche: { confirmedAt: Date | null; reviewEveryMonths: number },
  now: Date
): boolean {
  if (!fiche.confirmedAt) return true;
  const due = new Date(fiche.confirmedAt);
  due.setUTCMonth(due.getUTCMonth() + fiche.reviewEveryMonths);
  return due < now;
}

/** A coverage matrix shows blanks: outside the network, only if the territory chose to publish it. */
export function canReadCoverage(
  actor: Actor,
  territory: { id: TerritoryId; coveragePublic: boolean }
): boolean {
  return territory.coveragePublic || isMemberOf(actor, territory.id);
}

/** Who may write to somebody by the relay: those of a territory she shares, anyone once she chose to be shown to all. */
export function canWriteTo(
  actor: Actor,
  person: { readonly isPublic: boolean; readonly territories: readonly TerritoryId[] }
): boolean {
  return person.isPublic || isMemberOfAny(actor, person.territories);
}
