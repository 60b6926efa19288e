import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { readRowToken, writeRowToken } from '#server/row-token.ts';
import type { StructureId, WaveId, WaveStructureId } from '#shared/ids.ts';

/** What the tokens of these links are for. */
const PURPOSE = 'wave';

export const NO_SUCH_LINK =
  'Ce lien n’est pas complet, ou ne sert plus. Ouvrez de nouveau le dernier message reçu, ou demandez un lien à la personne qui anime votre territoire.';

/** The path where a structure answers a wave: nothing secret is kept. */
export function waveLink(id: WaveStructureId, version: number): string {
  return `/interconnaissance/${writeRowToken(PURPOSE, id, version)}`;
}

/** Who answers: a structure in a wave. */
export interface Asked {
  readonly id: WaveStructureId;
  readonly wave: WaveId;
  /** The one it is today, when it was merged since. */
  readonly structure: StructureId;
}

/** Null when it is no link of ours, or serves no more. */
export async function findAskedByLink(db: Executor, token: string): Promise<Asked | null> {
  const read = readRowToken<WaveStructureId>(PURPOSE, token);
  if (!read) return null;
  const { rows } = await sql<Asked & { version: number }>`
    select ws.id, ws.wave_id as wave, coalesce(s.merged_into, s.id) as structure, ws.link_version as version
    from wave_structure ws join structure s on s.id = ws.structure_id where ws.id = ${read.id}`.execute(
    db
  );
  const [row] = rows;
  if (!row || !read.isOf(row.version)) return null;
  return { id: row.id, wave: row.wave, structure: row.structure };
}

/** Null when the wave does not ask this structure. */
export async function findAsked(
  db: Executor,
  wave: WaveId,
  structure: StructureId
): Promise<Asked | null> {
  const { rows } = await sql<Asked>`
    select ws.id, ws.wave_id as wave, coalesce(s.merged_into, s.id) as structure
    from wave_structure ws join structure s on s.id = ws.structure_id
    where ws.wave_id = ${wave} and ${structure} in (s.id, s.merged_into) order by s.merged_into nulls first limit 1`.execute(
    db
  );
  return rows[0] ?? null;
}
