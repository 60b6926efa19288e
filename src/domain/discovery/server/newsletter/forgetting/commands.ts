import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import { CONTRIBUTION_KINDS } from '#domain/sharing/model.ts';

/** Takes out of every letter, sent or not, what it said of a contribution whose texts are erased for good. */
export async function forgetContribution(tx: Tx, id: ContributionId): Promise<void> {
  const isIt = sql`(item ->> 'id')::bigint = ${id} and item ->> 'kind' = any(${[...CONTRIBUTION_KINDS]}::text[])`;
  await sql`update newsletter set version = version + 1, items = coalesce((
      select jsonb_agg(item order by at) from jsonb_array_elements(items) with ordinality x (item, at)
      where not (${isIt})), '[]')
    where exists (select from jsonb_array_elements(items) as item where ${isIt})`.execute(tx);
}
