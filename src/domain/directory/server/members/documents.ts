import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { ROLE_NAMES, type Member } from '#domain/territory/membership.ts';
import { canManageMembers } from '#domain/territory/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';

const FORMULA = /^[=+\-@\t\r]/;

/**
 * The members of a territory as a table for a spreadsheet, addresses included: for those who lead it, who write to
 * them. The caller records that it was taken.
 * @throws Forbidden unless the actor leads it.
 */
export async function exportMembers(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<{ csv: string; count: number }> {
  if (!canManageMembers(actor, territory))
    throw new Forbidden('La liste s’exporte par les personnes qui animent le territoire.');
  const { rows } = await sql<
    Pick<Member, 'name' | 'profession' | 'role'> & {
      email: string;
      since: string;
      structures: string | null;
      referentOf: string | null;
    }
  >`
    select p.name, p.email, p.profession, m.role,
      to_char(coalesce(m.decided_at, m.asked_at), 'YYYY-MM-DD') as since,
      string_agg(s.name, ' ; ' order by s.name) as structures,
      string_agg(s.name, ' ; ' order by s.name) filter (where a.referent) as "referentOf"
    from membership m
    join person p on p.id = m.person_id
    left join (affiliation a
        join structure_territory st on st.structure_id = a.structure_id and st.territory_id = ${territory}
        join structure s on s.id = a.structure_id and s.merged_into is null)
      on a.person_id = p.id and a.status = 'active'
    where m.territory_id = ${territory} and m.status = 'active' and p.suspended_at is null
    group by p.id, m.id
    order by p.name, p.id`.execute(db);
  const table = rows.map((row) => [
    ...[row.name, row.email, row.profession, ROLE_NAMES[row.role], row.since],
    ...[row.structures ?? '', row.referentOf ?? '']
  ]);
  const titles = ['Nom', 'Courriel', 'Profession', 'Rôle', 'Depuis', 'Structures', 'Répond de'];
  // What a spreadsheet would take for a formula is kept as text.
  const safe = table.map((cells) => cells.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell)));
  return { csv: stringify([titles, ...safe], { bom: true, delimiter: ';' }), count: rows.length };
}
