/** What remains of the day itself: how somebody came in goes early, that she came stays for the figures. */
import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { RegistrationId } from '#shared/ids.ts';
import { STANDING } from '../../signatures/queries.ts';
import { anonymise } from '../../personal/commands.ts';

const END = sql`coalesce(e.ends_at, e.cancelled_at, e.created_at)`;

export const DAY_PURGES = {
  /** From the end of the day a link serves; telephones that were late have sent what they kept. */
  checkin: async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from checkin_link l using event e
      where e.id = l.event_id and (l.day + 1)::timestamp at time zone e.time_zone < ${before}`.execute(
      tx
    );
    return Number(numAffectedRows ?? 0);
  },
  presence: forgetGestures,
  'walk-in': anonymiseWalkIns,
  signature: async (tx: Tx, before: Date) => {
    const drawn = await sql`
      delete from attendance_signature a using registration r, event e
      where r.id = a.registration_id and e.id = r.event_id and ${END} < ${before}`.execute(tx);
    const sheets = await sql`
      delete from attendance_sheet a using event e where e.id = a.event_id and ${END} < ${before}`.execute(
      tx
    );
    return Number(drawn.numAffectedRows ?? 0) + Number(sheets.numAffectedRows ?? 0);
  },
  certificate: async (tx: Tx, before: Date) => {
    const { numAffectedRows } = await sql`
      delete from attendance_certificate a using event e
      where e.id = a.event_id and ${END} < ${before}`.execute(tx);
    return Number(numAffectedRows ?? 0);
  }
};

/**
 * Of each person and each entrance one row stays when she was in, at the hour when it began (or at noon of her day): not
 * which telephone saw her, nor when, nor how many times, nor who did it.
 */
async function forgetGestures(tx: Tx, before: Date): Promise<number> {
  // What says that a signature counts no more is about to go: it goes first.
  await sql`
    delete from attendance_signature a using registration r, event e
    where r.id = a.registration_id and e.id = r.event_id and ${END} < ${before} and not (${STANDING})`.execute(
    tx
  );
  const gone = await sql`
    with last as (
      select distinct on (s.event_id, s.registration_id, s.half_day_id, s.session_id) s.nonce, s.kind
      from scan s where s.registration_id is not null and s.outcome in ('ok', 'already')
      order by s.event_id, s.registration_id, s.half_day_id, s.session_id,
        s.scanned_at desc, s.received_at desc, s.nonce desc
    )
    delete from scan s using event e where e.id = s.event_id and ${END} < ${before}
      and not exists (select from last where last.nonce = s.nonce and last.kind = 'in')`.execute(
    tx
  );
  const rounded = await sql`
    update scan set link_id = null, device_id = null, actor_label = '', scanned_at = known.at, received_at = known.at
    from (
      select s.nonce, coalesce(h.starts_at, p.starts_at,
        (date_trunc('day', s.scanned_at at time zone e.time_zone) + interval '12 hours') at time zone e.time_zone) as at
      from scan s join event e on e.id = s.event_id
      left join event_half_day h on h.id = s.half_day_id left join programme_session p on p.id = s.session_id
      where ${END} < ${before}
    ) known
    where known.nonce = scan.nonce and (scan.link_id is not null or scan.device_id is not null
      or scan.actor_label <> '' or scan.scanned_at <> known.at or scan.received_at <> known.at)`.execute(
    tx
  );
  return Number(gone.numAffectedRows ?? 0) + Number(rounded.numAffectedRows ?? 0);
}

/** Who gave no address can neither be told anything nor ask for anything; a signature or a certificate keeps her name. */
async function anonymiseWalkIns(tx: Tx, before: Date): Promise<number> {
  const { rows } = await sql<{ id: RegistrationId }>`
    select r.id from registration r join event e on e.id = r.event_id
    where r.origin = 'door' and r.email is null and r.anonymised_at is null and ${END} < ${before}
      and not (r.list_consent or r.photo_consent or r.invite_consent)
      and not exists (select from attendance_signature a where a.registration_id = r.id)
      and not exists (select from attendance_certificate a where a.registration_id = r.id)`.execute(
    tx
  );
  await anonymise(
    tx,
    rows.map(({ id }) => id)
  );
  return rows.length;
}
