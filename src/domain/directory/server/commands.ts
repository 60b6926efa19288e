import type { Actor } from '#domain/identity/model.ts';
import { animatesSomewhere } from '#domain/identity/rules.ts';
import { recordAudit, type AuditEntry } from '#domain/identity/server/audit/commands.ts';
import { createPerimeters } from '#domain/territory/server/commands.ts';
import type { Database, Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import type { Audience, StructureInput, StructureType, Theme } from '../model.ts';
import { canCreateStructure, canManageDirectory } from '../rules.ts';
import { checkReferences, uniqueSlugs } from './references/queries.ts';
import { indexStructures, reindexAll } from './search/commands.ts';
import { insertDetails } from './details/commands.ts';
import { recordHistory } from './history/commands.ts';
import { bumpRevision } from './revision/commands.ts';
import { columns, linkParents } from './rows/commands.ts';

export { setFrontDoors } from './front-doors/commands.ts';
export { updateStructure, updateStructures } from './updates/commands.ts';

/**
 * Writes whole fiches, all or none.
 * @returns their ids, in the order given.
 * @throws Forbidden, or Invalid naming each unknown type, theme, audience, commune, parent or territory.
 */
export async function createStructures(
  executor: Executor,
  actor: Actor,
  inputs: readonly StructureInput[],
  kind: 'created' | 'imported' | 'suggested' = 'created'
): Promise<StructureId[]> {
  if (inputs.length === 0) return [];
  assertMayCreate(actor);
  return inTransaction(executor, async (tx) => {
    const slugs = await uniqueSlugs(tx, inputs);
    const references = await checkReferences(tx, inputs, slugs);
    assertCanCreate(actor, inputs, references.territories);
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
    await recordHistory(
      tx,
      actor,
      kind,
      ids.map((id) => ({ id, version: 1 }))
    );
    await recordAudit(tx, actor, created(inputs, ids));
    return ids;
  });
}

/** Writes one fiche. See {@link createStructures}. */
export async function createStructure(
  executor: Executor,
  actor: Actor,
  input: StructureInput,
  kind: 'created' | 'suggested' = 'created'
): Promise<StructureId> {
  const [id] = await createStructures(executor, actor, [input], kind);
  return id!;
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

/** Refused before anything is read of what was asked: a visitor learns nothing of what exists. */
function assertMayCreate(actor: Actor): void {
  if (!animatesSomewhere(actor)) throw new Forbidden(NOT_YOURS);
}

function assertCanCreate(
  actor: Actor,
  inputs: readonly StructureInput[],
  territories: ReadonlyMap<string, TerritoryId>
): void {
  const idsOf = (slugs: readonly string[]) => slugs.map((slug) => territories.get(slug)!);
  if (!inputs.every((input) => canCreateStructure(actor, idsOf(input.territories))))
    throw new Forbidden(NOT_YOURS);
}

const NOT_YOURS = 'Seules les personnes qui animent le territoire y ajoutent des structures.';

function created(inputs: readonly StructureInput[], ids: readonly StructureId[]): AuditEntry {
  const [first, ...others] = inputs;
  return {
    action: 'structure.create',
    target: { kind: 'structure', id: ids[0]!, label: first!.name },
    detail: { count: 1 + others.length }
  };
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
