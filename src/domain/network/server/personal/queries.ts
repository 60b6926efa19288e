import type { Executor } from '#server/db/connection.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * What somebody did in waves: those she made, those where she answered last for a structure, whom she decided to
 * introduce. What was said is the structure’s: it is read by its référents while the wave is open.
 */
export async function exportPerson(db: Executor, id: PersonId) {
  const made = await db
    .selectFrom('wave')
    .select(['title', 'status', 'created_at', 'opened_at', 'closed_at'])
    .where('created_by', '=', id)
    .orderBy('id')
    .execute();
  const answered = await db
    .selectFrom('wave_structure as ws')
    .innerJoin('wave as w', 'w.id', 'ws.wave_id')
    .innerJoin('structure as s', 's.id', 'ws.structure_id')
    .select(['w.title as wave', 's.name as structure', 'ws.answered_at', 'ws.finished_at'])
    .where('ws.answered_by', '=', id)
    .orderBy('ws.id')
    .execute();
  const introduced = await db
    .selectFrom('introduction as i')
    .innerJoin('structure as a', 'a.id', 'i.a_id')
    .innerJoin('structure as b', 'b.id', 'i.b_id')
    .select(['a.name as one', 'b.name as other', 'i.status', 'i.changed_at'])
    .where('i.changed_by', '=', id)
    .orderBy('i.changed_at')
    .execute();
  return { waves: { made, answered, introduced } };
}
