import type { Executor } from '#server/db/connection.ts';

/** @returns which of these addresses belong to invented people who have an account. */
export async function listInvented(
  db: Executor,
  emails: readonly string[]
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('person')
    .select('email')
    .where('email', 'in', emails)
    .where('fictional', '=', true)
    .execute();
  return new Set(rows.map(({ email }) => email));
}
