/** A wave as a whole: made, changed, taken away. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId, WaveId } from '#shared/ids.ts';
import type { WaveInput } from '../../forms.ts';
import type { Wave } from '../../model.ts';
import { canLeadWaves } from '../../rules.ts';
import { holdWave, NOT_YOURS, traceWave } from './holding/commands.ts';
import { findWaveById } from './queries.ts';

export { answerWave } from './answering/commands.ts';
export { closeWave, openWave } from './opening/commands.ts';

export type WaveCreated =
  | { readonly ok: true; readonly wave: Wave }
  | { readonly ok: false; readonly reason: 'unknown-event' }
  | SecondReadingRefusal;

/** Makes a wave of a territory, as a draft. @throws Forbidden unless the actor leads the territory. */
export function createWave(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { input, reread = false }: { readonly input: WaveInput; readonly reread?: boolean }
): Promise<WaveCreated> {
  if (!canLeadWaves(actor, territory)) throw new Forbidden(NOT_YOURS);
  return inTransaction(db, async (tx): Promise<WaveCreated> => {
    const unread = refuseUnread({ title: input.title, introduction: input.introduction }, reread);
    if (unread) return unread;
    // Two waves made at once take two numbers.
    await sql`select from territory where id = ${territory} for no key update`.execute(tx);
    if (!(await isEventOf(tx, input, territory))) return { ok: false, reason: 'unknown-event' };
    const { rows } = await sql<{ id: WaveId }>`
      insert into wave (territory_id, number, title, introduction, closes_on, event_id, moment, created_by)
      select ${territory}, coalesce(max(number), 0) + 1, ${input.title}, ${input.introduction}, ${input.closesOn}::date,
        ${input.event}::bigint, ${input.moment}, ${actor.kind === 'person' ? actor.id : null}::uuid
      from wave where territory_id = ${territory}
      returning id`.execute(tx);
    const wave = (await findWaveById(tx, rows[0]!.id))!;
    await traceWave(tx, actor, 'wave.create', wave);
    return { ok: true, wave };
  });
}

export type WaveSaved =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'stale' | 'unknown-event' | 'past-closing' }
  | SecondReadingRefusal;

/**
 * Changes what surrounds a wave. Once open, its structures and pairs stay as they are.
 * @param read - its version, as it was read. @param today - the civil day.
 * @returns stale: somebody else changed it since. @throws NotFound, Forbidden
 */
export function updateWave(
  db: Executor,
  actor: Actor,
  { wave: id, version }: { readonly wave: WaveId; readonly version: number },
  { input, reread = false }: { readonly input: WaveInput; readonly reread?: boolean },
  today: string
): Promise<WaveSaved> {
  return inTransaction(db, async (tx): Promise<WaveSaved> => {
    const wave = await holdWave(tx, actor, id);
    if (wave.version !== version) return { ok: false, reason: 'stale' };
    const unread = refuseUnread(newWords(input, wave), reread);
    if (unread) return unread;
    if (!(await isEventOf(tx, input, wave.territory)))
      return { ok: false, reason: 'unknown-event' };
    if (wave.status === 'open' && (input.closesOn === null || input.closesOn < today))
      return { ok: false, reason: 'past-closing' };
    await sql`
      update wave set title = ${input.title}, introduction = ${input.introduction},
        closes_on = case when status = 'closed' then closes_on else ${input.closesOn}::date end,
        event_id = ${input.event}::bigint, moment = ${input.moment}, version = version + 1
      where id = ${id}`.execute(tx);
    await traceWave(tx, actor, 'wave.update', { ...wave, title: input.title });
    return { ok: true };
  });
}

export type WaveDeleted = { readonly ok: true } | { readonly ok: false; readonly reason: 'opened' };

/** Takes away a draft. @throws NotFound, Forbidden */
export function deleteWave(db: Executor, actor: Actor, id: WaveId): Promise<WaveDeleted> {
  return inTransaction(db, async (tx): Promise<WaveDeleted> => {
    const wave = await holdWave(tx, actor, id);
    if (wave.status !== 'draft') return { ok: false, reason: 'opened' };
    await tx.deleteFrom('wave').where('id', '=', id).execute();
    await traceWave(tx, actor, 'wave.delete', wave);
    return { ok: true };
  });
}

/** A wave comes before or after a rencontre of its own territory. */
async function isEventOf(tx: Tx, { event }: WaveInput, territory: TerritoryId): Promise<boolean> {
  if (event === null) return true;
  const found = await tx
    .selectFrom('event')
    .select('id')
    .where('id', '=', event)
    .where('territory_id', '=', territory)
    .executeTakeFirst();
  return found !== undefined;
}

function newWords(input: WaveInput, wave: Wave): Record<string, string> {
  const fields = ['title', 'introduction'] as const;
  return Object.fromEntries(
    fields.filter((field) => input[field] !== wave[field]).map((field) => [field, input[field]])
  );
}
