import type { Actor } from '#domain/identity/model.ts';
import { animatesSomewhere } from '#domain/identity/rules.ts';
import { recordAudit, type AuditEntry } from '#domain/identity/server/audit/commands.ts';
import { createPerimeters } from '#domain/territory/server/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import type { StructureInput } from '../model.ts';
import { canCreateStructure } from '../rules.ts';
import { checkReferences, uniqueSlugs } from './references/queries.ts';
import { renewWords } from './references/words/queries.ts';
import { indexStructures } from './search/commands.ts';
import { insertDetails } from './details/commands.ts';
import { recordHistory } from './history/commands.ts';
import { columns, linkParents } from './rows/commands.ts';

export { setFrontDoors } from './front-doors/commands.ts';
export { updateStructure, updateStructures } from './updates/commands.ts';
export { saveVocabulary } from './vocabularies/installation/commands.ts';

/**
 * Writes whole fiches, all or none.
 * @returns their ids, in the order given.
 * @throws Forbidden, or Invalid naming each unknown type, theme, audience, commune, parent or territory.
 */
export async function createStructures(
  executor: Executor,
  actor: Actor,
  given: readonly StructureInput[],
  kind: 'created' | 'imported' | 'suggested' = 'created'
): Promise<StructureId[]> {
  if (given.length === 0) return [];
  assertMayCreate(actor);
  return inTransaction(executor, async (tx) => {
    const inputs = await renewWords(tx, given);
    const slugs = await uniqueSlugs(tx, inputs);
    const references = await checkReferences(tx, inputs, slugs);
    assertCanCreate(actor, inputs, references.territories);
    const perimeters = await createPerimeters(
      tx,
      inputs.map((input) => input.perimeter)
    );
    const ids: StructureId[] = [];
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

/** Rows inserted by one statement. */
const CHUNK = 500;

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
