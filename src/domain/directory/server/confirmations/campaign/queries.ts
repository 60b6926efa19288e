import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import {
  relaunchRefusal,
  type CampaignFigures,
  type CampaignLine,
  type CampaignStatus,
  type ConfirmationAnswer
} from '../../../confirmation.ts';
import type { StructureAction } from '../../../model.ts';
import { qualityOf } from '../../../quality.ts';
import { readStructures } from '../../details/queries.ts';
import { refused } from '../recipients/queries.ts';

export interface CampaignFilter {
  readonly status?: CampaignStatus;
  /** A part of the name. */
  readonly q?: string;
  readonly ids?: readonly StructureId[];
  readonly page: number;
  readonly perPage: number;
}

/** Fiches of a territory's directory, with what is needed to follow their confirmation. */
function campaign(territory: TerritoryId, now: Date) {
  return sql`
    select s.id, s.slug, s.name, s.type_code as "type", s.confirmed_at as "confirmedAt",
      s.review_every_months as "reviewEveryMonths", s.confirmation_paused as "paused",
      open.stage, open.stage_at as "stageAt", reach.referents, reach.own as "ownAddress", reach.action,
      case
        when s.confirmed_at + make_interval(months => s.review_every_months) > ${now} then 'fresh'
        when reach.referents = 0 and not reach.own then 'nobody'
        when open.stage < 3 then 'waiting'
        else 'overdue' end as status
    from structure_territory st
    join structure s on s.id = st.structure_id and s.status = 'active' and s.merged_into is null
    left join confirmation_request open on open.structure_id = s.id and open.answered_at is null
    cross join lateral (select
      (select count(*)::int from affiliation a join person on person.id = a.person_id
        where a.structure_id = s.id and a.referent and a.status = 'active' and person.suspended_at is null
          and not ${refused(sql.ref('person.email'))}) as referents,
      s.email <> '' and not ${refused(sql`lower(s.email)`)} as own,
      (select t.action from structure_type t where t.code = s.type_code) as action) reach
    where st.territory_id = ${territory}`;
}

/** The figures of a territory. One statement. */
export async function countCampaign(
  db: Executor,
  territory: TerritoryId,
  now: Date
): Promise<CampaignFigures> {
  const { rows } = await sql<CampaignFigures>`
    select count(*)::int as total,
      count(*) filter (where status = 'fresh')::int as fresh,
      count(*) filter (where status = 'waiting')::int as waiting,
      count(*) filter (where status = 'overdue')::int as overdue,
      count(*) filter (where status = 'nobody')::int as nobody
    from (${campaign(territory, now)}) as c`.execute(db);
  return rows[0]!;
}

type Row = Omit<CampaignLine, 'quality' | 'lastAnswer'> & {
  action: StructureAction;
  total: number;
};

/** The fiches that answer a filter, those that need somebody first; and how many there are in all. */
export async function listCampaign(
  db: Executor,
  territory: TerritoryId,
  filter: CampaignFilter,
  now: Date
): Promise<{ items: CampaignLine[]; total: number }> {
  const conditions = [
    ...(filter.status ? [sql`status = ${filter.status}`] : []),
    ...(filter.q ? [sql`name ilike ${`%${filter.q.replace(/[%_\\]/g, '\\$&')}%`}`] : []),
    ...(filter.ids ? [sql`id = any(${[...filter.ids]}::bigint[])`] : [])
  ];
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``;
  const { rows } = await sql<Row>`
    select c.*, count(*) over ()::int as total from (${campaign(territory, now)}) as c ${where}
    order by array_position(array['overdue', 'nobody', 'waiting', 'fresh'], status),
      "confirmedAt" nulls first, name, id
    limit ${filter.perPage} offset ${(filter.page - 1) * filter.perPage}`.execute(db);
  const ids = rows.map(({ id }) => id);
  const [structures, answers] = [await readStructures(db, ids), await lastAnswers(db, ids)];
  return {
    items: rows.map(({ action, total: _, ...row }, i) => ({
      ...row,
      lastAnswer: answers.get(row.id) ?? null,
      quality: qualityOf(structures[i]!, action, now)
    })),
    total: rows[0]?.total ?? 0
  };
}

async function lastAnswers(db: Executor, ids: readonly StructureId[]) {
  const { rows } = await sql<{
    id: StructureId;
    answer: ConfirmationAnswer;
    by: string;
    at: Date;
  }>`
    select distinct on (structure_id) structure_id as id, answer, answered_by as by, answered_at as at
    from confirmation_request
    where structure_id = any(${[...ids]}::bigint[]) and answered_at is not null
    order by structure_id, answered_at desc`.execute(db);
  return new Map(rows.map(({ id, ...answer }) => [id, answer]));
}

/** What asking some fiches would do, before it is done. */
export interface CampaignPreview {
  readonly asked: readonly CampaignLine[];
  readonly messages: number;
  /** Left aside, with the reason in French. */
  readonly left: readonly { line: CampaignLine; reason: string }[];
}

/** Fiches an animator asks in one gesture, at most. */
export const MOST_AT_ONCE = 300;

/** What asking these fiches now would send, and to whom; writes nothing. @throws Forbidden */
export async function previewCampaign(
  db: Executor,
  actor: Actor,
  { territory, structures }: { territory: TerritoryId; structures: readonly StructureId[] },
  now: Date
): Promise<CampaignPreview> {
  if (!animates(actor, territory))
    throw new Forbidden('La campagne est suivie par l’équipe d’animation du territoire.');
  const filter = { ids: structures, page: 1, perPage: MOST_AT_ONCE };
  const { items } = await listCampaign(db, territory, filter, now);
  const judged = items.map((line) => ({ line, reason: relaunchRefusal(reachOf(line), now) }));
  const asked = judged.filter(({ reason }) => reason === null).map(({ line }) => line);
  const messages = asked.reduce((sum, line) => sum + reachOf(line).recipients, 0);
  return {
    asked,
    messages,
    left: judged.flatMap(({ line, reason }) => (reason ? [{ line, reason }] : []))
  };
}

function reachOf(line: CampaignLine) {
  const recipients = line.referents > 0 ? line.referents : Number(line.ownAddress);
  return { stageAt: line.stageAt, paused: line.paused, recipients };
}
