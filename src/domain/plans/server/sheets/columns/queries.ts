/** What is read of a sheet, in SQL: `f` is the sheet, `p` its plan, `a` its axis, `o` its objective. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';

export const TABLES = sql`action_sheet f join plan p on p.id = f.plan_id
  left join plan_axis a on a.id = f.axis_id left join plan_objective o on o.id = f.objective_id`;

const STRUCTURE = sql`case when s.id is not null then
  json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end`;

const actors = (role: 'pilot' | 'partner') => sql`
  coalesce((select json_agg(json_build_object('label', x.label, 'structure', ${STRUCTURE},
      'person', case when h.id is not null then json_build_object('id', h.id, 'name', h.name) end)
      order by x.position, x.id)
    from action_sheet_actor x left join structure s on s.id = x.structure_id left join person h on h.id = x.person_id
    where x.sheet_id = f.id and x.role = ${sql.lit(role)}), '[]')`;

/** Structures that pilot; of one that was merged into another, the other: who answers for it pilots. */
export const PILOT_STRUCTURES = sql`
  coalesce((select json_agg(coalesce(s.merged_into, s.id)) from action_sheet_actor x join structure s on s.id = x.structure_id
    where x.sheet_id = f.id and x.role = 'pilot'), '[]')`;

/** Whether an actor pilots a sheet `f` by a structure she answers for: `isPilotOf`, whatever her networks. */
export function isPilotedBy(actor: Actor): RawBuilder<boolean> {
  if (actor.kind !== 'person' || actor.referentOf.length === 0) return sql<boolean>`false`;
  return sql<boolean>`exists (select from action_sheet_actor x join structure s on s.id = x.structure_id
    where x.sheet_id = f.id and x.role = 'pilot'
      and coalesce(s.merged_into, s.id) = any(${[...actor.referentOf]}::bigint[]))`;
}

/** Persons who pilot: who has left the network does no more, though the sheet still says the name. */
export const PILOT_PERSONS = sql`
  coalesce((select json_agg(x.person_id) from action_sheet_actor x
    join plan w on w.id = f.plan_id
    join membership m on m.person_id = x.person_id and m.territory_id = w.territory_id
      and m.status = 'active' and m.role <> 'reception'
    where x.sheet_id = f.id and x.role = 'pilot'), '[]')`;

export const SUMMARY = sql`
  f.id, f.number, f.code, f.slug, f.title, f.axis_id as axis, f.objective_id as objective, f.status, f.priority,
  f.starts_on::text as "startsOn", f.ends_on::text as "endsOn", f.renews_yearly as "renewsYearly", f.visibility,
  f.perimeter_id as perimeter, f.updated_at as "updatedAt", f.version,
  json_build_object('id', p.id, 'territory', p.territory_id, 'status', p.status,
    'visibility', p.visibility) as "planPlace",
  ${PILOT_STRUCTURES} as "pilotStructures", ${PILOT_PERSONS} as "pilotPersons",
  ${actors('pilot')} as pilots, ${actors('partner')} as partners,
  coalesce((select json_agg(m.theme order by m.theme) from action_sheet_theme m where m.sheet_id = f.id), '[]') as themes,
  coalesce((select json_agg(json_build_object('id', e.id, 'title', e.title, 'dueOn', e.due_on, 'status', e.status,
      'doneOn', e.done_on, 'responsible', e.responsible, 'renewsYearly', e.renews_yearly, 'version', e.version)
      order by e.position, e.id) from action_sheet_step e where e.sheet_id = f.id), '[]') as steps,
  coalesce((select json_agg(json_build_object('funder', m.funder, 'structure', ${STRUCTURE}, 'year', m.year,
      'planned', m.planned, 'actual', m.actual, 'note', m.note, 'renewsYearly', m.renews_yearly)
      order by m.position, m.id)
    from action_sheet_funding m left join structure s on s.id = m.structure_id where m.sheet_id = f.id), '[]') as funding`;

const RESOURCES = sql`
  coalesce((select json_agg(json_build_object('planLabel', r.plan_label, 'part', r.part, 'action', r.action,
      'acronym', r.acronym,
      'targetPlan', case when tp.id is not null then
        json_build_object('id', tp.id, 'slug', tp.slug, 'title', tp.title) end,
      'targetSheet', case when ts.id is not null then
        json_build_object('id', ts.id, 'planSlug', sp.slug, 'slug', ts.slug, 'title', ts.title) end)
      order by r.position, r.id)
    from action_sheet_reference r left join plan tp on tp.id = r.target_plan_id
      left join action_sheet ts on ts.id = r.target_sheet_id and ts.removed_at is null
      left join plan sp on sp.id = ts.plan_id
    where r.sheet_id = f.id), '[]') as resources`;

const LINKS = sql`
  coalesce((select json_agg(case when l.contribution_id is not null
      then json_build_object('kind', 'contribution', 'id', l.contribution_id, 'nature', l.kind, 'title', '')
      else case l.kind when 'event' then json_build_object('kind', l.kind, 'id', v.id, 'slug', v.slug, 'title', v.title)
      when 'series' then json_build_object('kind', l.kind, 'id', z.id, 'slug', z.slug, 'title', z.title)
      when 'structure' then json_build_object('kind', l.kind, 'structure', ${STRUCTURE})
      else json_build_object('kind', l.kind, 'title', l.title, 'url', l.url) end end order by l.position, l.id)
    from action_sheet_link l left join event v on v.id = l.event_id left join event_series z on z.id = l.series_id
      left join structure s on s.id = l.structure_id
    where l.sheet_id = f.id), '[]') as links`;

export const WHOLE = sql`${SUMMARY}, f.texts, f.remainder, ${RESOURCES}, ${LINKS},
  exists (select from withholding w where w.content_kind = 'action-sheet'
    and w.content_id = f.id::text and w.status = 'withheld') as "textsHidden"`;
