import { sql } from 'kysely';
import { createPerimeters, deletePerimeters } from '#domain/territory/server/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { PerimeterId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { ServiceInput, StructureInput } from '../../model.ts';

/**
 * Replaces what hangs under structures: services with their themes, audiences and own perimeters,
 * contacts, and the territories they belong to. `inputs[i]` describes `ids[i]`.
 */
export async function insertDetails(
  tx: Tx,
  inputs: readonly StructureInput[],
  ids: readonly StructureId[],
  territories: ReadonlyMap<string, TerritoryId>
): Promise<void> {
  await clear(tx, ids);
  await insertServices(tx, inputs, ids);
  const contacts = inputs.flatMap((input, i) =>
    input.contacts.map((contact, position) => ({
      structure_id: ids[i]!,
      name: contact.name,
      role: contact.role,
      phone: contact.phone,
      email: contact.email,
      visibility: contact.visibility,
      consent_at: contact.consentAt,
      person_id: contact.person ?? null,
      position
    }))
  );
  const memberships = inputs.flatMap((input, i) =>
    input.territories.map((slug) => ({
      structure_id: ids[i]!,
      territory_id: territories.get(slug)!
    }))
  );
  await insertRows(tx, 'contact', contacts);
  await insertRows(tx, 'structure_territory', memberships);
}

async function clear(tx: Tx, ids: readonly StructureId[]): Promise<void> {
  const removed = await tx
    .deleteFrom('service')
    .where('structure_id', 'in', ids)
    .returning('perimeter_id')
    .execute();
  const own = removed.map((row) => row.perimeter_id).filter((id) => id !== null);
  await deletePerimeters(tx, own as PerimeterId[]);
  await tx.deleteFrom('contact').where('structure_id', 'in', ids).execute();
  await tx.deleteFrom('structure_territory').where('structure_id', 'in', ids).execute();
}

async function insertServices(
  tx: Tx,
  inputs: readonly StructureInput[],
  ids: readonly StructureId[]
) {
  const services = inputs.flatMap((input, i) =>
    input.services.map((service, position) => ({ service, position, structure: ids[i]! }))
  );
  if (services.length === 0) return;
  const ownPerimeters = services.filter(({ service }) => service.perimeter !== null);
  const perimeterIds = await createPerimeters(
    tx,
    ownPerimeters.map(({ service }) => service.perimeter!)
  );
  const perimeterOf = new Map(ownPerimeters.map(({ service }, i) => [service, perimeterIds[i]!]));
  const rows = services.map(({ service, position, structure }) => ({
    ...serviceColumns(service),
    structure_id: structure,
    perimeter_id: perimeterOf.get(service) ?? null,
    position
  }));
  const serviceIds = await insertRows(tx, 'service', rows);
  await insertRows(
    tx,
    'service_theme',
    services.flatMap(({ service }, i) =>
      [...new Set(service.themes)].map((code) => ({ service_id: serviceIds[i]!, theme_code: code }))
    )
  );
  await insertRows(
    tx,
    'service_audience',
    services.flatMap(({ service }, i) =>
      [...new Set(service.audiences)].map((code) => ({
        service_id: serviceIds[i]!,
        audience_code: code
      }))
    )
  );
}

function serviceColumns(service: ServiceInput) {
  return {
    name: service.name,
    description: service.description,
    solicited_by: service.solicitedBy,
    solicited_through: service.solicitedThrough,
    delay: service.delay,
    fees: service.fees,
    fees_detail: service.feesDetail,
    conditions: service.conditions,
    to_prepare: service.toPrepare,
    limits: service.limits,
    phone: service.phone,
    link: service.link,
    opening_hours: service.openingHours
  };
}

/** Many rows in one statement; returns the ids in order where the table has one, else an empty list. */
async function insertRows(
  tx: Tx,
  table: 'service' | 'service_theme' | 'service_audience' | 'contact' | 'structure_territory',
  rows: readonly object[]
): Promise<number[]> {
  if (rows.length === 0) return [];
  const names = Object.keys(rows[0]!);
  const hasId = table === 'service' || table === 'contact';
  const columnList = sql.join(names.map((name) => sql.ref(name)));
  const { rows: inserted } = await sql<{ id: number }>`
    insert into ${sql.table(table)} (${columnList})
    select ${columnList} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    ${hasId ? sql`returning id` : sql``}`.execute(tx);
  return inserted.map((row) => row.id);
}
