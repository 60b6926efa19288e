import { sql } from 'kysely';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { WaveId } from '#shared/ids.ts';
import { isReminderDue, waveState } from '../../rules.ts';
import { writeClosed } from './opening/commands.ts';
import { lockWave } from './queries.ts';
import { writeReminders } from './sending/commands.ts';

/**
 * Closes waves the day after their last one, and reminds those who have not finished when it comes near. Each in its own
 * transaction: run again, or twice at once, it writes nothing twice.
 * @returns messages written.
 */
export async function keepWaves(db: Database, now: Date): Promise<number> {
  const { rows } = await sql<{ id: WaveId }>`
    select id from wave where status = 'open' order by id`.execute(db);
  let written = 0;
  for (const { id } of rows)
    written += await inTransaction(db, async (tx) => {
      const wave = await lockWave(tx, id);
      if (wave?.status !== 'open') return 0;
      if (waveState(wave, now) === 'closed') {
        await writeClosed(tx, id, now);
        return 0;
      }
      return isReminderDue(wave, now) ? writeReminders(tx, wave, now) : 0;
    });
  return written;
}
