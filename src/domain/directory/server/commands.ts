import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { createPerimeters, deletePerimeters } from '#domain/territory/server/commands.ts';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PerimeterId, StructureId } from '#shared/ids.ts';
import type { Audience, StructureInput, StructureType, Theme } from '../model.ts';
import { canManageDirectory } from '../rules.ts';
import { checkReferences, uniqueSlugs, type References } from './references/queries.ts';
import { indexStructures, reindexAll } from './search/commands.ts';
import { insertDetails } from './details/commands.ts';
import { bumpRevision } from './revision/commands.ts';

export { setFrontDoors } from './front-doors/commands.ts';

/**
 * Writes whole fiches, all or none.
 * @returns their ids, in the order given.
 * @throws Forbidden, or Invalid naming each unknown type, theme, audience, commune, parent or territory.
 */
export async function createStructures(
  executor: Executor,
  actor: Actor,
  inputs: readonly StructureInput[]
): Promise<StructureId[]> {
  assertCanManage(actor);
  if (inputs.length === 0) return [];
  return inTransaction(executor, async (tx) => {
    const slugs = await uniqueSlugs(tx, inputs);
    const references = await checkReferences(tx, inputs, slugs);
    const perimeters = await createPerimeters(
      tx,
      inputs.map((input) => input.perimeter)
    );
    const ids: StructureId[] = [];
    const CHUNK = 500;
    for (let start = 0; start < inputs.length; start += CHUNK) {
      const rows = inputs.slice(start, start + CHUNK).map((input, i) => ({
        ...columns(input, references),
        slug: slugs[start + i]!,
        perimeter_id: perimeters[start + i]!
      }));
      const inserted = await tx.insertInto('structure').values(rows).returning('id').execute();
      ids.push(...inserted.map((row) => row.id as StructureId));
    }
    await linkParents(tx, inputs, ids);
    await insertDetails(tx, inputs, ids, references.territories);
    await indexStructures(tx, ids);
    return ids;
  });
}

/** Writes one fiche. See {@link createStructures}. */
export async function createStructure(
  executor: Executor,
  actor: Actor,
  input: StructureInput
): Promise<StructureId> {
  const [id] = await createStructures(executor, actor, [input]);
  return id!;
}

/** Writes one fiche over another. See {@link updateStructures}. */
export async function updateStructure(
  executor: Executor,
  actor: Actor,
  id: StructureId,
  input: StructureInput
): Promise<void> {
  await updateStructures(executor, actor, [{ id, input }]);
}

export interface StructureUpdate {
  id: StructureId;
  input: StructureInput;
}

/**
 * Replaces whole fiches by what is given, all or none: services and contacts included. Slugs stay: links are
 * kept. A constant number of statements.
 * @throws Forbidden, NotFound, or Invalid.
 */
export async function updateStructures(
  executor: Executor,
  actor: Actor,
  updates: readonly StructureUpdate[]
): Promise<void> {
  assertCanManage(actor);
  if (updates.length === 0) return;
  const ids = updates.map(({ id }) => id);
  const inputs = updates.map(({ input }) => input);
  await inTransaction(executor, async (tx) => {
    const current = await lockStructures(tx, ids);
    const references = await checkReferences(
      tx,
      inputs,
      current.map(({ slug }) => slug)
    );
    const perimeters = await createPerimeters(
      tx,
      inputs.map((input) => input.perimeter)
    );
    await replaceColumns(
      tx,
      updates.map(({ id, input }, i) => ({
        ...columns(input, references),
        id,
        perimeter_id: perimeters[i]!
      }))
    );
    await deletePerimeters(
      tx,
      current.map(({ perimeter }) => perimeter)
    );
    await linkParents(tx, inputs, ids);
    await insertDetails(tx, inputs, ids, references.territories);
    await indexStructures(tx, ids);
  });
}

/** @throws NotFound. */
async function lockStructures(tx: Tx, ids: readonly StructureId[]) {
  const { rows } = await sql<{ id: StructureId; slug: string; perimeter: PerimeterId }>`
    select id, slug, perimeter_id as perimeter from structure
    where id = any(${[...ids]}::bigint[]) order by id for update`.execute(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = byId.get(id);
    if (!row) throw new NotFound('Cette structure n’existe pas.');
    return row;
  });
}

async function replaceColumns(tx: Tx, rows: readonly { id: StructureId }[]): Promise<void> {
  const names = Object.keys(rows[0]!).filter((name) => name !== 'id');
  const records = sql`jsonb_populate_recordset(null::structure, ${JSON.stringify(rows)}::jsonb) as next`;
  // Two fiches may exchange a number: it is free before the other takes it.
  await sql`
    update structure set siret = null, finess = null, external_id = null from ${records}
    where structure.id = next.id and (structure.siret, structure.finess, structure.external_id)
      is distinct from (next.siret, next.finess, next.external_id)`.execute(tx);
  const assignments = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`next.${name}`)}`);
  await sql`
    update structure set ${sql.join(assignments)}, updated_at = now() from ${records}
    where structure.id = next.id`.execute(tx);
}

/** A word that says no position takes its place in the list. */
type Placed<W extends { position: number }> = Omit<W, 'position'> & { position?: number };

/** Adds or replaces the words of the vocabularies; what is not given stays. */
export async function saveVocabulary(
  db: Database,
  actor: Actor,
  vocabulary: {
    types: Placed<StructureType>[];
    themes: Placed<Theme>[];
    audiences: Placed<Audience>[];
  }
): Promise<void> {
  assertCanManage(actor);
  await inTransaction(db, async (tx) => {
    for (const [position, type] of vocabulary.types.entries()) {
      const row = {
        code: type.code,
        name: type.name,
        mission: type.mission,
        legal_basis: type.legalBasis,
        action: type.action,
        colour: type.colour,
        data_inclusion: type.dataInclusion,
        synonyms: type.synonyms,
        position: type.position ?? position
      };
      await tx
        .insertInto('structure_type')
        .values(row)
        .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
        .execute();
    }
    await saveWords(tx, 'theme', vocabulary.themes);
    await saveWords(tx, 'audience', vocabulary.audiences);
    // Their names and synonyms are among the words that structures are searched by.
    await reindexAll(tx);
    await bumpRevision(tx);
  });
}

function assertCanManage(actor: Actor): void {
  if (!canManageDirectory(actor)) {
    throw new Forbidden('Seules les personnes qui tiennent l’annuaire peuvent le modifier.');
  }
}

async function saveWords(tx: Tx, table: 'theme' | 'audience', words: Placed<Theme | Audience>[]) {
  for (const [position, word] of words.entries()) {
    const row = {
      code: word.code,
      name: word.name,
      phrase: word.phrase,
      data_inclusion: word.dataInclusion,
      synonyms: word.synonyms,
      position: word.position ?? position
    };
    await tx
      .insertInto(table)
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
  }
}

/** The row of a structure, but for its slug, perimeter and parent. */
function columns(input: StructureInput, references: References) {
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
async function linkParents(tx: Tx, inputs: readonly StructureInput[], ids: readonly StructureId[]) {
  const links = inputs.map((input, i) => ({ id: ids[i]!, parent: input.parent }));
  await sql`
    update structure set parent_id = parent.id
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (id bigint, parent text)
    left join structure parent on parent.slug = link.parent
    where structure.id = link.id and structure.parent_id is distinct from parent.id`.execute(tx);
}
