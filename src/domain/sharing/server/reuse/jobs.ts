import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { ASK_AFTER_MONTHS } from '../../reuse.ts';
import { STILL_SHARED } from './links/queries.ts';
import { composeReuseNews, type ReuseToAsk } from './mails.ts';

/** Messages of one morning: an old network that starts using this is not written to all at once. */
const A_DAY = 200;

/**
 * Asks those who re-use an experience, six months after they last said anything of it, what became of it: once a re-use,
 * never of one that is over. Run twice, or by two servers at once, it asks nothing twice.
 * @returns messages written.
 */
export function askWhatBecame(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<ReuseToAsk>`
      select r.id, r.link_version as "linkVersion", r.created_at as "createdAt",
        json_build_object('name', p.name, 'email', p.email) as person,
        json_build_object('id', c.id, 'title', c.title, 'slug', c.slug) as experience
      from experience_reuse r join person p on p.id = r.person_id join contribution c on c.id = r.contribution_id
      where r.asked_at is null and r.status in ('planned', 'ongoing')
        and r.updated_at <= ${now}::timestamptz - make_interval(months => ${ASK_AFTER_MONTHS}) and ${STILL_SHARED}
      order by r.updated_at, r.id limit ${A_DAY} for no key update of r skip locked`.execute(tx);
    let written = 0;
    for (const row of rows) {
      const asked = { ...row, createdAt: new Date(row.createdAt) };
      if ((await queueMail(tx, composeReuseNews(asked))) !== null) written += 1;
    }
    await sql`update experience_reuse set asked_at = ${now}
      where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(tx);
    return written;
  });
}
