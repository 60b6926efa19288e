import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { queueMail } from '#server/mail/queue.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { hashToken } from '#server/tokens.ts';
import type { StructureId } from '#shared/ids.ts';
import { LAST_STAGE, type ConfirmationAnswer } from '../../../confirmation.ts';
import { confirmationMail, confirmationToken, type Asked } from '../mails.ts';
import { listRecipients, type Recipient } from '../recipients/queries.ts';

/** What became of the structures that were to be asked. */
export interface Opened {
  /** Messages written. */
  readonly messages: number;
  /** Structures whose request was opened now; the others had one. */
  readonly structures: StructureId[];
  /** Of which nobody can be asked: the animators are to be told. */
  readonly unreachable: StructureId[];
}

/**
 * Opens one request for each of these structures that has none, and writes its messages. Two at once, the job and an
 * animator: the unique index lets one open it.
 */
export async function openRequests(
  tx: Tx,
  structures: readonly StructureId[],
  now: Date
): Promise<Opened> {
  const recipients = await listRecipients(tx, structures);
  const rows = structures.map((id) => {
    const first = recipients.get(id)?.[0];
    return {
      structure_id: id,
      recipient: first?.address ?? null,
      person_id: first?.person ?? null,
      stage: first ? 0 : LAST_STAGE
    };
  });
  const opened = await insertRequests(tx, rows, now);
  await keepHashes(
    tx,
    opened.map(({ id }) => id)
  );
  const asked = opened.filter(({ stage }) => stage < LAST_STAGE);
  const messages = await sendMessages(tx, asked, recipients);
  return {
    messages,
    structures: opened.map(({ structure }) => structure),
    unreachable: opened
      .filter(({ stage }) => stage === LAST_STAGE)
      .map(({ structure }) => structure)
  };
}

interface OpenRequest {
  id: number;
  structure: StructureId;
  stage: number;
}

async function insertRequests(tx: Tx, rows: readonly object[], now: Date): Promise<OpenRequest[]> {
  const { rows: opened } = await sql<OpenRequest>`
    insert into confirmation_request (structure_id, recipient, person_id, stage, started_at, stage_at)
    select structure_id, recipient, person_id, stage, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as asked (structure_id bigint, recipient text, person_id uuid, stage smallint)
    order by structure_id
    on conflict do nothing
    returning id, structure_id as structure, stage`.execute(tx);
  return opened;
}

async function keepHashes(tx: Tx, requests: readonly number[]): Promise<void> {
  const hashes = requests.map((id) => ({ id, hash: hashToken(confirmationToken(id)) }));
  await sql`
    update confirmation_request set token_hash = known.hash
    from jsonb_to_recordset(${JSON.stringify(hashes)}::jsonb) as known (id bigint, hash text)
    where confirmation_request.id = known.id`.execute(tx);
}

/**
 * Writes the messages of open requests at their stage.
 * @param round - tells an animator's own relaunch from the message of the stage; the same twice is sent once.
 * @returns how many messages.
 */
export async function sendMessages(
  tx: Tx,
  requests: readonly OpenRequest[],
  recipients: ReadonlyMap<StructureId, readonly Recipient[]>,
  round = ''
): Promise<number> {
  const structures = await readAsked(
    tx,
    requests.map(({ structure }) => structure)
  );
  let messages = 0;
  for (const { id, structure, stage } of requests) {
    const asked = { request: id, stage, round, structure: structures.get(structure)! };
    for (const recipient of recipients.get(structure) ?? []) {
      const leave = unsubscribeAddress(recipient.address, 'confirmation');
      if (await queueMail(tx, confirmationMail(asked, recipient, leave))) messages += 1;
    }
  }
  return messages;
}

async function readAsked(
  tx: Tx,
  ids: readonly StructureId[]
): Promise<Map<StructureId, Asked['structure']>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('structure')
    .select(['id', 'name', 'confirmed_at'])
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [row.id as StructureId, { name: row.name, confirmedAt: row.confirmed_at }])
  );
}

export interface RequestAnswer {
  readonly answer: ConfirmationAnswer;
  /** Who answered, for those who follow the campaign. */
  readonly by: string;
  readonly now: Date;
}

/** Ends the open request of a structure, if there is one. @returns whether there was. */
export async function answerRequest(
  tx: Tx,
  structure: StructureId,
  { answer, by, now }: RequestAnswer
): Promise<boolean> {
  const ended = await tx
    .updateTable('confirmation_request')
    .set({ answered_at: now, answer, answered_by: by })
    .where('structure_id', '=', structure)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

/** The same; an answer that nobody had asked for is kept too: the campaign shows it. */
export async function keepAnswer(
  tx: Tx,
  structure: StructureId,
  given: RequestAnswer
): Promise<void> {
  if (await answerRequest(tx, structure, given)) return;
  const { answer, by, now } = given;
  await tx
    .insertInto('confirmation_request')
    .values({
      structure_id: structure,
      started_at: now,
      stage_at: now,
      answered_at: now,
      answer,
      answered_by: by
    })
    .execute();
}
