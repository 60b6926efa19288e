import { sql } from 'kysely';
import { actorLabel, type Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { HistoryKind } from '../../history.ts';
import type { StructureInput } from '../../model.ts';

export interface HistoryEntry {
  readonly id: StructureId;
  /** The version the fiche has from now on. */
  readonly version: number;
  /** The fiche before and after; null for what needs none: a creation, a confirmation. */
  readonly before?: StructureInput | null;
  readonly after?: StructureInput | null;
}

/** Entries written in one statement: whole fiches, several kilobytes each. */
const CHUNK = 1000;

/** Keeps what changed in fiches, in the transaction of the change. */
export async function recordHistory(
  tx: Tx,
  actor: Actor,
  kind: HistoryKind,
  entries: readonly HistoryEntry[]
): Promise<void> {
  const person = actor.kind === 'person' ? actor.id : null;
  for (let start = 0; start < entries.length; start += CHUNK) {
    const rows = entries.slice(start, start + CHUNK);
    await sql`
      insert into structure_history (structure_id, version, person_id, actor_label, kind, before, after)
      select id, version, ${person}::uuid, ${actorLabel(actor)}, ${kind}, nullif(before, 'null'), nullif(after, 'null')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as entry (id bigint, version int, before jsonb, after jsonb)`.execute(tx);
  }
}
