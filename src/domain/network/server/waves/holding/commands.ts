/** What every change to a wave begins and ends with. */
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { WaveId } from '#shared/ids.ts';
import type { Wave } from '../../../model.ts';
import { canLeadWaves } from '../../../rules.ts';
import { lockWave } from '../queries.ts';

export const NOT_YOURS = 'Les vagues sont menées par les personnes qui animent le territoire.';

/** A wave, held until the transaction ends. @throws NotFound; Forbidden unless the actor leads its territory. */
export async function holdWave(tx: Tx, actor: Actor, id: WaveId): Promise<Wave> {
  const wave = await lockWave(tx, id);
  if (!wave) throw new NotFound('Cette vague n’existe pas, ou n’est plus là.');
  if (!canLeadWaves(actor, wave.territory)) throw new Forbidden(NOT_YOURS);
  return wave;
}

/** Keeps the trace of what an animator did to a wave: never what a structure said. */
export function traceWave(
  tx: Tx,
  actor: Actor,
  action: `wave.${string}`,
  { id, title, territory }: Pick<Wave, 'id' | 'title' | 'territory'>,
  detail: Readonly<Record<string, unknown>> = {}
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    target: { kind: 'wave', id, label: title },
    territory,
    detail
  });
}
