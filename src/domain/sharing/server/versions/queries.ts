import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { Content } from '../../content.ts';

export interface KeptVersion {
  readonly version: number;
  readonly writtenAt: Date;
  /** Null when her account is gone. */
  readonly writtenBy: string | null;
  /** « texte », « qui porte ». */
  readonly change: string;
}

/** What a contribution was at a version; null when it is not kept. The caller has decided who may read it. */
export async function findVersion(
  db: Executor,
  id: ContributionId,
  version: number
): Promise<Content | null> {
  const row = await db
    .selectFrom('contribution_version')
    .select('document')
    .where('contribution_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? (row.document as Content) : null;
}

/** The history of a contribution, the last first. The caller has decided who may read it. */
export async function listVersions(db: Executor, id: ContributionId): Promise<KeptVersion[]> {
  const { rows } = await sql<KeptVersion>`
    select v.version, v.written_at as "writtenAt", p.name as "writtenBy", v.change
    from contribution_version v left join person p on p.id = v.person_id
    where v.contribution_id = ${id} order by v.version desc`.execute(db);
  return rows;
}
