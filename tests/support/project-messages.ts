import type { PersonActor } from '#domain/identity/model.ts';
import { answerInterest, sayInterested } from '#domain/sharing/server/interests/commands.ts';
import { listInterests } from '#domain/sharing/server/interests/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';

/** Two people say that a project interests them; one is answered, the other waits. */
export async function projectMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const { id } = await aContribution(db, { territory, author: animator.id });
  const roles = [{ territory, role: 'member' }] as const;
  const now = new Date();
  for (const name of ['Une', 'Deux']) {
    const email = `${name.toLowerCase()}@reseau.internal`;
    const reader = await person(db, { name, email, roles });
    await sayInterested(db, reader, id, { message: 'Nous avons une salle.' }, { now });
  }
  const [interest] = await listInterests(db, id);
  await answerInterest(db, animator, interest!.id, { message: 'Voyons-nous jeudi.' }, { now });
}
