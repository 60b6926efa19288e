import { loadActor } from '#app/actor.ts';
import { sendDigests } from '#domain/discovery/server/digest/jobs.ts';
import { beginNewsletter } from '#domain/discovery/server/newsletter/commands.ts';
import { getLedNewsletter } from '#domain/discovery/server/newsletter/queries.ts';
import { sendNewsletter } from '#domain/discovery/server/newsletter/sending/commands.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import { instantOf } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';

/** A Monday morning in Paris, after all that the demonstration tells. */
const MONDAY = instantOf('2030-06-03T08:00', 'Europe/Paris');
const DAY = 86_400_000;

/** A question is asked before a Monday; the letter of the month leaves. */
export async function newsMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  await person(db, {
    ...{ name: 'Léa Informée', email: 'informee@reseau.internal' },
    roles: [{ territory, role: 'member' }]
  });
  const { id } = await aContribution(db, {
    ...{
      territory,
      kind: 'question',
      title: 'Qui organise des transports ?',
      visibility: 'public'
    },
    publishedAt: new Date(MONDAY.getTime() - DAY)
  });
  await sendDigests(db, MONDAY, loadActor);
  // Its link is pressed today: the question was asked today too.
  await db
    .updateTable('contribution')
    .set({ published_at: new Date(), author_id: animator.id })
    .where('id', '=', id)
    .execute();
  const which = { territory, month: '2030-06' };
  await beginNewsletter(db, animator, territory, which.month);
  const letter = await getLedNewsletter(db, animator, which);
  await db
    .updateTable('newsletter')
    .set({ introduction: 'Bonjour.' })
    .where('id', '=', letter.id)
    .execute();
  await sendNewsletter(db, animator, letter.id, { version: letter.version, now: new Date() });
}
