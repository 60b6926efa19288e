import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { ERASED, forgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { EventId, InterviewHostId, PersonId, RegistrationId } from '#shared/ids.ts';
import { withdrawHosts } from '../interviews/release/commands.ts';
import { writeTraces } from '../places/ledger/commands.ts';
import { endRegistration } from '../places/standing/commands.ts';
import { forgetDay, forgetInDay } from './day/commands.ts';

/**
 * Erases somebody from registrations. A place she holds in an edition to come is given up, for who waits; those of the
 * past stay counted and name nobody. A colleague registered under her name with another address, or none, is taken for
 * somebody else: names are shared.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await lockDesks(tx, id, named.email);
  const hers = await listOwn(tx, id, named.email);
  for (const one of hers.filter(({ holds }) => holds)) {
    await endRegistration(tx, one.id, one.now);
    const trace = { registration: one.id, action: 'cancel', detail: { was: one.status } };
    await writeTraces(tx, one.event, ERASED, [trace], one.now);
  }
  await anonymise(
    tx,
    hers.map((one) => one.id)
  );
  await tx
    .updateTable('registration_group')
    .set({ name: ERASED, email: '', request_key: null })
    .where('email', '=', named.email)
    .execute();
  await tx
    .deleteFrom('event_invitation')
    .where((eb) => eb.or([eb('person_id', '=', id), eb('email', '=', named.email)]))
    .execute();
  const hosts = await tx
    .selectFrom('interview_host')
    .select(['id', sql<Date>`now()`.as('now')])
    .where((eb) => eb.or([eb('person_id', '=', id), eb('email', '=', named.email)]))
    .execute();
  const ids = hosts.map((host) => host.id as InterviewHostId);
  if (hosts[0]) await withdrawHosts(tx, ids, hosts[0].now);
  await forgetInWords(tx, named);
  await forgetInDay(tx, named);
}

interface Own {
  id: RegistrationId;
  event: EventId;
  status: string;
  /** A place or a rank in an edition that is not over. */
  holds: boolean;
  now: Date;
}

/** In the order of editions: two people erased at once wait for each other, not on each other. */
async function lockDesks(tx: Tx, id: PersonId, email: string): Promise<void> {
  await sql`
    select lock_desk(event_id) from (
      select event_id from registration where person_id = ${id} or email = ${email}
      union select event_id from interview_host where person_id = ${id} or email = ${email}
      order by event_id) held`.execute(tx);
}

async function listOwn(tx: Tx, id: PersonId, email: string): Promise<Own[]> {
  const { rows } = await sql<Own>`
    select r.id, r.event_id as event, r.status, now() as now,
      r.status in ('confirmed', 'waitlisted', 'offered') and coalesce(e.ends_at > now(), true) as holds
    from registration r join event e on e.id = r.event_id
    where r.person_id = ${id} or r.email = ${email}
    order by r.event_id, r.id`.execute(tx);
  return rows;
}

/**
 * Takes the person away from registrations, which stay counted: the category, the profession of the list, the relay,
 * the half-days and the sessions remain. The structure and the commune go: with a profession they name somebody.
 */
export async function anonymise(tx: Tx, registrations: readonly RegistrationId[]): Promise<void> {
  if (registrations.length === 0) return;
  await sql`delete from registration_need where registration_id = any(${registrations}::bigint[])`.execute(
    tx
  );
  await sql`delete from registration_answer where registration_id = any(${registrations}::bigint[])`.execute(
    tx
  );
  await sql`delete from carpool_entry where registration_id = any(${registrations}::bigint[])`.execute(
    tx
  );
  await forgetDay(tx, registrations);
  await sql`
    update registration set email = null, first_name = '', last_name = ${ERASED}, profession_label = '',
      structure_id = null, structure_label = '', commune_code = null, group_id = null, person_id = null,
      list_consent = false, photo_consent = false, invite_consent = false, request_key = null,
      link_version = link_version + 1, anonymised_at = now()
    where id = any(${registrations}::bigint[])`.execute(tx);
}

async function forgetInWords(tx: Tx, named: Named): Promise<void> {
  const traces = ['actor_label', 'detail'];
  await tx
    .updateTable('registration_trace')
    .set({
      actor_label: forgotten('actor_label', named),
      detail: forgottenJson('detail', named)
    })
    .where(names(traces, named))
    .execute();
  const messages = ['subject', 'body', 'audience', 'sent_by'];
  await tx
    .updateTable('event_message')
    .set({
      subject: forgotten('subject', named),
      body: forgotten('body', named),
      audience: forgottenJson('audience', named),
      sent_by: forgotten('sent_by', named)
    })
    .where(names(messages, named))
    .execute();
  await forgetInNotes(tx, named);
}

/** What others wrote of her. */
async function forgetInNotes(tx: Tx, named: Named): Promise<void> {
  await tx
    .updateTable('event_invitation')
    .set({ name: forgotten('name', named), comment: forgotten('comment', named) })
    .where(names(['name', 'comment'], named))
    .execute();
  await tx
    .updateTable('carpool_entry')
    .set({ note: forgotten('note', named) })
    .where(names(['note'], named))
    .execute();
  await tx
    .updateTable('registration_answer')
    .set({ value: forgotten('value', named) })
    .where(names(['value'], named))
    .execute();
  await tx
    .updateTable('interview_host')
    .set({ description: forgotten('description', named) })
    .where(names(['description'], named))
    .execute();
}
