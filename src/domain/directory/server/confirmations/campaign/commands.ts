import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { LAST_STAGE, MOST_MESSAGES_A_DAY } from '../../../confirmation.ts';
import { listRecipients } from '../recipients/queries.ts';
import { openRequests, sendMessages } from '../requests/commands.ts';
import { previewCampaign } from './queries.ts';

/**
 * Asks these fiches now, whether or not they are due: opens a request where there is none, sends the message of the
 * open one again where there is. Those asked a moment ago, or whom nobody can be asked about, are left aside.
 * @returns how many messages leave.
 * @throws Forbidden
 */
export async function askCampaign(
  db: Database,
  actor: Actor,
  input: { territory: TerritoryId; structures: readonly StructureId[] },
  now: Date
): Promise<{ ok: true; messages: number } | { ok: false; reason: 'too-many-today' }> {
  return inTransaction(db, async (tx) => {
    // Two animators at once: the second counts what the first has sent.
    await sql`select from structure where id = any(${[...input.structures]}::bigint[])
      order by id for update`.execute(tx);
    const { asked, messages } = await previewCampaign(tx, actor, input, now);
    if ((await countToday(tx, now)) + messages > MOST_MESSAGES_A_DAY)
      return { ok: false, reason: 'too-many-today' };
    const opened = await openRequests(
      tx,
      asked.filter(({ stage }) => stage === null).map(({ id }) => id),
      now
    );
    const again = asked.filter(({ stage }) => stage !== null).map(({ id }) => id);
    const sent = opened.messages + (await askAgain(tx, again, now));
    await recordAudit(tx, actor, {
      action: 'confirmation.ask',
      territory: input.territory,
      detail: { structures: asked.length, messages: sent }
    });
    return { ok: true, messages: sent };
  });
}

/** An open request goes back to waiting two weeks: what was told as silence is asked once more. */
async function askAgain(tx: Tx, structures: readonly StructureId[], now: Date): Promise<number> {
  const { rows } = await sql<{ id: number; structure: StructureId; stage: number }>`
    update confirmation_request set stage = least(stage, ${LAST_STAGE - 1}), stage_at = ${now}
    where structure_id = any(${[...structures]}::bigint[]) and answered_at is null
    returning id, structure_id as structure, stage`.execute(tx);
  return sendMessages(tx, rows, await listRecipients(tx, structures), now.toISOString());
}

async function countToday(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from confirmation_request
    where stage < ${LAST_STAGE} and stage_at > ${now}::timestamptz - interval '1 day'`.execute(tx);
  return rows[0]!.count;
}
