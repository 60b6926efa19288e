import { sql } from 'kysely';
import { asInput, type StructureInput } from '#domain/directory/model.ts';
import { canEditStructure } from '#domain/directory/rules.ts';
import { updateStructure } from '#domain/directory/server/commands.ts';
import { confirmAfterChange } from '#domain/directory/server/confirmations/commands.ts';
import { getStructure, listTerritoryIdsOf } from '#domain/directory/server/queries.ts';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { PerimeterInput } from '#domain/territory/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { StructureId, WorkshopStructureId } from '#shared/ids.ts';
import { NO_SUCH_SEAT } from '../../../workshop.ts';
import { findDrawnPerimeter } from '../queries.ts';

export type ApplyOutcome =
  | { ok: true; slug: string }
  /** not-ready: the structure has not said its last word. already: it was applied, and nothing was said since. */
  | { ok: false; reason: 'not-ready' | 'already' | 'changed' };

/**
 * Writes what a structure said in a workshop over its fiche, and confirms it: once, with its history. What was not said
 * stays as it was.
 * @throws Forbidden unless the actor may change the fiche. @throws NotFound
 */
export function applyToFiche(
  executor: Executor,
  actor: Actor,
  id: WorkshopStructureId,
  now: Date
): Promise<ApplyOutcome> {
  return inTransaction(executor, async (tx) => {
    const said = await lockSaid(tx, id);
    const territories = await listTerritoryIdsOf(tx, said.structure);
    if (!canEditStructure(actor, { id: said.structure, territories }))
      throw new Forbidden(
        'Seules les personnes qui répondent de cette fiche, ou qui animent son territoire, l’y reportent.'
      );
    if (said.applied) return { ok: false, reason: 'already' };
    if (!said.ready) return { ok: false, reason: 'not-ready' };
    const fiche = await getStructure(tx, said.slug);
    const input = withSaid(asInput(fiche), said, await findDrawnPerimeter(tx, id));
    const options = { baseVersion: fiche.version };
    const written = await updateStructure(tx, actor, said.structure, input, options);
    if (!written.ok) return { ok: false, reason: 'changed' };
    await confirmAfterChange(tx, actor, said.structure, 'visit', now);
    await tx
      .updateTable('workshop_structure')
      .set({ applied_at: now, applied_by: actorLabel(actor) })
      .where('id', '=', id)
      .execute();
    return { ok: true, slug: said.slug };
  });
}

interface Said {
  readonly structure: StructureId;
  readonly slug: string;
  readonly does: string;
  readonly doesNot: string;
  readonly ready: boolean;
  readonly applied: boolean;
}

async function lockSaid(tx: Tx, id: WorkshopStructureId): Promise<Said> {
  const { rows } = await sql<Said>`
    select o.structure_id as structure, s.slug, o.does, o.does_not as "doesNot",
      o.ready_at is not null as ready, o.applied_at is not null as applied
    from workshop_structure o join structure s on s.id = o.structure_id
    where o.id = ${id} for update of o`.execute(tx);
  if (!rows[0]) throw new NotFound(NO_SUCH_SEAT);
  return rows[0];
}

function withSaid(
  fiche: StructureInput & { slug: string },
  { does, doesNot }: Said,
  perimeter: PerimeterInput | null
): StructureInput {
  return {
    ...fiche,
    ...(perimeter && { perimeter }),
    ...(does && { description: does }),
    ...(doesNot && { limits: doesNot })
  };
}
