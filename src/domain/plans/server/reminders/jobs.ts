import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { PersonId, StructureId } from '#shared/ids.ts';
import { urges, type PilotedSheet, type Waiting } from '../../piloting.ts';
import { listPilotedSheets, readWaiting } from '../piloting/queries.ts';
import { composePlanReminder, REMINDER_KIND, reminderKey, type Pilot } from './mails.ts';

/** Days between two messages to the same person. */
const EVERY = 30;

/**
 * Tells pilots, in one message each, what is late or lacks on their sheets; each once in thirty days at most. Run twice,
 * or by two servers at once, it writes nothing twice.
 * @returns messages written.
 */
export function remindPilots(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('plans.remind'))`.execute(tx);
    const today = civilTime(now, 'Europe/Paris').slice(0, 10);
    const sheets = await listPilotedSheets(tx);
    const all = await readWaiting(tx, operator('rappels'), sheets, { today, now });
    const due = all.filter(urges);
    let written = 0;
    for (const pilot of await listPilots(tx, due, today)) {
      const hers = due.filter(({ sheet }) => pilots(pilot, sheet));
      if ((await queueMail(tx, composePlanReminder(pilot, hers, today))) !== null) written += 1;
    }
    return written;
  });
}

type Found = Pilot & { readonly structures: readonly StructureId[] };

function pilots({ id, structures }: Found, sheet: PilotedSheet): boolean {
  return (
    sheet.pilots.persons.includes(id) ||
    sheet.pilots.structures.some((one) => structures.includes(one.id))
  );
}

/** Who pilots these sheets, by name or as référent, and whose turn it is. */
async function listPilots(tx: Tx, due: readonly Waiting[], today: string): Promise<Found[]> {
  const persons = due.flatMap(({ sheet }) => sheet.pilots.persons);
  const structures = due.flatMap(({ sheet }) => sheet.pilots.structures.map(({ id }) => id));
  const { rows } = await sql<Found & { id: PersonId }>`
    select h.id, h.name, h.email,
      coalesce((select json_agg(a.structure_id) from affiliation a where a.person_id = h.id and a.referent
        and a.status = 'active'), '[]') as structures
    from person h
    where h.suspended_at is null
      and (h.id = any(${persons}::uuid[]) or exists (select from affiliation a where a.person_id = h.id
        and a.referent and a.status = 'active' and a.structure_id = any(${structures}::bigint[])))
      and not exists (select from mail_message m where m.kind = ${REMINDER_KIND}
        and m.dedupe_key like ${reminderKey('', '')} || h.id::text || ':%'
        and right(m.dedupe_key, 10) > ${addDays(today, -EVERY)})
    order by h.id`.execute(tx);
  return rows;
}
