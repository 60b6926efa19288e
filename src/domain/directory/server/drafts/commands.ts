import { sql } from 'kysely';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId } from '#shared/ids.ts';
import type { Draft } from '../../editor/draft.ts';
import { isSame } from '../../merge.ts';
import type { StructureInput } from '../../model.ts';
import { readVersion } from '../history/queries.ts';
import { assertCanEdit } from '../updates/commands.ts';
import { findDraft } from './queries.ts';

/**
 * Changes what a person is typing in a fiche; nobody else sees it, and nothing is checked. Without a draft yet, what is
 * changed is the fiche as it was at `version`, the one that was shown.
 * @returns the draft; null when there is none and nothing differs from the fiche.
 * @throws Forbidden, NotFound.
 */
export async function changeDraft(
  executor: Executor,
  actor: Actor,
  id: StructureId,
  version: number,
  change: (content: StructureInput) => StructureInput
): Promise<Draft | null> {
  return inTransaction(executor, async (tx) => {
    const person = await assertCanDraft(tx, actor, id);
    // Two windows of one person write one after the other.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`draft ${id} ${person.id}`}, 0))`.execute(
      tx
    );
    const draft = await findDraft(tx, person, id);
    const before = draft?.content ?? (await readVersion(tx, id, version));
    const content = change(before);
    if (isSame(before, content)) return draft;
    return writeDraft(tx, person, id, { content, baseVersion: draft?.baseVersion ?? version });
  });
}

/** A draft whose conflicts are settled is one against the fiche as it is now: its author is not asked twice. */
export async function rebaseDraft(
  tx: Tx,
  person: PersonActor,
  id: StructureId,
  content: StructureInput,
  baseVersion: number
): Promise<void> {
  await writeDraft(tx, person, id, { content, baseVersion });
}

async function writeDraft(
  tx: Tx,
  person: PersonActor,
  id: StructureId,
  draft: { content: StructureInput; baseVersion: number }
): Promise<Draft> {
  const values = {
    base_version: draft.baseVersion,
    content: JSON.stringify(draft.content),
    updated_at: new Date()
  };
  await tx
    .insertInto('structure_draft')
    .values({ structure_id: id, person_id: person.id, ...values })
    .onConflict((conflict) => conflict.columns(['structure_id', 'person_id']).doUpdateSet(values))
    .execute();
  return { ...draft, savedAt: values.updated_at };
}

/** Throws away what a person typed; the fiche stays as it is. */
export async function discardDraft(
  executor: Executor,
  actor: Actor,
  id: StructureId
): Promise<void> {
  if (actor.kind !== 'person') return;
  await executor
    .deleteFrom('structure_draft')
    .where('structure_id', '=', id)
    .where('person_id', '=', actor.id)
    .execute();
}

/** @throws Forbidden unless the actor may change the fiche: a draft is, besides, somebody's. */
async function assertCanDraft(tx: Tx, actor: Actor, id: StructureId): Promise<PersonActor> {
  await assertCanEdit(tx, actor, id);
  if (actor.kind !== 'person') throw new Forbidden('Un brouillon est celui d’une personne.');
  return actor;
}
