import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { oneself } from '#domain/identity/server/profile/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { acceptMail, refuseMail } from '#server/mail/refusals.ts';
import type { Rhythm } from '../../digest.ts';

const LEFT = 'Choisi dans « Mes nouvelles par courriel ».';

/** How often one is written to, and whether one receives the letters of one's territories. @throws Forbidden without an account */
export function choosePreference(
  executor: Executor,
  actor: Actor,
  { rhythm, letters }: { readonly rhythm: Rhythm; readonly letters: boolean }
): Promise<void> {
  const { id } = oneself(actor);
  return inTransaction(executor, async (tx) => {
    await sql`insert into digest_preference (person_id, rhythm) values (${id}, ${rhythm})
      on conflict (person_id) do update set rhythm = excluded.rhythm, updated_at = now()`.execute(
      tx
    );
    const { email } = await tx
      .selectFrom('person')
      .select('email')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await settle(tx, email, { kind: 'digest', wanted: rhythm !== 'none' });
    await settle(tx, email, { kind: 'newsletter', wanted: letters });
  });
}

/** The unsubscribe page and this choice say one thing: what an address refuses. */
async function settle(tx: Tx, email: string, { kind, wanted }: { kind: string; wanted: boolean }) {
  if (wanted) await acceptMail(tx, email, kind);
  else await refuseMail(tx, email, kind, LEFT);
}

/** « J’ai tout lu »: what is older is shown as read, to herself only. @throws Forbidden without an account */
export async function markAllRead(executor: Executor, actor: Actor, now: Date): Promise<void> {
  const { id } = oneself(actor);
  await sql`insert into digest_preference (person_id, seen_at) values (${id}, ${now})
    on conflict (person_id) do update set seen_at = greatest(digest_preference.seen_at, excluded.seen_at)`.execute(
    executor
  );
}

/** Gives one's private feed a new address: the one before serves no more. @throws Forbidden without an account */
export async function renewFeed(executor: Executor, actor: Actor): Promise<void> {
  const { id } = oneself(actor);
  await sql`insert into digest_preference (person_id, feed_version) values (${id}, 2)
    on conflict (person_id) do update set feed_version = digest_preference.feed_version + 1, updated_at = now()`.execute(
    executor
  );
}
