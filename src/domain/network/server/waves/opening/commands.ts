/** Opening a wave, which fixes whom it asks about whom; closing it, and opening it again. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { WaveId } from '#shared/ids.ts';
import type { Wave } from '../../../model.ts';
import { dayOf, findObstacle, type OpeningObstacle } from '../../../rules.ts';
import { holdWave, traceWave } from '../holding/commands.ts';
import { scopeOf } from '../scope/queries.ts';
import { inviteAll } from '../sending/commands.ts';

export type WaveOpened =
  | {
      readonly ok: true;
      readonly structures: number;
      readonly pairs: number;
      readonly sent: number;
    }
  | { readonly ok: false; readonly reason: OpeningObstacle };

/**
 * Opens a wave: its structures and pairs are those of the directory at this instant, and each référent is written to.
 * @param silent - writes to nobody: what the demonstration asked in the past; for who runs the instance.
 * @throws NotFound, Forbidden
 */
export function openWave(
  db: Executor,
  actor: Actor,
  id: WaveId,
  now: Date,
  { silent = false }: { readonly silent?: boolean } = {}
): Promise<WaveOpened> {
  if (silent && !runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  return inTransaction(db, async (tx): Promise<WaveOpened> => {
    const wave = await holdWave(tx, actor, id);
    const obstacle = findObstacle(wave, now) ?? (await findOther(tx, wave));
    if (obstacle) return { ok: false, reason: obstacle };
    const { structures, pairs } = await fixScope(tx, wave);
    if (pairs === 0) return { ok: false, reason: 'nobody' };
    await sql`
      update wave set status = 'open', opened_at = ${now}, version = version + 1 where id = ${id}`.execute(
      tx
    );
    const sent = silent ? 0 : await inviteAll(tx, wave);
    await traceWave(tx, actor, 'wave.open', wave, { structures, pairs, sent });
    return { ok: true, structures, pairs, sent };
  });
}

/** Waves of a territory open one after the other: the second of two at once is refused, not failed by the index. */
async function findOther(tx: Tx, { territory }: Wave): Promise<'another-open' | null> {
  await sql`select from territory where id = ${territory} for no key update`.execute(tx);
  const { rows } = await sql`
    select from wave where territory_id = ${territory} and status = 'open'`.execute(tx);
  return rows.length > 0 ? 'another-open' : null;
}

async function fixScope(tx: Tx, { id, territory }: Wave) {
  // Compiling this statement takes PostgreSQL 3 s, running it 80 ms (48 structures of 195 communes).
  await sql`set local jit = off`.execute(tx);
  const { rows } = await sql<{ structures: number; pairs: number }>`
    with ${scopeOf(territory)},
    entered as (
      insert into wave_structure (wave_id, structure_id)
      select ${id}, x.id from (select a as id from pair union select b from pair) x order by x.id
      returning id, structure_id),
    paired as (
      insert into wave_pair (wave_id, a_id, b_id, communes)
      select ${id}, least(a.id, b.id), greatest(a.id, b.id), p.communes
      from pair p join entered a on a.structure_id = p.a join entered b on b.structure_id = p.b
      returning a_id)
    select (select count(*) from entered)::int as structures, (select count(*) from paired)::int as pairs`.execute(
    tx
  );
  return rows[0]!;
}

export type WaveClosed =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'not-open' };

/** Closes a wave before its day. @throws NotFound, Forbidden */
export function closeWave(db: Executor, actor: Actor, id: WaveId, now: Date): Promise<WaveClosed> {
  return inTransaction(db, async (tx): Promise<WaveClosed> => {
    const wave = await holdWave(tx, actor, id);
    if (wave.status !== 'open') return { ok: false, reason: 'not-open' };
    await writeClosed(tx, id, now);
    await traceWave(tx, actor, 'wave.close', wave);
    return { ok: true };
  });
}

/** In the transaction that holds the wave. */
export async function writeClosed(tx: Tx, id: WaveId, now: Date): Promise<void> {
  await sql`
    update wave set status = 'closed', closed_at = ${now}, version = version + 1 where id = ${id}`.execute(
    tx
  );
}

export type WaveReopened =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'not-closed' | 'past-closing' | 'another-open' | 'not-last';
    };

/**
 * Opens a closed wave again, until another day, when no later one has opened.
 * @param closesOn - civil day, today at least. @throws NotFound, Forbidden
 */
export function reopenWave(
  db: Executor,
  actor: Actor,
  id: WaveId,
  closesOn: string,
  now: Date
): Promise<WaveReopened> {
  return inTransaction(db, async (tx): Promise<WaveReopened> => {
    const wave = await holdWave(tx, actor, id);
    if (wave.status !== 'closed') return { ok: false, reason: 'not-closed' };
    if (closesOn < dayOf(now)) return { ok: false, reason: 'past-closing' };
    const other = await findOther(tx, wave);
    if (other) return { ok: false, reason: other };
    const { rows } = await sql`
      select from wave where territory_id = ${wave.territory} and opened_at > ${wave.openedAt}`.execute(
      tx
    );
    if (rows.length > 0) return { ok: false, reason: 'not-last' };
    await sql`
      update wave set status = 'open', closed_at = null, closes_on = ${closesOn}::date, version = version + 1
      where id = ${id}`.execute(tx);
    await traceWave(tx, actor, 'wave.reopen', wave, { closesOn });
    return { ok: true };
  });
}
