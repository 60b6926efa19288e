import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import type { ToldNews } from '../../experiences.ts';
import { canRead } from '../../rules.ts';
import { findContribution } from '../queries.ts';

/** The address of an experience that tells a project and that the actor may read; null when there is none. */
export async function findExperienceOf(
  db: Executor,
  actor: Actor,
  project: ContributionId
): Promise<string | null> {
  const { rows } = await sql<{ id: ContributionId }>`
    select c.id from contribution_relation x
    join contribution c on c.id = case when x.a_id = ${project} then x.b_id else x.a_id end
    where ${project} in (x.a_id, x.b_id) and c.kind = 'experience' and c.removed_at is null
    order by c.status desc, c.id limit 5`.execute(db);
  for (const { id } of rows) {
    const found = await findContribution(db, { id });
    if (found && canRead(actor, found.place)) return found.slug;
  }
  return null;
}

/** The dated news of a project that are still read, the oldest first. */
export async function listToldNews(db: Executor, project: ContributionId): Promise<ToldNews[]> {
  const { rows } = await sql<ToldNews>`
    select coalesce(r.happened_on, (r.written_at at time zone 'Europe/Paris')::date)::text as day, r.body
    from reply r where r.contribution_id = ${project} and r.kind = 'news' and r.removed_at is null
      and not exists (select from withholding w where w.content_kind = 'reply' and w.content_id = r.id::text
        and w.status = 'withheld')
    order by 1, r.id`.execute(db);
  return rows;
}
