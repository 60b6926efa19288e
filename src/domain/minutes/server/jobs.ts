import { sql } from 'kysely';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { civilTime } from '#shared/dates.ts';
import { lastDayRecalled, REMINDER_DAYS, type OwnFollowUp } from '../follow-ups.ts';
import { FOLLOW_UP_COLUMNS, FOLLOW_UP_TABLES } from './follow-ups/queries.ts';
import { hidesMinutesTexts } from './hiding/queries.ts';
import { composeFollowUps, type Doer } from './mails.ts';

interface Due {
  readonly doer: Doer;
  readonly followUps: OwnFollowUp[];
}

/**
 * Recalls to each person what she has to do that is late or near, in one message, at most once a week. Run twice, or
 * by two servers at once, it writes nothing twice.
 * @returns messages written.
 */
export function remindFollowUps(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('minutes.remind'))`.execute(tx);
    const today = civilTime(now, 'Europe/Paris').slice(0, 10);
    const all = await listDue(tx, today, now);
    for (const { doer, followUps } of all)
      await queueMail(tx, composeFollowUps(doer, followUps, today));
    const ids = all.flatMap(({ followUps }) => followUps.map(({ id }) => id));
    await sql`update follow_up set reminded_at = ${now} where id = any(${ids}::bigint[])`.execute(
      tx
    );
    return all.length;
  });
}

/** By person: whose turn it is. Who was written to less than a week ago about anything of hers waits. */
async function listDue(tx: Tx, today: string, now: Date): Promise<Due[]> {
  const since = new Date(now.getTime() - REMINDER_DAYS * 86_400_000);
  const { rows } = await sql<OwnFollowUp & { doer: Doer }>`
    with doing as (
      select f.id, f.person_id as doer, f.reminded_at from follow_up f where f.person_id is not null
      union
      select f.id, a.person_id, f.reminded_at from follow_up f
      join affiliation a on a.structure_id = f.structure_id and a.referent and a.status = 'active'
    ),
    waiting as (select doer from doing where reminded_at > ${since})
    select ${FOLLOW_UP_COLUMNS}, json_build_object('id', e.id, 'slug', e.slug, 'title', e.title) as event,
      json_build_object('id', d.id, 'name', d.name, 'email', d.email) as doer
    from ${FOLLOW_UP_TABLES} join minutes m on m.event_id = f.event_id join event e on e.id = f.event_id
    join doing on doing.id = f.id join person d on d.id = doing.doer
    where f.status = 'open' and f.removed_at is null and m.status = 'validated' and e.status <> 'cancelled'
      and f.due_on <= ${lastDayRecalled(today)}::date and d.suspended_at is null
      and doing.doer not in (select doer from waiting)
      and not ${hidesMinutesTexts(sql.ref('f.event_id'))}
    order by d.id, f.due_on, f.id`.execute(tx);
  const found = new Map<string, Due>();
  for (const { doer, ...one } of rows) {
    const due = found.get(doer.id) ?? { doer, followUps: [] };
    due.followUps.push(one);
    found.set(doer.id, due);
  }
  return [...found.values()];
}
