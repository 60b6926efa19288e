import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { createPerimeters, deletePerimeters } from '#domain/territory/server/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import type { HistoryKind } from '../../history.ts';
import { asInput, type Structure, type StructureInput } from '../../model.ts';
import { canEditStructure, canManageDirectory } from '../../rules.ts';
import { withinRights } from '../../stewardship.ts';
import { keepHiddenTexts, withoutTexts } from '../../withheld.ts';
import { insertDetails } from '../details/commands.ts';
import { readStoredStructures } from '../details/queries.ts';
import { recordHistory } from '../history/commands.ts';
import { findLastChange } from '../history/queries.ts';
import { listTerritoryIdsOf } from '../queries.ts';
import { checkReferences } from '../references/queries.ts';
import { renewWords } from '../references/words/queries.ts';
import {
  columns,
  linkParents,
  lockStructures,
  replaceColumns,
  type LockedStructure
} from '../rows/commands.ts';
import { indexStructures } from '../search/commands.ts';

type UpdateKind = Exclude<HistoryKind, 'created' | 'confirmed'>;

export interface UpdateOptions {
  /** The version that was read before changing it. Without it, the last to write wins. */
  baseVersion?: number;
  /** What the history calls the change; « updated » unless said. */
  kind?: UpdateKind;
}

export type UpdateOutcome =
  | { ok: true; version: number }
  | { ok: false; reason: 'changed'; theirs: Structure; by: string; at: Date };

/** @throws Forbidden unless the actor may change this fiche: before anything of it is read for her. */
export async function assertCanEdit(tx: Tx, actor: Actor, id: StructureId): Promise<void> {
  const territories = await listTerritoryIdsOf(tx, id);
  if (!canEditStructure(actor, { id, territories })) throw new Forbidden(NOT_YOURS);
}

/**
 * Writes one fiche over another, and keeps what it was. What the actor may not decide stays: see `withinRights`.
 * @returns the new version; or, when somebody has changed the fiche since `baseVersion`, what she made of it.
 * @throws Forbidden, NotFound, or Invalid.
 */
export async function updateStructure(
  executor: Executor,
  actor: Actor,
  id: StructureId,
  input: StructureInput,
  options: UpdateOptions = {}
): Promise<UpdateOutcome> {
  return inTransaction(executor, async (tx) => {
    const locked = await lockStructures(tx, [id]);
    const version = locked[0]!.version;
    await assertCanEdit(tx, actor, id);
    const [current] = await readStoredStructures(tx, [id]);
    if (options.baseVersion !== undefined && options.baseVersion !== version) {
      const last = await findLastChange(tx, id);
      const { by, at } = last ?? { by: '', at: current!.updatedAt };
      const theirs = current!.textsWithheld ? withoutTexts(current!) : current!;
      return { ok: false, reason: 'changed', theirs, by, at };
    }
    await rewrite(tx, actor, locked, [current!], [input], options.kind ?? 'updated');
    return { ok: true, version: version + 1 };
  });
}

export interface StructureUpdate {
  id: StructureId;
  input: StructureInput;
}

/**
 * Replaces whole fiches by what is given, all or none: services and contacts included. Slugs stay: links are
 * kept. A constant number of statements per 1,000.
 * @throws Forbidden, NotFound, or Invalid.
 */
export async function updateStructures(
  executor: Executor,
  actor: Actor,
  updates: readonly StructureUpdate[],
  kind: UpdateKind = 'updated'
): Promise<void> {
  if (!canManageDirectory(actor)) throw new Forbidden(NOT_YOURS);
  if (updates.length === 0) return;
  const ids = updates.map(({ id }) => id);
  await inTransaction(executor, async (tx) => {
    const locked = await lockStructures(tx, ids);
    const current = await readStoredStructures(tx, ids);
    const inputs = updates.map(({ input }) => input);
    await rewrite(tx, actor, locked, current, inputs, kind);
  });
}

const NOT_YOURS =
  'Seules les personnes qui répondent de cette fiche, ou qui animent son territoire, la modifient.';

/** `locked[i]` and `current[i]` are what `inputs[i]` replaces. */
async function rewrite(
  tx: Tx,
  actor: Actor,
  locked: readonly LockedStructure[],
  current: readonly Structure[],
  inputs: readonly StructureInput[],
  kind: UpdateKind
): Promise<void> {
  const ids = locked.map(({ id }) => id);
  const slugs = locked.map(({ slug }) => slug);
  const before = current.map(asInput);
  const animated = await listAnimatedSlugs(tx, actor);
  const today = new Date().toISOString().slice(0, 10);
  const renewed = await renewWords(tx, inputs);
  const next = renewed.map((input, i) => {
    const whole = current[i]!.textsWithheld ? keepHiddenTexts(before[i]!, input) : input;
    return withinRights(actor, before[i]!, whole, animated, today);
  });
  await writeOver(tx, locked, next, slugs);
  await indexStructures(tx, ids);
  const entries = locked.map(({ id, version, slug }, i) => ({
    id,
    version: version + 1,
    before: before[i]!,
    after: { ...next[i]!, slug }
  }));
  await recordHistory(tx, actor, kind, entries);
  const target = { kind: 'structure', id: ids[0]!, label: next[0]!.name };
  await recordAudit(tx, actor, {
    action: 'structure.update',
    target,
    detail: { kind, count: ids.length }
  });
}

async function writeOver(
  tx: Tx,
  locked: readonly LockedStructure[],
  inputs: readonly StructureInput[],
  slugs: readonly string[]
): Promise<void> {
  const ids = locked.map(({ id }) => id);
  const references = await checkReferences(tx, inputs, slugs);
  const perimeters = await createPerimeters(
    tx,
    inputs.map((input) => input.perimeter)
  );
  await replaceColumns(
    tx,
    inputs.map((input, i) => ({
      ...columns(input, references),
      id: ids[i]!,
      perimeter_id: perimeters[i]!
    }))
  );
  await deletePerimeters(
    tx,
    locked.map(({ perimeter }) => perimeter)
  );
  await linkParents(tx, inputs, ids);
  await insertDetails(tx, inputs, ids, references.territories);
}

/** The territories an actor leads: she decides what their directory holds. */
async function listAnimatedSlugs(tx: Tx, actor: Actor): Promise<Set<string>> {
  if (actor.kind !== 'person') return new Set();
  const led = actor.memberships.filter(({ role }) => role === 'animator');
  const { rows } = await sql<{ slug: string }>`
    select slug from territory where id = any(${led.map(({ territory }) => territory)}::bigint[])`.execute(
    tx
  );
  return new Set(rows.map(({ slug }) => slug));
}
