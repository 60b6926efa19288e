import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound } from '#shared/errors.ts';
import type { WaveId, WaveStructureId } from '#shared/ids.ts';
import { holdWave, traceWave } from '../holding/commands.ts';

/**
 * Draws another link for a structure: those already sent serve no more. What it has said stays.
 * @throws NotFound, also for a structure of another wave; Forbidden unless the actor leads the territory.
 */
export function revokeWaveLink(
  db: Executor,
  actor: Actor,
  id: WaveId,
  row: WaveStructureId
): Promise<void> {
  return inTransaction(db, async (tx) => {
    const wave = await holdWave(tx, actor, id);
    const { rows } = await sql<{ structure: number }>`
      update wave_structure set link_version = link_version + 1, version = version + 1
      where id = ${row} and wave_id = ${id} returning structure_id as structure`.execute(tx);
    if (!rows[0]) throw new NotFound('Cette structure n’est pas dans cette vague.');
    await traceWave(tx, actor, 'wave.revoke-link', wave, { structure: rows[0].structure });
  });
}
