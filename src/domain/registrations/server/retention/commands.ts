import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { ERASED } from '#server/db/forgetting.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { anonymise } from '../personal/commands.ts';
import { DAY_PURGES } from './day/commands.ts';

/** From when days are counted: the end of the edition, or what is known of one that has no date. */
const END = sql`coalesce(e.ends_at, e.cancelled_at, e.created_at)`;

/** What this domain erases once older than a date, by kind of data; each answers with how many. */
export const PURGES = {
  need: (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from registration_need n using registration r, event e
        where r.id = n.registration_id and e.id = r.event_id and ${END} < ${before}`
    ),
  carpool: (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from carpool_entry o using event e where e.id = o.event_id and ${END} < ${before}`
    ),
  interview: (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from interview_host h using event e where e.id = h.event_id and ${END} < ${before}`
    ),
  'event-invitation': (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from event_invitation i using event e where e.id = i.event_id and ${END} < ${before}`
    ),
  'event-message': (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from event_message m using event e where e.id = m.event_id and ${END} < ${before}`
    ),
  'registration-trace': (tx: Tx, before: Date) =>
    count(
      tx,
      sql`delete from registration_trace t using event e where e.id = t.event_id and ${END} < ${before}`
    ),
  ...DAY_PURGES,
  registration: anonymiseOld
};

async function count(tx: Tx, deletion: RawBuilder<unknown>): Promise<number> {
  const result = await deletion.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** The edition keeps how many came, by profession and category; nobody is named any more. */
async function anonymiseOld(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ id: RegistrationId }>`
    select r.id from registration r join event e on e.id = r.event_id
    where r.anonymised_at is null and ${END} < ${before}`.execute(tx);
  await anonymise(
    tx,
    rows.map(({ id }) => id)
  );
  await sql`
    update registration_group g set name = ${ERASED}, email = '', request_key = null from event e
    where e.id = g.event_id and g.email <> '' and ${END} < ${before}`.execute(tx);
  return rows.length;
}
