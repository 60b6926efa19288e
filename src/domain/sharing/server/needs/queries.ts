import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { ProjectNeed } from '../../needs.ts';

/** What some projects look for and have found, in their order, by project. The caller has decided who may read them. */
export async function listNeeds(
  db: Executor,
  projects: readonly ContributionId[]
): Promise<Map<ContributionId, ProjectNeed[]>> {
  const needs = new Map<ContributionId, ProjectNeed[]>();
  if (projects.length === 0) return needs;
  const { rows } = await sql<ProjectNeed & { project: ContributionId }>`
    select contribution_id as project, id, kind, text, met_at as "metAt" from project_need
    where contribution_id = any(${projects}::bigint[]) order by position, id`.execute(db);
  for (const { project, ...need } of rows)
    needs.set(project, [...(needs.get(project) ?? []), need]);
  return needs;
}
