import { sql } from 'kysely';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { Wording } from '#server/mail/revision.ts';
import type { PersonId } from '#shared/ids.ts';
import {
  DEFAULT_RHYTHM,
  dueNow,
  isTooSoon,
  RHYTHMS,
  tellsFrom,
  type Period,
  type Rhythm
} from '../../digest.ts';
import { composeDigest, type Reader } from './mails.ts';
import { digestKey, findDigest, readDigest, withAnswers, type LoadActor } from './queries.ts';

/**
 * Writes to each what is new for her, once a period whoever runs this and however many do: her row of the period is
 * taken first, and the message leaves with it. Nothing new, nothing sent.
 * @returns messages written. @throws AggregateError once all the others are written, when some could not be.
 */
export async function sendDigests(db: Database, now: Date, loadActor: LoadActor): Promise<number> {
  const due = RHYTHMS.flatMap((rhythm) => {
    const period = dueNow(rhythm, now);
    return period ? [{ rhythm, period }] : [];
  });
  let written = 0;
  const failed: unknown[] = [];
  for (const { rhythm, period } of due)
    for (const reader of await listReaders(db, rhythm, period)) {
      // Beyond, it is not about them: everything fails.
      if (failed.length === MOST_FAILED) break;
      try {
        if (await sendOne(db, reader, { period, now, loadActor })) written += 1;
      } catch (error) {
        failed.push(error);
      }
    }
  if (failed.length === 0) return written;
  // The job says that it failed, and tries theirs again: those after them have not waited.
  const [cause] = failed;
  throw new AggregateError(failed, `Digests not written: ${failed.length}`, { cause });
}

/** Readers whose digest fails before the others are left for later. */
const MOST_FAILED = 20;

type DueReader = Reader & {
  readonly id: PersonId;
  readonly told: Date | null;
  readonly last: Date | null;
};

/** Who is written to at this rhythm and was not yet: members of a network who have not left these messages. */
async function listReaders(db: Database, rhythm: Rhythm, period: Period): Promise<DueReader[]> {
  const { rows } = await sql<DueReader>`
    select p.id, p.name, p.email, d.told, d.last from person p
    left join digest_preference c on c.person_id = p.id
    left join lateral (select max(x.until) as told, max(x.composed_at) filter (where x.items > 0) as last
      from digest x where x.person_id = p.id) d on true
    where p.suspended_at is null and coalesce(c.rhythm, ${DEFAULT_RHYTHM}) = ${rhythm}
      and exists (select from membership m where m.person_id = p.id and m.status = 'active' and m.role <> 'reception')
      and not exists (select from digest x where x.person_id = p.id and x.period = ${period.name})
      and not exists (select from mail_refusal r where r.address = p.email and r.kind in ('digest', 'all'))
    order by p.id`.execute(db);
  return rows;
}

interface Sending {
  readonly period: Period;
  readonly now: Date;
  readonly loadActor: LoadActor;
}

/** In one transaction: the row of the period, which a second worker finds taken, and the message. */
function sendOne(
  db: Database,
  { id: person, told, last, ...reader }: DueReader,
  { period, now, loadActor }: Sending
): Promise<boolean> {
  if (isTooSoon(last, now)) return Promise.resolve(false);
  return inTransaction(db, async (tx) => {
    const span = { since: tellsFrom(period, told, now), until: now };
    const digest = await take(tx, person, { period: period.name, now, ...span });
    if (digest === null) return false;
    const items = await readDigest(tx, loadActor, person, span);
    if (items.length === 0) return false;
    await sql`update digest set items = ${items.length} where id = ${digest}`.execute(tx);
    const content = await withAnswers(tx, person, digestKey(digest), { items, now });
    return (await queueMail(tx, composeDigest(reader, content))) !== null;
  });
}

/** The unique row of a person and a period: null when another has taken it. */
async function take(
  tx: Tx,
  person: PersonId,
  { period, now, since, until }: { period: string; now: Date; since: Date; until: Date }
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into digest (person_id, period, composed_at, since, until, items)
    values (${person}, ${period}, ${now}, ${since}, ${until}, 0)
    on conflict do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/**
 * A digest as it must be read when it leaves: what was taken off, hidden or closed to her since it was written is in it
 * no more. @returns null when nothing is left.
 */
export async function reviseDigest(
  db: Database,
  key: string,
  { now, loadActor }: Omit<Sending, 'period'>
): Promise<Wording | null> {
  const found = await findDigest(db, key);
  if (!found) return null;
  return inTransaction(db, async (tx) => {
    const items = await readDigest(tx, loadActor, found.person, found);
    if (items.length === 0) return null;
    const content = await withAnswers(tx, found.person, key, { items, now });
    return composeDigest(found, content);
  });
}
