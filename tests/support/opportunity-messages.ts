import type { PersonActor } from '#domain/identity/model.ts';
import { decideConduct, reportConduct } from '#domain/sharing/server/conduct/commands.ts';
import { listConductReports } from '#domain/sharing/server/conduct/queries.ts';
import { remindBeforeExpiry } from '#domain/sharing/server/opportunities/jobs.ts';
import type { Database } from '#server/db/connection.ts';
import { addDays } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';

/** An opportunity is soon over; it is reported, and an animator decides. */
export async function opportunityMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const roles = [{ territory, role: 'member' as const }];
  const author = await person(db, { roles, name: 'Eva Annonce', email: 'eva@reseau.internal' });
  const reader = await person(db, { roles, name: 'Lou Signale', email: 'lou@reseau.internal' });
  const now = new Date();
  const expiresOn = addDays(now.toISOString().slice(0, 10), 5);
  const { id } = await aContribution(db, {
    ...{ kind: 'opportunity', territory, author: author.id, details: { expiresOn } },
    ...{ title: 'Un stage', publishedAt: new Date('2020-01-01T09:00:00Z') }
  });
  await remindBeforeExpiry(db, now);
  const target = { about: 'contribution' as const, key: String(id) };
  await reportConduct(db, reader, target, { reason: 'advertising', details: '' });
  const { waiting } = await listConductReports(db, animator, territory);
  const decision = { decision: 'kept' as const, reason: 'C’est bien un stage.' };
  await decideConduct(db, animator, waiting.at(-1)!.id, decision, { now });
}
