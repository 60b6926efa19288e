import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';

/**
 * Holds the limits of this database in one window for good: a flood that a test sends across the
 * end of a minute is otherwise forgiven half-way, once in a while.
 */
export async function holdThrottleWindow(executor: Executor): Promise<void> {
  await sql`create function one_throttle_window() returns trigger language plpgsql as $$
    begin new.window_start := 'epoch'; return new; end $$`.execute(executor);
  await sql`create trigger one_window before insert on throttle
    for each row execute function one_throttle_window()`.execute(executor);
}
