import { sql } from 'kysely';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { civilTime } from '#shared/dates.ts';
import type { StructureId } from '#shared/ids.ts';
import {
  ASK_AFRESH_AFTER_DAYS,
  daysBefore,
  LAST_STAGE,
  MOST_MESSAGES_A_DAY,
  NEVER_CONFIRMED_AFTER_DAYS,
  QUIET_AFTER_ANSWER_DAYS,
  REMIND_AFTER_DAYS
} from '../../confirmation.ts';
import { digestMail } from './mails.ts';
import { listLeaders, listRecipients } from './recipients/queries.ts';
import { openRequests, sendMessages } from './requests/commands.ts';

export interface Round {
  readonly opened: number;
  readonly reminded: number;
  /** Structures the animators are told of. */
  readonly told: number;
}

/**
 * The daily round of « toujours juste ? »: forgets the requests that have no object any more, reminds, tells the
 * animators, asks those whose fiche is due. In one transaction: run again, or twice at once, it sends nothing twice.
 * @param most - messages of this kind an instance may send in 24 hours.
 */
export async function askForConfirmations(
  db: Database,
  now: Date,
  most = MOST_MESSAGES_A_DAY
): Promise<Round> {
  return inTransaction(db, async (tx) => {
    await endSettled(tx, now);
    const left = Math.max(0, most - (await countRecent(tx, now)));
    const reminded = await remind(tx, now, left);
    const due = await listDue(tx, now, left - reminded.moved);
    const opened = await openRequests(tx, due, now);
    const told = [...reminded.silent, ...opened.unreachable];
    await tellAnimators(tx, told, now);
    return { opened: opened.structures.length, reminded: reminded.moved, told: told.length };
  });
}

/** The structure was confirmed, closed, merged or paused in another way since; or everybody was told long ago. */
async function endSettled(tx: Tx, now: Date): Promise<void> {
  await sql`
    update confirmation_request request set answered_at = ${now}, answer = case
      when s.merged_into is not null or s.confirmation_paused then 'superseded'
      when s.status = 'closed' then 'closed'
      when s.confirmed_at > request.started_at then 'edited'
      else 'superseded' end
    from structure s
    where s.id = request.structure_id and request.answered_at is null and (
      s.merged_into is not null or s.status = 'closed' or s.confirmation_paused
      or s.confirmed_at > request.started_at
      or (request.stage = ${LAST_STAGE} and request.stage_at <= ${daysBefore(now, ASK_AFRESH_AFTER_DAYS)}))`.execute(
    tx
  );
}

/** A little less than a day, so that a round a second earlier than yesterday's is not refused everything. */
const DAY = 0.9;

async function countRecent(tx: Tx, now: Date): Promise<number> {
  const row = await tx
    .selectFrom('confirmation_request')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('stage_at', '>', daysBefore(now, DAY))
    .where('stage', '<', LAST_STAGE)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Moves on the requests that wait for two weeks. @returns how many were reminded, and whose silence is to be told. */
async function remind(
  tx: Tx,
  now: Date,
  most: number
): Promise<{ moved: number; silent: StructureId[] }> {
  const late = daysBefore(now, REMIND_AFTER_DAYS);
  const { rows } = await sql<{ id: number; structure: StructureId; stage: number }>`
    select id, structure_id as structure, stage from confirmation_request
    where answered_at is null and stage < ${LAST_STAGE} and stage_at <= ${late}
    order by stage_at, id limit ${most} for update skip locked`.execute(tx);
  const recipients = await listRecipients(
    tx,
    rows.map(({ structure }) => structure)
  );
  const next = rows.map((row) => ({
    ...row,
    stage: recipients.has(row.structure) ? row.stage + 1 : LAST_STAGE
  }));
  await sql`
    update confirmation_request request set stage = next.stage, stage_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(next)}::jsonb) as next (id bigint, stage smallint)
    where request.id = next.id`.execute(tx);
  const reminded = next.filter(({ stage }) => stage < LAST_STAGE);
  await sendMessages(tx, reminded, recipients);
  return {
    moved: reminded.length,
    silent: next.filter(({ stage }) => stage === LAST_STAGE).map(({ structure }) => structure)
  };
}

/** The active structures whose fiche is due and who were left alone since their last answer, the oldest first. */
async function listDue(tx: Tx, now: Date, most: number): Promise<StructureId[]> {
  const { rows } = await sql<{ id: StructureId }>`
    select s.id from structure s
    where s.status = 'active' and s.merged_into is null and not s.confirmation_paused
      and case when s.confirmed_at is null
        then s.created_at <= ${daysBefore(now, NEVER_CONFIRMED_AFTER_DAYS)}
        else s.confirmed_at + make_interval(months => s.review_every_months) <= ${now} end
      and not exists (select from confirmation_request open
        where open.structure_id = s.id and open.answered_at is null)
      and not exists (select from confirmation_request past
        where past.structure_id = s.id and past.answer <> 'superseded'
          and past.answered_at > ${daysBefore(now, QUIET_AFTER_ANSWER_DAYS)})
    order by s.confirmed_at nulls last, s.id
    limit ${Math.max(0, most)}`.execute(tx);
  return rows.map(({ id }) => id);
}

async function tellAnimators(tx: Tx, structures: readonly StructureId[], now: Date): Promise<void> {
  if (structures.length === 0) return;
  const names = new Map(
    (
      await tx
        .selectFrom('structure')
        .select(['id', 'name'])
        .where('id', 'in', structures)
        .execute()
    ).map(({ id, name }) => [id, name])
  );
  const leaders = Map.groupBy(await listLeaders(tx, structures), ({ person }) => person);
  const day = civilTime(now, 'Europe/Paris').slice(0, 10);
  for (const told of leaders.values()) await queueMail(tx, digestMail(told, names, day));
}
