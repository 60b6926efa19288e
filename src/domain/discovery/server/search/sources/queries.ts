import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { Entry, Source } from '../../../search.ts';
import { readContributions } from './contributions/queries.ts';
import { readEvents } from './events/queries.ts';
import { readMembers } from './members/queries.ts';
import { readPlans, readSheets } from './plans/queries.ts';

const READERS: Record<Source, (db: Executor, ids: readonly number[]) => Promise<Entry[]>> = {
  contribution: readContributions,
  event: readEvents,
  plan: readPlans,
  sheet: readSheets,
  person: readMembers
};

/** What is to be found of these contents, as they are now: nothing of what is hidden or was taken off. */
export function readEntries(
  db: Executor,
  source: Source,
  ids: readonly number[]
): Promise<Entry[]> {
  return ids.length === 0 ? Promise.resolve([]) : READERS[source](db, ids);
}

/** The next contents of a source, by their number. */
export async function listSourceIds(
  db: Executor,
  source: Source,
  { after, most }: { readonly after: number; readonly most: number }
): Promise<number[]> {
  const table = { contribution: 'contribution', event: 'event', plan: 'plan' } as const;
  const name =
    source === 'sheet' ? 'action_sheet' : source === 'person' ? 'membership' : table[source];
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(name)} where id > ${after} order by id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}
