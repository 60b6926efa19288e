/** Experiences as one looks for them: by their words, their form, whether others re-use them. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ExperienceForm } from '../../details.ts';
import type { ContributionSummary } from '../../model.ts';
import { countReuses, type ReuseCount } from '../../reuse.ts';
import { listContributions, type ContributionFilter, type Page } from '../queries.ts';
import { listReusesAmong, reusedFor } from '../reuse/queries.ts';
import { sayingAll, WRITTEN } from '../words/queries.ts';

export interface ExperienceFilter extends Omit<ContributionFilter, 'kinds' | 'also'> {
  /** Words that are all in it, whatever their accents. */
  readonly words?: string;
  readonly form?: ExperienceForm | undefined;
  /** Those that others re-use. */
  readonly isReused?: boolean;
}

export interface ListedExperience {
  readonly item: ContributionSummary<'experience'>;
  readonly reuses: ReuseCount;
}

/** Experiences that an actor may read, the latest first, with who re-uses them counted: three statements. */
export async function listExperiences(
  db: Executor,
  actor: Actor,
  { words = '', form, isReused = false, ...filter }: ExperienceFilter,
  page: Page
): Promise<{ items: ListedExperience[]; total: number }> {
  const said = sayingAll(ITS_WORDS, words);
  const conditions: RawBuilder<boolean>[] = said ? [said] : [];
  if (form)
    conditions.push(
      sql<boolean>`exists (select from experience d where d.contribution_id = c.id and d.form = ${form})`
    );
  if (isReused) conditions.push(reusedFor(actor));
  const also =
    conditions.length > 0 ? sql<boolean>`${sql.join(conditions, sql` and `)}` : undefined;
  const { items, total } = await listContributions(
    db,
    actor,
    { ...filter, kinds: ['experience'] as const, ...(also && { also }) },
    page
  );
  const reuses = await listReusesAmong(
    db,
    actor,
    items.map(({ id }) => id)
  );
  return {
    total,
    items: items.map((item) => ({ item, reuses: countReuses(reuses.get(item.id) ?? []) }))
  };
}

const ITS_WORDS = sql`concat_ws(' ', ${WRITTEN},
  (select string_agg(x.label, ' ') from contribution_structure x where x.contribution_id = c.id))`;
