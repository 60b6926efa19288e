import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { canLeadWaves } from '../../rules.ts';

/** Keeps the trace of the answers of a wave taken away. @throws Forbidden unless the actor animates the territory. */
export async function recordRelationsExport(
  executor: Executor,
  actor: Actor,
  territory: TerritoryId,
  { wave, count }: { readonly wave: number; readonly count: number }
): Promise<void> {
  if (!canLeadWaves(actor, territory))
    throw new Forbidden('Les réponses s’exportent par les personnes qui animent le territoire.');
  await recordAudit(executor, actor, {
    action: 'wave.export',
    target: { kind: 'wave', id: wave, label: `Vague ${wave}` },
    ...{ territory, detail: { count } }
  });
}
