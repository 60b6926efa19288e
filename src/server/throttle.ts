import { sql } from 'kysely';
import type { Executor } from './db/connection.ts';
import { sign } from './signing.ts';

export interface Limit {
  /** Acts allowed in a window. */
  readonly most: number;
  readonly windowSeconds: number;
}

/**
 * Counts an act, in fixed windows shared by every server of the instance.
 * @param scope - what is limited: « sign-in-address ».
 * @param key - whose: an address, an e-mail. Kept hashed.
 * @returns whether it is allowed: false once the limit of the window is passed.
 */
export async function allow(
  executor: Executor,
  scope: string,
  key: string,
  { most, windowSeconds }: Limit
): Promise<boolean> {
  const hashed = sign(key);
  const { rows } = await sql<{ count: number }>`
    insert into throttle (scope, key, window_start)
    values (${scope}, ${hashed},
      to_timestamp(floor(extract(epoch from clock_timestamp()) / ${windowSeconds}::int) * ${windowSeconds}::int))
    on conflict (scope, key, window_start) do update set count = throttle.count + 1
    returning count`.execute(executor);
  return rows[0]!.count <= most;
}

/** Forgets the windows long closed. @returns how many. */
export async function sweepThrottle(executor: Executor): Promise<number> {
  const result = await executor
    .deleteFrom('throttle')
    .where('window_start', '<', sql<Date>`now() - interval '2 days'`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
