/** Telling people that somebody replied. */
import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { ReplyId } from '#shared/ids.ts';
import type { Contribution } from '../../../model.ts';
import type { ReplyKind } from '../../../replies.ts';
import { composeReplied } from './mails.ts';

/** Those who wrote a contribution, and are still of its network, learn that somebody else replied. */
export async function tellWriters(
  tx: Tx,
  actor: PersonActor,
  contribution: Contribution,
  { id: reply, kind }: { readonly id: ReplyId; readonly kind: Exclude<ReplyKind, 'news'> }
): Promise<void> {
  const { rows } = await sql<{ id: string; name: string; email: string; day: string }>`
    select p.id, p.name, p.email, (now() at time zone 'Europe/Paris')::date::text as day
    from person p join membership m on m.person_id = p.id and m.territory_id = ${contribution.territory.id}
    where p.id = any(${contribution.place.writers}::uuid[]) and p.id <> ${actor.id} and m.status = 'active'
      and m.role <> 'reception' and p.suspended_at is null order by p.id`.execute(tx);
  for (const { day, ...person } of rows)
    await queueMail(tx, composeReplied(person, contribution, { by: actor.name, kind, reply, day }));
}
