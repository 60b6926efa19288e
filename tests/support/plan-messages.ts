import type { PersonActor } from '#domain/identity/model.ts';
import { remindPilots } from '#domain/plans/server/reminders/jobs.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aPlan, aSheet } from '../factories/plans.ts';

/** Somebody pilots a sheet that has a late step. */
export async function planMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const { plan } = await aPlan(db, { territory });
  const sheet = await aSheet(db, { plan, pilots: [{ person: animator.id }] });
  await db
    .insertInto('action_sheet_step')
    .values({ sheet_id: sheet, position: 1, title: 'Réserver', due_on: '2020-01-01' })
    .execute();
  await remindPilots(db, new Date());
}
