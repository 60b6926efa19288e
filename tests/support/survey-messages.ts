import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { sendSurveyLinks } from '#domain/surveys/server/links/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../factories/events.ts';
import { aComer, anOpenSurvey } from '../factories/surveys.ts';

/** Somebody is asked what she thinks; somebody else asks for her link again, and answers by that one. */
export async function surveyMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const now = new Date();
  const { id } = await anEvent(db, territory);
  await aComer(db, id, { email: 'sondee@reseau.internal' });
  await aComer(db, id, { email: 'sondee-bis@reseau.internal' });
  // Notes alone: the first of each is chosen by whoever presses the button.
  const { survey } = await anOpenSurvey(db, animator, id, { key: 'satisfaction', now });
  await db
    .deleteFrom('mail_message')
    .where('kind', '=', 'survey')
    .where('recipient', '=', 'sondee-bis@reseau.internal')
    .execute();
  const event = await getManagedEventById(db, animator, survey.event);
  const asked = { email: 'sondee-bis@reseau.internal', address: '127.0.0.1' };
  await sendSurveyLinks(db, event, asked, now);
}
