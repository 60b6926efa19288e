import { sql } from 'kysely';
import { OPPORTUNITY_LABELS, STAGE_LABELS, type Details } from '#domain/sharing/details.ts';
import { pageOf, type ContributionKind, type ContributionSummary } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import { civilTime, formatDay } from '#shared/dates.ts';
import type { ContributionId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import type { Found } from '../../../../search.ts';
import type { Show } from '../slices/queries.ts';

/** What is shared, of one kind, with the drafts of who looks; an opportunity is over after its last day. */
export function showContributions(kind: ContributionKind): Show {
  return async (db, actor, candidates, { page, size, now }) => {
    const ids = candidates as readonly ContributionId[];
    const today = civilTime(now, 'Europe/Paris').slice(0, 10);
    const isOn = sql<boolean>`(c.status = 'draft' or not exists (select from opportunity o
      where o.contribution_id = c.id and o.expires_on < ${today}::date))`;
    const found = await listContributions(
      db,
      actor,
      { kinds: [kind], ids, also: isOn, drafts: true },
      { page, size },
      sql`array_position(${ids}::bigint[], c.id)`
    );
    return { total: found.total, items: found.items.map(asFound) };
  };
}

function asFound(one: ContributionSummary): Found {
  const by = enumerate(one.carriers.slice(0, 3).map(({ label }) => label)) || one.author?.name;
  return {
    kind: one.kind,
    id: one.id,
    href: pageOf(one),
    title: one.title,
    detail: [stateOf(one), by].filter(Boolean).join(' · '),
    text: one.summary,
    where: one.territory.name,
    fictional: one.territory.fictional,
    isDraft: one.status === 'draft',
    passage: null
  };
}

/** What its kind says first of it. */
function stateOf({ kind, details }: ContributionSummary): string {
  const of = details as Partial<Details['project'] & Details['question'] & Details['opportunity']>;
  if (kind === 'project' && of.stage) return STAGE_LABELS[of.stage];
  if (kind === 'question') return of.resolvedAt ? 'Résolue' : '';
  if (kind === 'opportunity' && of.type && of.expiresOn)
    return `${OPPORTUNITY_LABELS[of.type]}, jusqu’au ${formatDay(of.expiresOn)}`;
  return '';
}
