import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { PerimeterId, StructureId } from '#shared/ids.ts';
import type { StructureInput } from '../../model.ts';
import type { References } from '../references/queries.ts';

export interface LockedStructure {
  id: StructureId;
  slug: string;
  version: number;
  perimeter: PerimeterId;
}

/** Whoever else would change these fiches waits for the end of the transaction. @throws NotFound. */
export async function lockStructures(
  tx: Tx,
  ids: readonly StructureId[]
): Promise<LockedStructure[]> {
  const { rows } = await sql<LockedStructure>`
    select id, slug, version, perimeter_id as perimeter from structure
    where id = any(${[...ids]}::bigint[]) order by id for update`.execute(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (!row) throw new NotFound('Cette structure n’existe pas.');
    return row;
  });
}

/** Writes rows over those of the same ids. */
export async function replaceColumns(tx: Tx, rows: readonly { id: StructureId }[]): Promise<void> {
  const names = Object.keys(rows[0]!).filter((name) => name !== 'id');
  const records = sql`jsonb_populate_recordset(null::structure, ${JSON.stringify(rows)}::jsonb) as next`;
  // Two fiches may exchange a number: it is free before the other takes it.
  await sql`
    update structure set siret = null, finess = null, external_id = null from ${records}
    where structure.id = next.id and (structure.siret, structure.finess, structure.external_id)
      is distinct from (next.siret, next.finess, next.external_id)`.execute(tx);
  const assignments = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`next.${name}`)}`);
  await sql`
    update structure set ${sql.join(assignments)}, updated_at = now(), version = structure.version + 1 from ${records}
    where structure.id = next.id`.execute(tx);
}

/** The row of a structure, but for its slug, perimeter and parent. */
export function columns(input: StructureInput, references: References) {
  return {
    name: input.name,
    acronym: input.acronym,
    type_code: input.type,
    lead_body: input.leadBody,
    summary: input.summary,
    description: input.description,
    limits: input.limits,
    hands_over_to: input.handsOverTo,
    to_prepare: input.toPrepare,
    siret: input.siret,
    finess: input.finess,
    address: input.address,
    address_extra: input.addressExtra,
    postal_code: input.postalCode,
    commune_code: input.communeCode ? references.communes.get(input.communeCode)! : null,
    phone: input.phone,
    email: input.email,
    mssante: input.mssante,
    website: input.website,
    opening_hours: input.openingHours,
    status: input.status,
    fictional: input.fictional,
    sources: input.sources,
    reliability: input.reliability,
    note: input.note,
    external_id: input.externalId,
    confirmed_at: input.confirmedAt,
    confirmed_by: input.confirmedBy,
    review_every_months: input.reviewEveryMonths
  };
}

/** After the insertion, since a parent may come later in the same batch. */
export async function linkParents(
  tx: Tx,
  inputs: readonly StructureInput[],
  ids: readonly StructureId[]
): Promise<void> {
  const links = inputs.map((input, i) => ({ id: ids[i]!, parent: input.parent }));
  await sql`
    update structure set parent_id = parent.id
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (id bigint, parent text)
    left join structure parent on parent.slug = link.parent
    where structure.id = link.id and structure.parent_id is distinct from parent.id`.execute(tx);
}
