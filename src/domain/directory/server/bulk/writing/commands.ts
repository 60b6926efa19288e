import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import { withValue, type BulkKind } from '../../../bulk.ts';
import { asInput } from '../../../model.ts';
import { readStoredStructures } from '../../details/queries.ts';
import { recordHistory } from '../../history/commands.ts';
import { indexStructures } from '../../search/commands.ts';

/** A fiche held until the end of the transaction, and the value written in it. */
export interface NewValue {
  readonly id: StructureId;
  readonly version: number;
  readonly value: string;
}

/** Where a value goes. `territory`: the one whose directory fiches enter or leave. */
export interface ValuePlace {
  readonly kind: BulkKind;
  readonly territory: { readonly id: TerritoryId; readonly slug: string } | null;
}

/**
 * Writes one value in each fiche, and nothing else of it; keeps what it was, and brings what is searched up to date. A
 * constant number of statements per 1,000. The caller has checked the rights and holds the fiches.
 */
export async function writeValues(
  tx: Tx,
  actor: Actor,
  { kind, territory }: ValuePlace,
  values: readonly NewValue[],
  history: 'updated' | 'undone'
): Promise<void> {
  const ids = values.map(({ id }) => id);
  const before = (await readStoredStructures(tx, ids)).map(asInput);
  if (territory) await writeHomes(tx, territory.id, values);
  await writeColumn(tx, kind, values);
  await indexStructures(tx, ids);
  const entries = values.map(({ id, version, value }, i) => ({
    id,
    version: version + 1,
    before: before[i]!,
    after: withValue(before[i]!, kind, value, territory?.slug ?? '')
  }));
  await recordHistory(tx, actor, history, entries);
}

async function writeColumn(tx: Tx, kind: BulkKind, values: readonly NewValue[]): Promise<void> {
  const assigned = {
    type: sql`type_code = next.value,`,
    rhythm: sql`review_every_months = next.value::int,`,
    close: sql`status = next.value,`,
    reopen: sql`status = next.value,`,
    enter: sql``,
    leave: sql``
  }[kind];
  await sql`
    update structure set ${assigned} updated_at = now(), version = structure.version + 1
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as next (id bigint, value text)
    where structure.id = next.id`.execute(tx);
}

async function writeHomes(
  tx: Tx,
  territory: TerritoryId,
  values: readonly NewValue[]
): Promise<void> {
  const those = (value: string) =>
    values.filter((one) => one.value === value).map(({ id }) => id as number);
  await sql`
    insert into structure_territory (structure_id, territory_id)
    select id, ${territory} from unnest(${those('in')}::bigint[]) as id on conflict do nothing`.execute(
    tx
  );
  await sql`
    delete from structure_territory
    where territory_id = ${territory} and structure_id = any(${those('out')}::bigint[])`.execute(
    tx
  );
}
