/** What is read of a contribution, in SQL: `c` is the contribution, `t` its territory. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { runsInstance } from '#domain/identity/rules.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { DETAIL_COLUMNS } from '../../details.ts';
import { CONTRIBUTION_KINDS, type ContributionKind } from '../../model.ts';

export const TABLES = sql`contribution c join territory t on t.id = c.territory_id
  left join person author on author.id = c.author_id`;

/** Whether somebody says that it speaks of a person, and nobody has decided yet. */
export const HIDDEN = sql<boolean>`exists (select from withholding w where w.content_kind = 'contribution'
  and w.content_id = c.id::text and w.status = 'withheld')`;

/** An opportunity whose last day has passed. */
const IS_OVER = sql<boolean>`c.kind = 'opportunity' and exists (select from opportunity o
  where o.contribution_id = c.id and o.expires_on < (now() at time zone 'Europe/Paris')::date)`;

/** What lists show to an actor: published, neither taken off nor hidden nor over; `canRead` says the same of one. */
export function listedFor(actor: Actor): RawBuilder<boolean> {
  const listed = sql<boolean>`c.status = 'published' and c.removed_at is null and not ${HIDDEN}
    and not (${IS_OVER})`;
  if (runsInstance(actor)) return listed;
  return sql<boolean>`${listed} and (c.visibility = 'public' or c.territory_id = any(${networksOf(actor)}::bigint[]))`;
}

/** The drafts that an actor writes, or was asked to review: `canRead` says the same of one. */
export function draftsOf(actor: Actor): RawBuilder<boolean> {
  if (actor.kind !== 'person') return sql<boolean>`false`;
  const territories = networksOf(actor);
  const isInNetwork = runsInstance(actor)
    ? sql`true`
    : sql`c.territory_id = any(${territories}::bigint[])`;
  return sql<boolean>`(c.status = 'draft' and c.removed_at is null and not ${HIDDEN} and ${isInNetwork} and (
    c.author_id = ${actor.id}
    or exists (select from contribution_person x where x.contribution_id = c.id and x.person_id = ${actor.id})
    or exists (select from contribution_structure x join structure s on s.id = x.structure_id
      where x.contribution_id = c.id and x.role = 'carrier'
        and coalesce(s.merged_into, s.id) = any(${[...actor.referentOf]}::bigint[]))))`;
}

/** Whether an actor is of the network of `c`: the same as `isMemberOf`. */
export function inNetworkOf(actor: Actor): RawBuilder<boolean> {
  if (runsInstance(actor)) return sql<boolean>`true`;
  return sql<boolean>`c.territory_id = any(${networksOf(actor)}::bigint[])`;
}

function networksOf(actor: Actor): TerritoryId[] {
  if (actor.kind !== 'person') return [];
  return actor.memberships
    .filter(({ role }) => role !== 'reception')
    .map(({ territory }) => territory);
}

const structures = (role: 'carrier' | 'partner') => sql`
  coalesce((select json_agg(json_build_object('label', x.label, 'structure', case when s.id is not null then
      json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end) order by x.position, x.id)
    from contribution_structure x
    left join structure o on o.id = x.structure_id left join structure s on s.id = coalesce(o.merged_into, o.id)
    where x.contribution_id = c.id and x.role = ${sql.lit(role)}), '[]')`;

/** Its author and those who write it with her. */
const WRITERS = sql`
  coalesce((select json_agg(p.id) from person p where p.id = c.author_id or exists (
    select from contribution_person x where x.contribution_id = c.id and x.person_id = p.id and x.role = 'writer')), '[]')`;
const REVIEWERS = sql`
  coalesce((select json_agg(x.person_id) from contribution_person x
    where x.contribution_id = c.id and x.role = 'reviewer'), '[]')`;

const details = (kind: ContributionKind) => {
  const fields = Object.entries(DETAIL_COLUMNS[kind]).map(
    ([field, column]) => sql`${sql.lit(field)}, d.${sql.ref(column)}`
  );
  return sql`when ${sql.lit(kind)} then (select json_build_object(${sql.join(fields)})
    from ${sql.table(kind)} d where d.contribution_id = c.id)`;
};

/**
 * Since when everybody reads the page of `c`, when they do: what was said among members stays among them when it is opened
 * afterwards.
 */
export const OPEN_SINCE = sql`coalesce((select max(x.until) from (
    select v.document->>'visibility' as visibility,
      coalesce(lead(v.written_at) over (order by v.version), 'infinity') as until
    from contribution_version v where v.contribution_id = c.id) x
  where x.visibility = 'members'), '-infinity')`;

/** What is said under `c` and read: its members, unless narrowed. */
function countReplies(among: RawBuilder<unknown> = sql``): RawBuilder<number> {
  return sql<number>`(select count(*)::int from reply r where r.contribution_id = c.id and r.removed_at is null
    and r.kind <> 'review' and not exists (select from withholding w where w.content_kind = 'reply'
      and w.content_id = r.id::text and w.status = 'withheld') ${among})`;
}

export const SUMMARY = sql`
  c.id, c.kind, c.slug, c.title, c.summary, c.status, c.visibility, c.published_at as "publishedAt",
  c.updated_at as "updatedAt", c.removed_at as "removedAt", ${HIDDEN} as hidden,
  json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de,
    'fictional', t.fictional) as territory,
  coalesce((select json_agg(json_build_object('code', m.code, 'name', m.name) order by m.name)
    from contribution_theme x join theme m on m.code = x.theme where x.contribution_id = c.id), '[]') as themes,
  coalesce((select json_agg(json_build_object('code', m.code, 'name', m.name) order by m.name)
    from contribution_audience x join audience m on m.code = x.audience
    where x.contribution_id = c.id), '[]') as audiences,
  ${structures('carrier')} as carriers, ${WRITERS} as "writerIds", ${REVIEWERS} as "reviewerIds",
  case when author.id is not null then json_build_object('id', author.id, 'name', author.name) end as author,
  ${countReplies()} as "replyCount",
  case when c.visibility = 'public' then ${countReplies(sql`and r.written_at >= ${OPEN_SINCE}`)} else 0 end
    as "openReplyCount",
  case c.kind ${sql.join(CONTRIBUTION_KINDS.map(details), sql` `)} end as details`;

export const WHOLE = sql`${SUMMARY}, c.texts, c.created_at as "createdAt", c.removal_reason as "removalReason",
  c.version, c.perimeter_id as perimeter, ${structures('partner')} as partners,
  coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by x.created_at, p.id)
    from contribution_person x join person p on p.id = x.person_id
    where x.contribution_id = c.id and x.role = 'writer'), '[]') as writers,
  coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'approvedAt', x.approved_at)
      order by x.created_at, p.id)
    from contribution_person x join person p on p.id = x.person_id
    where x.contribution_id = c.id and x.role = 'reviewer'), '[]') as reviewers,
  coalesce((select json_agg(json_build_object('id', x.event_id) order by x.event_id) from contribution_event x
    where x.contribution_id = c.id), '[]') as events,
  coalesce((select json_agg(case when x.a_id = c.id then x.b_id else x.a_id end)
    from contribution_relation x where c.id in (x.a_id, x.b_id)), '[]') as related,
  case when c.perimeter_id is not null then json_build_object(
    'include', coalesce((select json_agg(json_build_object('level', z.level, 'code', z.code) order by z.level, z.code)
      from perimeter_zone z where z.perimeter_id = c.perimeter_id and z.mode = 'include'), '[]'),
    'exclude', coalesce((select json_agg(json_build_object('level', z.level, 'code', z.code) order by z.level, z.code)
      from perimeter_zone z where z.perimeter_id = c.perimeter_id and z.mode = 'exclude'), '[]')) end as "where"`;
