import { sql } from 'kysely';
import type { PersonActor } from '#domain/identity/model.ts';
import type { PlanSummary } from '#domain/plans/model.ts';
import { listCommittees } from '#domain/plans/server/committees/queries.ts';
import { listPlans } from '#domain/plans/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PlanId, StructureId, TerritoryId } from '#shared/ids.ts';
import type { Word } from '#domain/sharing/model.ts';
import { whyOf, type Interests, type NewsItem, type Subject } from '../../../news.ts';
import { readReaches } from '../../interests/queries.ts';
import { territoriesOf, type Span } from '../subjects/queries.ts';

/** Of a directory filled at once by an import, only the beginning is told. */
const MOST_STRUCTURES = 5;

interface FoundStructure {
  readonly id: StructureId;
  readonly slug: string;
  readonly name: string;
  readonly type: string;
  readonly at: Date;
  readonly isNew: boolean;
  readonly territory: { readonly id: TerritoryId; readonly slug: string; readonly name: string };
  readonly themes: readonly Word[];
}

/** Structures that joined the directory where she works, and fiches she follows that were changed. */
export async function listStructureNews(
  db: Executor,
  interests: Interests,
  span: Span
): Promise<NewsItem[]> {
  const found = await findStructures(db, interests, span);
  const reaches = await readReaches(
    db,
    interests,
    found.map(({ id }) => id)
  );
  const news = found.flatMap((one): NewsItem[] => {
    const subject: Subject = {
      self: { target: 'structure', key: String(one.id) },
      ...{ territory: one.territory.id, structures: [one], themes: one.themes },
      ground: reaches.get(one.id) ?? { kind: 'part', count: 0, names: [] }
    };
    const reason = whyOf(subject, interests);
    // A new fiche of her own structure is not news for her.
    if (!reason || reason.kind === 'structure') return [];
    const { slug, name, type, at, territory, isNew } = one;
    const text = isNew ? `${type} · nouvelle fiche de l’annuaire` : 'Sa fiche a été mise à jour.';
    const href = `/annuaire/${slug}`;
    return [
      {
        key: `structure:${one.id}`,
        kind: 'structure',
        title: name,
        text,
        href,
        at,
        territory,
        reason
      }
    ];
  });
  return news.slice(0, MOST_STRUCTURES);
}

async function findStructures(
  db: Executor,
  interests: Interests,
  { since, until }: Span
): Promise<FoundStructure[]> {
  const followed = interests.follows
    .filter(({ target, muted }) => target === 'structure' && !muted)
    .map(({ key }) => Number(key));
  const { rows } = await sql<FoundStructure>`
    select s.id, s.slug, s.name, y.name as type, s.created_at > ${since} as "isNew",
      greatest(s.created_at, (select max(h.at) from structure_history h
        where h.structure_id = s.id and h.at <= ${until})) as at,
      json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as territory,
      coalesce((select json_agg(json_build_object('code', m.code, 'name', m.name) order by m.name) from theme m
        where exists (select from structure_offer o where o.structure_id = s.id and m.code = any(o.themes))), '[]') as themes
    from structure s
    join structure_type y on y.code = s.type_code
    join lateral (select t.id, t.slug, t.name from structure_territory st join territory t on t.id = st.territory_id
      where st.structure_id = s.id
      order by not t.id = any(${interests.territories}::bigint[]), t.id limit 1) t on true
    where s.status = 'active' and s.merged_into is null and (
      (s.created_at > ${since} and s.created_at <= ${until} and t.id = any(${territoriesOf(interests)}::bigint[]))
      or (s.id = any(${followed}::bigint[]) and exists (select from structure_history h where h.structure_id = s.id
        and h.kind in ('updated', 'suggested', 'imported') and h.at > ${since} and h.at <= ${until})))
    order by s.created_at desc, s.id desc limit 40`.execute(db);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** What was decided of plans she reads: each committee that froze one. */
export async function listCommitteeNews(
  db: Executor,
  actor: PersonActor,
  interests: Interests,
  { since, until }: Span
): Promise<NewsItem[]> {
  const { rows } = await sql<{ plan: PlanId }>`
    select distinct plan_id as plan from plan_committee
    where frozen_at > ${since} and frozen_at <= ${until}`.execute(db);
  if (rows.length === 0) return [];
  const moved = new Set(rows.map(({ plan }) => plan));
  const plans = (await listPlans(db, actor)).filter(({ place }) => moved.has(place.id));
  const news = await Promise.all(
    plans.map(async (plan) => {
      const reason = whyOf(planSubject(plan), interests);
      if (!reason) return [];
      const committees = await listCommittees(db, actor, { id: plan.place.id, place: plan.place });
      return committees
        .filter(({ frozenAt }) => frozenAt > since && frozenAt <= until)
        .map((one): NewsItem => ({
          ...{ key: `committee:${one.id}`, kind: 'committee', title: plan.title, reason },
          text: `Comité «\u00a0${one.title}\u00a0»\u00a0: l’état du plan y a été arrêté.`,
          ...{ href: `/plans/${plan.slug}/comites/${one.id}`, at: one.frozenAt },
          territory: plan.territory
        }));
    })
  );
  return news.flat();
}

function planSubject({ place }: PlanSummary): Subject {
  return {
    self: { target: 'plan', key: String(place.id) },
    ...{ territory: place.territory, structures: [], themes: [], ground: { kind: 'whole' } }
  };
}
