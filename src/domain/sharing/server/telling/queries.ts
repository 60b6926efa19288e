/** Experiences as one looks for them: by their words, their form, whether others re-use them. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { normalise } from '#shared/text.ts';
import type { ExperienceForm } from '../../details.ts';
import type { ContributionSummary } from '../../model.ts';
import { countReuses, type ReuseCount } from '../../reuse.ts';
import { listContributions, type ContributionFilter, type Page } from '../queries.ts';
import { listReusesAmong } from '../reuse/queries.ts';

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
  const conditions: RawBuilder<boolean>[] = normalise(words)
    .split(' ')
    .filter(Boolean)
    .slice(0, 12)
    .map((word) => sql<boolean>`${ITS_WORDS} like ${`%${word.replace(/[%_\\]/g, '\\$&')}%`}`);
  if (form)
    conditions.push(
      sql<boolean>`exists (select from experience d where d.contribution_id = c.id and d.form = ${form})`
    );
  if (isReused)
    conditions.push(sql<boolean>`exists (select from experience_reuse r where r.contribution_id = c.id
      and r.status in ('ongoing', 'done'))`);
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

/** What is read of it, without accents, as `normalise` writes words. */
const ITS_WORDS = sql`translate(replace(lower(concat_ws(' ', c.title, c.summary,
  (select string_agg(x.value, ' ') from jsonb_each_text(c.texts) x),
  (select string_agg(x.label, ' ') from contribution_structure x where x.contribution_id = c.id))), 'œ', 'oe'),
  'àâäáãåéèêëíìîïóòôöõúùûüçñ’''-', 'aaaaaaeeeeiiiiooooouuuucn   ')`;
