import { VISITOR, type Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { person } from './people.ts';

/** Who looks for something: what each is to the network and to what it shares. */
export type Role =
  | 'visitor'
  | 'member'
  | 'author'
  | 'reviewer'
  | 'referent'
  | 'animator'
  | 'reception'
  | 'organiser'
  | 'pilot'
  | 'foreigner'
  | 'administrator';

export const ALL: readonly Role[] = [
  ...(['visitor', 'member', 'author', 'reviewer', 'referent'] as const),
  ...(['animator', 'reception', 'organiser', 'pilot', 'foreigner', 'administrator'] as const)
];
/** Who is of no network here: who prepares one edition, who answers for a structure that pilots, another network. */
const OUTSIDE: readonly Role[] = ['visitor', 'reception', 'organiser', 'pilot', 'foreigner'];
export const NETWORK: readonly Role[] = ALL.filter((role) => !OUTSIDE.includes(role));
/** Those who write a contribution, review it, or answer for a structure that carries it. */
export const WRITERS: readonly Role[] = ['author', 'reviewer', 'referent'];
export const LEADERS: readonly Role[] = ['animator', 'administrator'];
export const NOBODY: readonly Role[] = [];

export async function someoneOfEach(
  db: Database,
  here: TerritoryId,
  elsewhere: TerritoryId,
  structure: StructureId
): Promise<Record<Role, Actor>> {
  const of = (role: 'member' | 'animator' | 'reception', territory = here, name = 'Nom Commun') =>
    person(db, { name, roles: [{ territory, role }] });
  return {
    visitor: VISITOR,
    member: await of('member'),
    author: await of('member'),
    reviewer: await of('member'),
    referent: await person(db, {
      roles: [{ territory: here, role: 'member' }],
      referentOf: [structure]
    }),
    animator: await of('animator'),
    reception: await of('reception'),
    organiser: await person(db, {}),
    pilot: await person(db, { referentOf: [structure] }),
    foreigner: await of('member', elsewhere),
    administrator: await person(db, { administrator: true })
  };
}
