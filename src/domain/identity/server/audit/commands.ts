import type { Executor } from '#server/db/connection.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { actorLabel, type Actor } from '../../model.ts';

export interface AuditEntry {
  /** What was done, noun then verb: « structure.update », « people.export ». */
  readonly action: string;
  readonly target?: { readonly kind: string; readonly id: string | number; readonly label: string };
  readonly territory?: TerritoryId | null;
  /** Never a secret, never a text that somebody wrote. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Keeps the trace of what an actor did, in the transaction of what was done. */
export async function recordAudit(
  executor: Executor,
  actor: Actor,
  entry: AuditEntry
): Promise<void> {
  await executor
    .insertInto('audit_entry')
    .values({
      person_id: actor.kind === 'person' ? actor.id : null,
      actor_label: actorLabel(actor),
      action: entry.action,
      target_kind: entry.target?.kind ?? '',
      target_id: String(entry.target?.id ?? ''),
      target_label: entry.target?.label ?? '',
      territory_id: entry.territory ?? null,
      detail: JSON.stringify(entry.detail ?? {})
    })
    .execute();
}

/** What takes the place, in the log, of the name of what goes with nothing else to say. */
const ERASED_LABEL = 'Contenu effacé';

/**
 * What was done to some things stays in the log, under a name that says nothing of what they said: their texts are erased, or
 * they go, in the same transaction.
 * @param targets.kind - as `recordAudit` was told.
 */
export async function renameTargets(
  executor: Executor,
  {
    kind,
    ids,
    label = ERASED_LABEL
  }: {
    readonly kind: string;
    readonly ids: readonly (string | number)[];
    readonly label?: string;
  }
): Promise<void> {
  if (ids.length === 0) return;
  await executor
    .updateTable('audit_entry')
    .set({ target_label: label })
    .where('target_kind', '=', kind)
    .where('target_id', 'in', ids.map(String))
    .execute();
}
