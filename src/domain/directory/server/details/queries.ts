import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import type { Structure } from '../../model.ts';
import { withoutTexts } from '../../withheld.ts';

const CHUNK = 2000;

/**
 * Whole fiches, in the order of the ids, in one statement per 2,000; without their free texts where those are
 * withheld.
 */
export async function readStructures(
  db: Executor,
  ids: readonly StructureId[]
): Promise<Structure[]> {
  const stored = await readStoredStructures(db, ids);
  return stored.map((structure) => (structure.textsWithheld ? withoutTexts(structure) : structure));
}

/** Whole fiches, withheld texts included: only to write over them, or for who decides what becomes of them. */
export async function readStoredStructures(
  db: Executor,
  ids: readonly StructureId[]
): Promise<Structure[]> {
  const structures: Structure[] = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    structures.push(...(await readChunk(db, ids.slice(start, start + CHUNK))));
  }
  return structures;
}

type Row = Omit<Structure, 'updatedAt' | 'confirmedAt'> & {
  updatedAt: Date;
  confirmedAt: Date | null;
};

async function readChunk(db: Executor, ids: readonly StructureId[]): Promise<Structure[]> {
  const { rows } = await sql<Row>`
    select s.id, s.slug, s.name, s.acronym, s.type_code as "type", parent.slug as "parent",
      s.lead_body as "leadBody", s.summary, s.description, s.limits, s.hands_over_to as "handsOverTo",
      s.to_prepare as "toPrepare", s.siret, s.finess, s.address, s.address_extra as "addressExtra",
      s.postal_code as "postalCode", s.commune_code as "communeCode", s.phone, s.email, s.mssante,
      s.website, s.opening_hours as "openingHours", s.status, s.fictional, s.sources, s.reliability,
      s.note, s.external_id as "externalId", s.confirmed_at as "confirmedAt",
      s.confirmed_by as "confirmedBy", s.review_every_months as "reviewEveryMonths",
      s.updated_at as "updatedAt", s.version,
      exists (select 1 from withholding w where w.content_kind = 'structure' and w.content_id = s.id::text
        and w.status = 'withheld') as "textsWithheld",
      ${perimeterOf(sql.ref('s.perimeter_id'))} as "perimeter",
      array(select t.slug from structure_territory st join territory t on t.id = st.territory_id
        where st.structure_id = s.id order by t.slug collate "C") as "territories",
      ${services} as "services",
      ${contacts} as "contacts"
    from unnest(${[...ids]}::bigint[]) with ordinality as asked (id, rank)
    join structure s on s.id = asked.id
    left join structure parent on parent.id = s.parent_id
    order by asked.rank`.execute(db);
  return rows.map(({ confirmedAt, ...row }) => ({
    ...row,
    confirmedAt: confirmedAt?.toISOString() ?? null
  }));
}

/** A perimeter as it was written, its zones in a stable order. */
function perimeterOf(id: ReturnType<typeof sql.ref>) {
  const zones = (mode: string) => sql`(
    select coalesce(jsonb_agg(jsonb_build_object('level', z.level, 'code', z.code)
      order by z.level collate "C", z.code collate "C"), '[]')
    from perimeter_zone z where z.perimeter_id = p.id and z.mode = ${mode})`;
  return sql`(select jsonb_build_object('certainty', p.certainty, 'note', p.note,
    'include', ${zones('include')}, 'exclude', ${zones('exclude')})
    from perimeter p where p.id = ${id})`;
}

const services = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', v.id, 'name', v.name, 'description', v.description,
    'themes', array(select theme_code from service_theme x join theme on theme.code = x.theme_code
      where x.service_id = v.id order by theme.position, theme.code collate "C"),
    'audiences', array(select audience_code from service_audience x join audience on audience.code = x.audience_code
      where x.service_id = v.id order by audience.position, audience.code collate "C"),
    'solicitedBy', v.solicited_by, 'solicitedThrough', v.solicited_through, 'delay', v.delay,
    'fees', v.fees, 'feesDetail', v.fees_detail, 'conditions', v.conditions, 'toPrepare', v.to_prepare,
    'limits', v.limits, 'phone', v.phone, 'link', v.link, 'openingHours', v.opening_hours,
    'perimeter', ${perimeterOf(sql.ref('v.perimeter_id'))}) order by v.position, v.id), '[]')
  from service v where v.structure_id = s.id)`;

const contacts = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', c.name, 'role', c.role, 'phone', c.phone, 'email', c.email,
    'visibility', c.visibility, 'consentAt', c.consent_at)
    || case when c.person_id is null then '{}' else jsonb_build_object('person', c.person_id) end
    order by c.position, c.id), '[]')
  from contact c where c.structure_id = s.id)`;
