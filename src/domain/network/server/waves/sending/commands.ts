/** Writing to those who answer, in the transaction of its cause. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { WaveId } from '#shared/ids.ts';
import type { Wave } from '../../../model.ts';
import { canRemind, dayOf, waveState } from '../../../rules.ts';
import { holdWave, traceWave } from '../holding/commands.ts';
import { waveMail, waveReminderMail, type Correspondent, type MailedWave } from '../mails.ts';

/** Writes once to each référent of the structures of a wave that has just opened. @returns how many messages. */
export async function inviteAll(tx: Tx, wave: Wave): Promise<number> {
  const mailed = await readMailed(tx, wave);
  const all = await readCorrespondents(tx, wave, sql`true`);
  for (const to of all) await queueMail(tx, waveMail(mailed, to));
  return all.length;
}

export type WaveReminded =
  | { readonly ok: true; readonly sent: number }
  /** too-soon: a message has already left today. */
  | { readonly ok: false; readonly reason: 'not-open' | 'too-soon' };

/** Writes again to the référents of structures that have not finished. @throws NotFound, Forbidden */
export function remindWave(
  db: Executor,
  actor: Actor,
  id: WaveId,
  now: Date
): Promise<WaveReminded> {
  return inTransaction(db, async (tx): Promise<WaveReminded> => {
    const wave = await holdWave(tx, actor, id);
    if (waveState(wave, now) !== 'open') return { ok: false, reason: 'not-open' };
    if (!canRemind(wave, now)) return { ok: false, reason: 'too-soon' };
    const sent = await writeReminders(tx, wave, now);
    await traceWave(tx, actor, 'wave.remind', wave, { sent });
    return { ok: true, sent };
  });
}

/** In the transaction that holds the wave. @returns how many messages. */
export async function writeReminders(tx: Tx, wave: Wave, now: Date): Promise<number> {
  await sql`
    update wave set reminded_at = ${now}, version = version + 1 where id = ${wave.id}`.execute(tx);
  const mailed = await readMailed(tx, wave);
  const late = await readCorrespondents(tx, wave, sql`ws.finished_at is null`);
  for (const to of late) await queueMail(tx, waveReminderMail(mailed, to, dayOf(now)));
  return late.length;
}

async function readMailed(
  tx: Tx,
  { id, title, introduction, closesOn, territory }: Wave
): Promise<MailedWave> {
  const { name_with_de } = await tx
    .selectFrom('territory')
    .select('name_with_de')
    .where('id', '=', territory)
    .executeTakeFirstOrThrow();
  return { ...{ id, title, introduction }, closesOn: closesOn!, territory: name_with_de };
}

/** The référents of the structures of a wave, each with all of hers. */
async function readCorrespondents(
  tx: Tx,
  { id }: Wave,
  which: RawBuilder<unknown>
): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    with held as (
      select ws.id, ws.link_version as version, coalesce(t.id, s.id) as structure, coalesce(t.name, s.name) as name,
        (select count(*) from wave_pair p where ws.id in (p.a_id, p.b_id)) as lines,
        (select count(*) from relation_answer r where r.from_id = ws.id) as said
      from wave_structure ws join structure s on s.id = ws.structure_id left join structure t on t.id = s.merged_into
      where ws.wave_id = ${id} and ${which})
    select p.id as person, p.name, p.email,
      json_agg(json_build_object('id', h.id, 'version', h.version, 'name', h.name, 'lines', h.lines, 'said', h.said)
        order by h.name, h.id) as structures
    from held h
    join affiliation f on f.structure_id = h.structure and f.referent and f.status = 'active'
    join person p on p.id = f.person_id and p.suspended_at is null
    group by p.id order by p.id`.execute(tx);
  return rows;
}
