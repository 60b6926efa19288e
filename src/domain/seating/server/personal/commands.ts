import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { allForgotten, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * Erases somebody from the plans of tables, before her registrations lose her name: her seats, the rules about her, and
 * the draws that could bring them back. Where somebody wrote her name, it is taken out.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  const hers = sql`(select id from registration where person_id = ${id} or email = ${named.email})`;
  await sql`
    update table_plan_draw set before = null, found = null
    where event_id in (select event_id from registration where id in ${hers})`.execute(tx);
  await sql`delete from table_plan_rule where registration_id in ${hers} or other_id in ${hers}`.execute(
    tx
  );
  await sql`delete from table_plan_seat where registration_id in ${hers}`.execute(tx);
  await tx
    .updateTable('table_plan_round')
    .set(allForgotten(['topic'], named))
    .where(names(['topic'], named))
    .execute();
  await tx
    .updateTable('table_plan_table')
    .set(allForgotten(['name'], named))
    .where(names(['name'], named))
    .execute();
}
