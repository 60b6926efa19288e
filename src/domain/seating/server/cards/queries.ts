/** What each one holds of a published plan: her card, the lines of her badge, the papers of the tables. */
import { sql } from 'kysely';
import type { Event } from '#domain/events/model.ts';
import { professionLabel } from '#domain/registrations/profession.ts';
import type { Executor } from '#server/db/connection.ts';
import type { EventId, RegistrationId } from '#shared/ids.ts';
import { badgeLine, type Card, type CardRound, type TableMate } from '../../cards.ts';
import type { PlanGuest, TablePlan } from '../../plan.ts';
import { getTablePlan, listPlanGuests } from '../plan/queries.ts';

interface MateRow {
  registration: RegistrationId;
  name: string;
  code: string;
  label: string;
  structure: string;
  isHost: boolean;
  hasOtherProfession: boolean;
  hasOtherStructure: boolean;
  hasMetBefore: boolean;
}

/**
 * The rounds of one person; null without a published plan, or without a place in it. Of the others, only what she may
 * read leaves the database. The caller says that she is this person.
 */
export async function findCard(
  db: Executor,
  event: EventId,
  me: RegistrationId
): Promise<Card | null> {
  const { rows } = await sql<Omit<CardRound, 'mates'> & { mates: MateRow[] }>`
    with before as (${sharedBefore(event, me)})
    select r.number, r.starts_at as "startsAt", r.topic, r.done_at is not null as "isDone",
      s.table_number as table, coalesce(t.name, '') as "tableName", ${hosts(sql`m.id`)} as "isHost",
      (select coalesce(json_agg(json_build_object('registration', o.id, 'code', o.profession_code,
          'name', case when n.named then trim(o.first_name || ' ' || o.last_name) else '' end,
          'label', case when n.named then o.profession_label else '' end,
          'structure', case when n.named then coalesce(os.name, o.structure_label) else '' end,
          'isHost', ${hosts(sql`o.id`)},
          'hasOtherProfession', o.profession_code <> '' and m.profession_code <> ''
            and o.profession_code <> m.profession_code,
          'hasOtherStructure', n.named and coalesce(os.name, o.structure_label) <> ''
            and coalesce(os.name, o.structure_label) <> coalesce(ms.name, m.structure_label),
          'hasMetBefore', n.named and o.id in (select id from before))), '[]')
        from table_plan_seat x
        join registration o on o.id = x.registration_id and o.status = 'confirmed' and o.anonymised_at is null
        left join structure os on os.id = o.structure_id
        cross join lateral (select o.list_consent and coalesce(d.list_shared, false) as named) n
        where x.event_id = s.event_id and x.round_number = s.round_number and x.table_number = s.table_number
          and o.id <> m.id) as mates
    from table_plan p
    join registration m on m.id = ${me} and m.event_id = p.event_id and m.status = 'confirmed'
    join table_plan_seat s on s.event_id = p.event_id and s.registration_id = m.id
    join table_plan_round r on r.event_id = s.event_id and r.number = s.round_number
    left join table_plan_table t on t.event_id = s.event_id and t.number = s.table_number
    left join structure ms on ms.id = m.structure_id
    left join registration_desk d on d.event_id = p.event_id
    where p.event_id = ${event} and p.status = 'published'
    order by r.number`.execute(db);
  const rounds = rows.map((row) => ({ ...row, mates: row.mates.map(mateOf) }));
  return rounds.length > 0 ? { rounds } : null;
}

/** Whether somebody is the host of the table she sits at. */
function hosts(registration: ReturnType<typeof sql>) {
  return sql`exists (select from table_plan_rule h where h.event_id = s.event_id and h.kind = 'host'
    and h.registration_id = ${registration} and h.table_number = s.table_number
    and (h.round_number is null or h.round_number = s.round_number))`;
}

/** Those who shared a table with her, in a round that took place, at an earlier edition of the series. */
function sharedBefore(event: EventId, me: RegistrationId) {
  return sql`
    select again.id from registration m
    join event e on e.id = m.event_id
    join event past on past.series_id = e.series_id and past.id <> e.id and past.starts_at < e.starts_at
    join registration mine on mine.event_id = past.id and (mine.person_id = m.person_id or mine.email = m.email)
    join table_plan_seat s on s.event_id = past.id and s.registration_id = mine.id
    join table_plan_round r on r.event_id = past.id and r.number = s.round_number and r.done_at is not null
    join table_plan_seat o on o.event_id = s.event_id and o.round_number = s.round_number
      and o.table_number = s.table_number and o.registration_id <> s.registration_id
    join registration theirs on theirs.id = o.registration_id
    join registration again on again.event_id = e.id
      and (again.person_id = theirs.person_id or again.email = theirs.email)
    where m.id = ${me} and e.id = ${event}`;
}

function mateOf({ code, label, ...mate }: MateRow): TableMate {
  // Her own words only when she is named; the words of our list otherwise.
  const isNamed = mate.name !== '';
  return { ...mate, profession: isNamed && label ? label : professionLabel(code, '') };
}

/** The tables of each one, as badges say them; nothing until the plan is published. The caller says who may. */
export async function listBadgeTables(
  db: Executor,
  event: EventId,
  registration?: RegistrationId
): Promise<Map<RegistrationId, string[]>> {
  const rows = await db
    .selectFrom('table_plan_seat as s')
    .innerJoin('table_plan as p', 'p.event_id', 's.event_id')
    .select(['s.registration_id', 's.round_number', 's.table_number'])
    .where('s.event_id', '=', event)
    .where('p.status', '=', 'published')
    .$if(registration !== undefined, (query) =>
      query.where('s.registration_id', '=', registration!)
    )
    .orderBy('s.round_number')
    .execute();
  const lines = new Map<RegistrationId, string[]>();
  for (const row of rows) {
    const id = row.registration_id as RegistrationId;
    const line = badgeLine(row.round_number, row.table_number);
    lines.set(id, [...(lines.get(id) ?? []), line]);
  }
  return lines;
}

/** The round that comes, for a screen that everybody sees: no name, no table. Null when none does. */
export async function findComingRound(
  db: Executor,
  event: EventId
): Promise<{ readonly number: number; readonly startsAt: Date | null } | null> {
  const row = await db
    .selectFrom('table_plan_round as r')
    .innerJoin('table_plan as p', 'p.event_id', 'r.event_id')
    .select(['r.number', 'r.starts_at'])
    .where('r.event_id', '=', event)
    .where('p.status', '=', 'published')
    .where('r.done_at', 'is', null)
    .orderBy('r.number')
    .executeTakeFirst();
  return row ? { number: row.number, startsAt: row.starts_at } : null;
}

/** What the papers of the tables are made of: the organiser’s own, drafts included. The caller says who may. */
export async function readTablePapers(
  db: Executor,
  event: Pick<Event, 'id'>
): Promise<{ plan: TablePlan; guests: PlanGuest[] } | null> {
  const plan = await getTablePlan(db, event.id);
  if (!plan || plan.seats.length === 0) return null;
  return { plan, guests: await listPlanGuests(db, event.id) };
}
