import type { PersonActor } from '#domain/identity/model.ts';
import { passOnQuestions } from '#domain/sharing/server/calls/jobs.ts';
import { tellMentions } from '#domain/sharing/server/mentions/jobs.ts';
import { addReply } from '#domain/sharing/server/replies/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';

/** A question waits for too long, and is passed on; another is answered. */
export async function questionMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const roles = [{ territory, role: 'member' as const }];
  const asker = await person(db, { roles, name: 'Ada Question', email: 'ada@reseau.internal' });
  const helper = await person(db, { roles, name: 'Ben Piste', email: 'ben@reseau.internal' });
  const { code } = await db.selectFrom('theme').select('code').limit(1).executeTakeFirstOrThrow();
  const ask = (publishedAt: Date) =>
    aContribution(db, {
      ...{ kind: 'question', territory, author: asker.id, themes: [code] },
      ...{ title: 'Qui connaît une salle ?', publishedAt }
    });
  const { id } = await ask(new Date());
  const said = await addReply(
    db,
    helper,
    id,
    { body: '@Ada Question, la médiathèque.' },
    { kind: 'answer' }
  );
  if (!said.ok) throw new Error(said.reason);
  // Who has already answered on its theme may know.
  await ask(new Date('2020-01-01T09:00:00Z'));
  await passOnQuestions(db, new Date());
  await tellMentions(db, new Date(Date.now() + 600_000));
}
