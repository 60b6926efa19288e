import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import type { Reader } from '../../digest/mails.ts';

/** Members of the network who accept its letter, by name; their number is what the page announces. */
export async function listRecipients(
  db: Executor,
  territory: TerritoryId
): Promise<(Reader & { readonly id: PersonId })[]> {
  const { rows } = await sql<Reader & { id: PersonId }>`
    select p.id, p.name, p.email from membership m join person p on p.id = m.person_id
    where m.territory_id = ${territory} and m.status = 'active' and m.role <> 'reception' and p.suspended_at is null
      and not exists (select from mail_refusal r where r.address = p.email and r.kind in ('newsletter', 'all'))
    order by p.name, p.id`.execute(db);
  return rows;
}
