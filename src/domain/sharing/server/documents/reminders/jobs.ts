import { sql } from 'kysely';
import { listAnimators } from '#domain/territory/server/memberships/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { isToReview, REVIEW_AHEAD } from '../../../documents/versions.ts';
import { HIDDEN, TABLES } from '../../columns/queries.ts';
import { composeReview, type DocumentToReview, type Reviewer } from './mails.ts';

interface Due extends Omit<DocumentToReview, 'isLate'> {
  readonly territoryId: TerritoryId;
  /** Who shared it, when she is still of the network. */
  readonly owner: { readonly email: string; readonly name: string } | null;
}

/**
 * Tells who shared a document, two weeks before its day, that it has to be looked at again; the animators when she is
 * gone. Once for each day it was given: run twice, it writes nothing twice.
 * @returns messages written.
 */
export function remindOwners(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const today = civilTime(now, 'Europe/Paris').slice(0, 10);
    let written = 0;
    for (const { territoryId, owner, ...due } of await listDue(tx, today)) {
      const document = { ...due, isLate: isToReview(due.expiresOn, today) };
      for (const reviewer of await reviewersOf(tx, owner, territoryId))
        if ((await queueMail(tx, composeReview(document, reviewer))) !== null) written += 1;
    }
    return written;
  });
}

async function reviewersOf(
  tx: Tx,
  owner: Due['owner'],
  territory: TerritoryId
): Promise<Reviewer[]> {
  if (owner) return [{ ...owner, instead: false }];
  const animators = await listAnimators(tx, territory);
  return animators.map(({ email, name }) => ({ email, name, instead: true }));
}

/** What is published, neither taken off nor hidden, and whose day comes or has passed for less than a month. */
async function listDue(tx: Tx, today: string): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select c.id, c.slug, c.title, t.name_with_de as territory, c.territory_id as "territoryId", d.expires_on::text as "expiresOn",
      case when author.id is not null and author.suspended_at is null and exists (select from membership m
          where m.person_id = author.id and m.territory_id = c.territory_id and m.status = 'active'
            and m.role <> 'reception')
        then json_build_object('email', author.email, 'name', author.name) end as owner
    from ${TABLES} join document d on d.contribution_id = c.id
    where c.status = 'published' and c.removed_at is null and not ${HIDDEN}
      and d.expires_on between ${addDays(today, -30)}::date and ${addDays(today, REVIEW_AHEAD)}::date
    order by c.id`.execute(tx);
  return rows;
}
