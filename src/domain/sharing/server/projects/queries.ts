import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { CommuneCode, TerritoryId } from '#shared/ids.ts';
import type { ContributionSummary } from '../../model.ts';
import type { ProjectNeed } from '../../needs.ts';
import type { ProjectFilter } from '../../projects.ts';
import { listNeeds } from '../needs/queries.ts';
import { listContributions, type Page } from '../queries.ts';
import { sayingAll, WRITTEN } from '../words/queries.ts';

/** A project in a list, with what it still looks for. */
export interface ListedProject {
  readonly project: ContributionSummary<'project'>;
  readonly needs: readonly ProjectNeed[];
}

/**
 * The projects an actor may read, narrowed, those under way before those that ended, the latest first.
 * @param territory - the one whose slug the filter gives; null when it gives none.
 */
export async function listProjects(
  db: Executor,
  actor: Actor,
  filter: Omit<ProjectFilter, 'territory'> & { readonly territory: TerritoryId | null },
  page: Page
): Promise<{ projects: ListedProject[]; total: number }> {
  const { items, total } = await listContributions<'project'>(
    db,
    actor,
    {
      kinds: ['project'],
      territory: filter.territory ?? undefined,
      themes: filter.theme ? [filter.theme] : undefined,
      audiences: filter.audience ? [filter.audience] : undefined,
      commune: filter.commune ? (filter.commune as CommuneCode) : undefined,
      also: narrowed(filter)
    },
    page,
    sql`(select d.stage in ('done', 'dropped') from project d where d.contribution_id = c.id),
      c.published_at desc, c.id desc`
  );
  const needs = await listNeeds(
    db,
    items.map(({ id }) => id)
  );
  return {
    total,
    projects: items.map((project) => ({ project, needs: needs.get(project.id) ?? [] }))
  };
}

function narrowed({ stage, need, words }: Pick<ProjectFilter, 'stage' | 'need' | 'words'>) {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`];
  if (stage)
    conditions.push(sql`exists (select from project d
      where d.contribution_id = c.id and d.stage = ${stage})`);
  if (need)
    conditions.push(sql`exists (select from project_need n
      where n.contribution_id = c.id and n.kind = ${need} and n.met_at is null)`);
  const said = sayingAll(WRITTEN, words);
  if (said) conditions.push(said);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}
