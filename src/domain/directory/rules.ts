import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf, runsInstance } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { EVERYONE, type ContactInput } from './model.ts';

/** Who may write structures, vocabularies and front doors. */
export function canManageDirectory(actor: Actor): boolean {
  return runsInstance(actor);
}

/**
 * The contacts an actor may see. A person's e-mail is never shown to visitors, whatever the visibility
 * (design.md §6): they write through a form.
 */
export function visibleContacts<C extends ContactInput>(actor: Actor, contacts: readonly C[]): C[] {
  if (runsInstance(actor)) return [...contacts];
  return contacts
    .filter((contact) => contact.visibility === 'public')
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
