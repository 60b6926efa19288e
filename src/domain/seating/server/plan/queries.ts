/** The plan of an edition, and who is to sit. Callers decide who may read it: it holds who asked for an easy access. */
import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, ProgrammeSessionId } from '#shared/ids.ts';
import type { PlanGuest, PlanRound, PlanRule, PlanSeat, PlanTable, TablePlan } from '../../plan.ts';

interface Row {
  event: EventId;
  session: ProgrammeSessionId | null;
  most: number;
  status: TablePlan['status'];
  publishedAt: Date | null;
  version: number;
  unknown: boolean;
  profession: boolean;
  structure: boolean;
  rounds: { number: number; startsAt: string | null; topic: string; doneAt: string | null }[];
  tables: PlanTable[];
  rules: RuleRow[];
  seats: [round: number, registration: number, table: number, pinned: boolean][];
}

/** The plan of an edition, whole; null when there is none. The caller says who may read it. */
export async function getTablePlan(db: Executor, event: EventId): Promise<TablePlan | null> {
  const { rows } = await sql<Row>`
    select p.event_id as event, p.session_id as session, p.most, p.status, p.published_at as "publishedAt", p.version,
      p.weigh_unknown as unknown, p.weigh_profession as profession, p.weigh_structure as structure,
      (select coalesce(json_agg(json_build_object('number', number, 'startsAt', starts_at, 'topic', topic,
          'doneAt', done_at) order by number), '[]')
        from table_plan_round where event_id = p.event_id) as rounds,
      (select coalesce(json_agg(json_build_object('number', number, 'name', name, 'seats', seats,
          'accessible', accessible) order by number), '[]')
        from table_plan_table where event_id = p.event_id) as tables,
      ${RULES} as rules,
      (select coalesce(json_agg(json_build_array(round_number, registration_id, table_number, pinned)
          order by round_number, table_number, registration_id), '[]')
        from table_plan_seat where event_id = p.event_id) as seats
    from table_plan p where p.event_id = ${event}`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { unknown, profession, structure, ...rest } = row;
  return {
    ...rest,
    weights: { unknown, profession, structure },
    rounds: row.rounds.map(roundOf),
    rules: row.rules.map((rule) => ruleOf(rule)),
    seats: row.seats.map(seatOf)
  };
}

/** A rule with the number by which it is taken away. */
export type ListedRule = PlanRule & { readonly id: number };

/** What the plan must respect, in the order in which it was said. The caller says who may read it. */
export async function listPlanRules(db: Executor, event: EventId): Promise<ListedRule[]> {
  const { rows } = await sql<{ rules: RuleRow[] }>`
    select ${RULES} as rules from table_plan p where p.event_id = ${event}`.execute(db);
  return (rows[0]?.rules ?? []).map((rule) => ({ ...ruleOf(rule), id: rule.id }));
}

/** Confirmed, and of the moment of the programme that the plan serves when it is one that people choose. */
const IS_GUEST = sql`r.status = 'confirmed' and r.anonymised_at is null
      and not exists (
        select from table_plan t join programme_session s on s.id = t.session_id and s.chosen
        where t.event_id = r.event_id and not exists (
          select from session_choice c
          where c.session_id = s.id and c.registration_id = r.id and c.status = 'confirmed'))`;

const GUEST = sql`r.id as registration, trim(r.first_name || ' ' || r.last_name) as name,
      r.profession_code as "professionCode", r.profession_label as "professionLabel", s.id as structure,
      coalesce(s.name, r.structure_label) as "structureLabel", coalesce(n.access, '') <> '' as "needsAccess"`;

/**
 * Who is to sit: the confirmed registrations of the edition, by number; those who chose its moment, when one chooses it.
 * Whether they asked for an easy access is for the organiser alone: the caller says who may read it.
 */
export async function listPlanGuests(db: Executor, event: EventId): Promise<PlanGuest[]> {
  const { rows } = await sql<PlanGuest>`
    select ${GUEST} from registration r
    left join structure s on s.id = r.structure_id
    left join registration_need n on n.registration_id = r.id
    where r.event_id = ${event} and ${IS_GUEST} order by r.id`.execute(db);
  return rows;
}

/** Who has a seat or is named by a rule, and is not to sit any more: cancelled since. The caller says who may read it. */
export async function listGoneGuests(db: Executor, event: EventId): Promise<PlanGuest[]> {
  const { rows } = await sql<PlanGuest>`
    select ${GUEST} from registration r
    left join structure s on s.id = r.structure_id
    left join registration_need n on n.registration_id = r.id
    where r.event_id = ${event} and not (${IS_GUEST})
      and (exists (select from table_plan_seat where registration_id = r.id)
        or exists (select from table_plan_rule where r.id in (registration_id, other_id)))
    order by r.id`.execute(db);
  return rows;
}

interface RuleRow {
  id: number;
  kind: PlanRule['kind'];
  registration: number;
  other: number | null;
  table: number | null;
  round: number | null;
}

const RULES = sql`(select coalesce(json_agg(json_build_object('id', id, 'kind', kind,
          'registration', registration_id, 'other', other_id, 'table', table_number, 'round', round_number)
          order by id), '[]')
        from table_plan_rule where event_id = p.event_id)`;

function roundOf({ number, startsAt, topic, doneAt }: Row['rounds'][number]): PlanRound {
  const instant = (text: string | null) => (text ? new Date(text) : null);
  return { number, topic, startsAt: instant(startsAt), doneAt: instant(doneAt) };
}

/** The table promises which columns go with which kind. */
function ruleOf({ kind, registration, other, table, round }: RuleRow): PlanRule {
  if (kind === 'host') return { kind, registration, table, round } as PlanRule;
  if (kind === 'absent') return { kind, registration, round } as PlanRule;
  return { kind, registration, other } as PlanRule;
}

function seatOf([round, registration, table, pinned]: Row['seats'][number]): PlanSeat {
  return { round, registration, table, pinned } as PlanSeat;
}
