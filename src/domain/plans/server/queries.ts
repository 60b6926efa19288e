import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PlanId, TerritoryId } from '#shared/ids.ts';
import { headingsOf, type HeadingChange } from '../headings.ts';
import type { Plan, PlanPlace, PlanSummary } from '../model.ts';
import { canLeadPlan, canReadPlan } from '../rules.ts';

const NO_SUCH_PLAN = 'Ce plan n’existe pas, ou n’est pas encore publié.';
const NOT_YOURS = 'Ce plan est mené par d’autres personnes.';

type Which = { readonly slug: string } | { readonly id: PlanId };

/** A plan as an actor may read it. @throws NotFound when there is none, or none she may read. */
export async function getPlan(db: Executor, actor: Actor, slug: string): Promise<Plan> {
  const plan = await findPlan(db, { slug });
  if (!plan || !canReadPlan(actor, plan.place)) throw new NotFound(NO_SUCH_PLAN);
  return plan;
}

/**
 * A plan for whoever leads it: commands and pages of management begin with this one.
 * @throws NotFound when she may not read it. @throws Forbidden when she may read it and no more.
 */
export async function getLedPlan(db: Executor, actor: Actor, which: Which): Promise<Plan> {
  const plan = await findPlan(db, which);
  if (!plan || !canReadPlan(actor, plan.place)) throw new NotFound(NO_SUCH_PLAN);
  if (!canLeadPlan(actor, plan.place)) throw new Forbidden(NOT_YOURS);
  return plan;
}

/** A plan whoever asks: for what has already been decided (a sheet that may be read, a job). */
export async function findPlan(db: Executor, which: Which): Promise<Plan | null> {
  const where = 'slug' in which ? sql`p.slug = ${which.slug}` : sql`p.id = ${which.id}`;
  const [head] = await readHeads<Head>(db, sql`${SUMMARY}, ${DETAILS}`, where);
  if (!head) return null;
  const { headingChanges, ...plan } = head;
  return {
    ...plan,
    place: placeOf(plan),
    updatedAt: new Date(plan.updatedAt),
    headings: headingsOf(headingChanges)
  };
}

/** The plans an actor may read, of one territory or of all, those under way first. */
export async function listPlans(
  db: Executor,
  actor: Actor,
  territory?: TerritoryId
): Promise<PlanSummary[]> {
  const where = territory === undefined ? sql`true` : sql`p.territory_id = ${territory}`;
  const heads = await readHeads<Omit<PlanSummary, 'place'>>(db, SUMMARY, where);
  return heads
    .map((head) => ({ ...head, place: placeOf(head) }))
    .filter(({ place }) => canReadPlan(actor, place));
}

type Head = Omit<Plan, 'place' | 'headings'> & { readonly headingChanges: HeadingChange[] };

function placeOf({
  id,
  territory,
  status,
  visibility
}: Pick<PlanSummary, 'id' | 'territory' | 'status' | 'visibility'>): PlanPlace {
  return { id, territory: territory.id, status, visibility };
}

async function readHeads<T>(
  db: Executor,
  columns: RawBuilder<unknown>,
  where: RawBuilder<unknown>
): Promise<T[]> {
  const { rows } = await sql<T>`
    select ${columns} from plan p join territory t on t.id = p.territory_id where ${where}
    order by case p.status when 'active' then 0 when 'draft' then 1 else 2 end,
      p.starts_on desc nulls last, p.id`.execute(db);
  return rows;
}

const SUMMARY = sql`
  p.id, p.slug, p.kind, p.title, p.short_title as "shortTitle", p.summary, p.status, p.visibility,
  p.sheet_word as "sheetWord", p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
  json_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'nameWithDe', t.name_with_de,
    'fictional', t.fictional) as territory,
  (select count(*)::int from action_sheet s where s.plan_id = p.id and s.removed_at is null) as "sheetCount"`;

const DETAILS = sql`
  p.contact, p.updated_at as "updatedAt", p.version,
  coalesce((select json_agg(json_build_object(
      'id', a.id, 'number', a.number, 'title', a.title, 'summary', a.summary,
      'objectives', coalesce((select json_agg(json_build_object(
          'id', o.id, 'number', o.number, 'title', o.title, 'summary', o.summary) order by o.position, o.id)
        from plan_objective o where o.axis_id = a.id), '[]')) order by a.position, a.id)
    from plan_axis a where a.plan_id = p.id), '[]') as axes,
  coalesce((select json_agg(json_build_object(
      'name', g.name, 'quality', g.quality, 'signedOn', g.signed_on,
      'structure', case when s.id is not null then
        json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) end) order by g.position, g.id)
    from plan_signatory g left join structure s on s.id = g.structure_id where g.plan_id = p.id), '[]') as signatories,
  coalesce((select json_agg(json_build_object('key', h.key, 'label', h.label, 'hint', h.hint,
      'hidden', h.hidden, 'position', h.position)) from plan_heading h where h.plan_id = p.id), '[]') as "headingChanges",
  coalesce((select json_agg(y.year order by y.year) from plan_year y where y.plan_id = p.id), '[]') as "closedYears"`;
