import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { Clock } from '../../figures/computed.ts';
import { waitingOn, type PilotedSheet, type Waiting } from '../../piloting.ts';
import { listFollowedByHand } from '../indicators/queries.ts';
import { PILOT_PERSONS } from '../sheets/columns/queries.ts';

/** What one’s own space says of one’s sheets, without their indicators. @param today - a civil day. */
export async function summariseOwnSheets(
  db: Executor,
  actor: Actor,
  today: string
): Promise<{ readonly sheets: number; readonly lateSteps: number; readonly proposals: number }> {
  const all = (await readOwn(db, actor)).map((sheet) => waitingOn(sheet, [], today));
  return {
    sheets: all.length,
    lateSteps: all.reduce((sum, { lateSteps }) => sum + lateSteps.length, 0),
    proposals: all.reduce((sum, { sheet }) => sum + sheet.proposals, 0)
  };
}

/** What waits on the sheets that somebody pilots, by name or for a structure she answers for, plan by plan. */
export async function listOwnWaiting(db: Executor, actor: Actor, clock: Clock): Promise<Waiting[]> {
  return readWaiting(db, actor, await readOwn(db, actor), clock);
}

async function readOwn(db: Executor, actor: Actor): Promise<PilotedSheet[]> {
  if (actor.kind !== 'person') return [];
  const { id, referentOf } = actor;
  return readPiloted(
    db,
    sql`exists (select from action_sheet_actor x left join structure s on s.id = x.structure_id
      where x.sheet_id = f.id and x.role = 'pilot'
        and ((x.person_id = ${id} and exists (select from membership m where m.person_id = x.person_id
            and m.territory_id = p.territory_id and m.status = 'active' and m.role <> 'reception')) or coalesce(s.merged_into, s.id) = any(${[...referentOf]}::bigint[])))`
  );
}

/** The sheets of plans under way that have pilots: what the reminder goes through. */
export function listPilotedSheets(db: Executor): Promise<PilotedSheet[]> {
  return readPiloted(db, sql`p.status = 'active'`);
}

/** What waits on sheets, of any plans. */
export async function readWaiting(
  db: Executor,
  actor: Actor,
  sheets: readonly PilotedSheet[],
  clock: Clock
): Promise<Waiting[]> {
  const indicators = await listFollowedByHand(db, actor, sheets, clock);
  return sheets.map((sheet) => waitingOn(sheet, indicators, clock.today));
}

async function readPiloted(db: Executor, where: RawBuilder<unknown>): Promise<PilotedSheet[]> {
  const { rows } = await sql<PilotedSheet>`
    select f.id, f.number, f.code, f.slug, f.title, f.status,
      json_build_object('id', p.id, 'slug', p.slug, 'shortTitle', p.short_title, 'sheetWord', p.sheet_word) as plan,
      (select json_build_object(
          'persons', ${PILOT_PERSONS},
          'structures', coalesce(json_agg(json_build_object('id', s.id, 'name', s.name)
            order by x.position) filter (where s.id is not null), '[]'))
        from action_sheet_actor x left join structure o on o.id = x.structure_id
          left join structure s on s.id = coalesce(o.merged_into, o.id)
        where x.sheet_id = f.id and x.role = 'pilot') as pilots,
      coalesce((select json_agg(json_build_object('id', e.id, 'title', e.title, 'dueOn', e.due_on, 'status', e.status,
          'doneOn', e.done_on, 'responsible', e.responsible, 'renewsYearly', e.renews_yearly, 'version', e.version)
          order by e.position, e.id) from action_sheet_step e where e.sheet_id = f.id), '[]') as steps,
      (select count(*)::int from action_sheet_note n where n.sheet_id = f.id and n.kind = 'proposal'
        and n.status = 'open' and not exists (select from withholding w where w.content_kind = 'sheet-note'
          and w.content_id = n.id::text and w.status = 'withheld')) as proposals
    from action_sheet f join plan p on p.id = f.plan_id
    where f.removed_at is null and p.status <> 'closed' and exists (select from action_sheet_actor x
      where x.sheet_id = f.id and x.role = 'pilot' and (x.person_id is not null or x.structure_id is not null))
      and ${where}
    order by p.id, f.position, f.id`.execute(db);
  return rows;
}
