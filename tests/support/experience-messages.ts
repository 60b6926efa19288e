import type { PersonActor } from '#domain/identity/model.ts';
import { askCoAuthor, sayReady } from '#domain/sharing/server/people/commands.ts';
import { sayReused } from '#domain/sharing/server/reuse/commands.ts';
import { askWhatBecame } from '#domain/sharing/server/reuse/jobs.ts';
import type { Database } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { aContribution } from '../factories/contributions.ts';
import { person } from '../factories/people.ts';

/** An experience is written by two, read again before it is published, and re-used half a year ago. */
export async function experienceMessages(
  db: Database,
  animator: PersonActor,
  territory: TerritoryId
): Promise<void> {
  const roles = [{ territory, role: 'member' }] as const;
  const reader = await person(db, { name: 'Léa Lectrice', email: 'lea@reseau.internal', roles });
  const told = { territory, kind: 'experience', author: animator.id } as const;
  const draft = await aContribution(db, { ...told, status: 'draft' });
  await askCoAuthor(db, animator, draft.id, { person: reader.id, role: 'reviewer' });
  await sayReady(db, reader, draft.id, { isReady: true, now: new Date() });
  const { id } = await aContribution(db, told);
  const longAgo = new Date(Date.now() - 300 * 86_400_000);
  const said = { status: 'planned', structure: null, outcome: '' } as const;
  await sayReused(db, reader, id, said, { now: longAgo });
  await askWhatBecame(db, new Date());
}
