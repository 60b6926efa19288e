import type { PersonActor } from '#domain/identity/model.ts';
import { drawRound } from '#domain/sharing/server/pairing/commands.ts';
import { askFeedback } from '#domain/sharing/server/pairing/jobs.ts';
import { joinPairing } from '#domain/sharing/server/pairing/members/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { person } from '../factories/people.ts';

const DAY_MS = 86_400_000;
/** A month that the demonstration has not drawn. */
const LATER = new Date(Date.now() + 60 * DAY_MS);

/** A month is drawn: somebody is presented, somebody waits; then it is asked what became of it. */
export async function pairingMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  await joinPairing(db, animator, territory);
  for (const name of ['Paula Nouvelle', 'Quitterie Nouvelle']) {
    const email = `${name.split(' ')[0]!.toLowerCase()}@reseau.internal`;
    const roles = [{ territory, role: 'member' }] as const;
    await joinPairing(db, await person(db, { name, email, roles }), territory);
  }
  const place = { id: territory, nameWithDe: 'd’essai', departement: null };
  await drawRound(db, place, LATER);
  await askFeedback(db, new Date(LATER.getTime() + 22 * DAY_MS));
}
