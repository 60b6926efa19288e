import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Barrier } from '../../barrier.ts';

export const BARRIERS_PAGE = 20;

export interface BarrierList {
  readonly items: readonly Barrier[];
  readonly total: number;
  readonly open: number;
}

/**
 * What was reported: what is not closed first, then the latest first.
 * @param page - from 1.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function listBarriers(db: Executor, actor: Actor, page: number): Promise<BarrierList> {
  if (!runsInstance(actor)) throw new Forbidden('Réservé à l’administration.');
  const items = await db
    .selectFrom('access_barrier')
    .select(['id', 'page', 'happened', 'used', 'author_email as email'])
    .select(['reported_at as reportedAt', 'closed_at as closedAt'])
    .orderBy(sql`closed_at is not null`)
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(BARRIERS_PAGE)
    .offset((page - 1) * BARRIERS_PAGE)
    .execute();
  const { total, open } = await db
    .selectFrom('access_barrier')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .select((eb) => eb.fn.countAll<number>().filterWhere('closed_at', 'is', null).as('open'))
    .executeTakeFirstOrThrow();
  return { items, total, open };
}

/** Who is told of what is reported: whom the organisation names, or else everyone who runs the instance. */
export async function listBarrierReaders(
  db: Executor
): Promise<readonly { name: string; email: string }[]> {
  const named = await db
    .selectFrom('controller')
    .select(['accessibility', 'contact'])
    .executeTakeFirst();
  const address = named?.accessibility || named?.contact;
  if (address) return [{ name: '', email: address }];
  return db
    .selectFrom('person')
    .select(['name', 'email'])
    .where('administrator', '=', true)
    .where('suspended_at', 'is', null)
    .orderBy('id')
    .execute();
}
