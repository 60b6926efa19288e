import type { Executor } from '#server/db/connection.ts';
import { findMailRefusal } from '#server/mail/refusals.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { MailId } from '#shared/ids.ts';
import type { Actor } from '../../model.ts';
import { runsInstance } from '../../rules.ts';
import {
  MAIL_STATUSES,
  type MailStatus,
  type OutboxFilter,
  type OutboxMail,
  type OutboxMailDetail
} from '../../outbox.ts';

export interface OutboxPage {
  readonly items: readonly OutboxMail[];
  readonly total: number;
  /** Of all messages, whatever the filter. */
  readonly statuses: readonly { readonly status: MailStatus; readonly count: number }[];
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

export const OUTBOX_PAGE = 25;

const COLUMNS = [
  'id',
  'kind',
  'recipient',
  'recipient_name as recipientName',
  'subject',
  'status',
  'created_at as createdAt',
  'sent_at as sentAt',
  'bounced_at as bouncedAt'
] as const;

/**
 * The messages of the instance, the latest first, without their text.
 * @param page - from 1.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function listOutbox(
  executor: Executor,
  actor: Actor,
  { status, kind, recipient }: OutboxFilter,
  page: number
): Promise<OutboxPage> {
  mustRunInstance(actor);
  const found = executor
    .selectFrom('mail_message')
    .$if(status !== null, (query) => query.where('status', '=', status))
    .$if(kind !== null, (query) => query.where('kind', '=', kind))
    .$if(recipient !== null, (query) => query.where('recipient', '=', recipient));
  const count = (column: 'status' | 'kind') =>
    executor
      .selectFrom('mail_message')
      .select([column, (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy(column)
      .orderBy(column);
  const items = await found
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(OUTBOX_PAGE)
    .offset((page - 1) * OUTBOX_PAGE)
    .execute();
  const { total } = await found
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return {
    items: items.map((item) => ({
      ...item,
      id: item.id as MailId,
      status: item.status as MailStatus
    })),
    total,
    statuses: inOrder((await count('status').execute()) as OutboxPage['statuses']),
    kinds: await count('kind').execute()
  };
}

/** One message and its life. @throws Forbidden unless the actor runs the instance; NotFound */
export async function getOutboxMail(
  executor: Executor,
  actor: Actor,
  id: MailId
): Promise<OutboxMailDetail> {
  mustRunInstance(actor);
  const row = await executor
    .selectFrom('mail_message')
    .select([
      ...COLUMNS,
      'reply_to as replyTo',
      'attempts',
      'not_before as notBefore',
      'sending_at as handedAt',
      'last_error as lastError',
      'bounce_reason as bounceReason',
      'message_id as messageId',
      (eb) => eb('text_body', 'is', null).as('erased')
    ])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NotFound('Ce courriel n’est pas, ou n’est plus, gardé ici.');
  const refusal = await findMailRefusal(executor, row.recipient, row.kind);
  return { ...row, refusal } as OutboxMailDetail;
}

function inOrder(statuses: OutboxPage['statuses']): OutboxPage['statuses'] {
  return MAIL_STATUSES.flatMap((status) => statuses.filter((one) => one.status === status));
}

function mustRunInstance(actor: Actor): void {
  if (!runsInstance(actor))
    throw new Forbidden('Les courriels sont réservés à l’administration de Maillage.');
}
