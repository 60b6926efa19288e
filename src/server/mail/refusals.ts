import type { Executor } from '#server/db/connection.ts';

/** Why nothing is sent to an address. */
export interface MailRefusal {
  readonly kind: string;
  readonly reason: string;
}

/** Writes that an address wants no more messages of a kind, or (`all`) answers no more. */
export async function refuseMail(
  executor: Executor,
  address: string,
  kind: string,
  reason: string
): Promise<void> {
  await executor
    .insertInto('mail_refusal')
    .values({ address: address.toLowerCase(), kind, reason })
    .onConflict((conflict) => conflict.columns(['address', 'kind']).doUpdateSet({ reason }))
    .execute();
}

/** The address is written to again. */
export async function acceptMail(executor: Executor, address: string, kind: string): Promise<void> {
  await executor
    .deleteFrom('mail_refusal')
    .where('address', '=', address.toLowerCase())
    .where('kind', '=', kind)
    .execute();
}

/** @returns why nothing of this kind is sent to this address, if so. */
export async function findMailRefusal(
  executor: Executor,
  address: string,
  kind: string
): Promise<MailRefusal | null> {
  const row = await executor
    .selectFrom('mail_refusal')
    .select(['kind', 'reason'])
    .where('address', '=', address.toLowerCase())
    .where('kind', 'in', [kind, 'all'])
    .orderBy('kind')
    .executeTakeFirst();
  return row ?? null;
}
