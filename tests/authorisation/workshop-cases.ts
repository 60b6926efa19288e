import { applyToFiche } from '#domain/events/server/workshop/applying/commands.ts';
import {
  deleteCase,
  saveCase,
  setCaseStatus
} from '#domain/events/server/workshop/cases/commands.ts';
import {
  inviteToWorkshop,
  keepPoints,
  removeFromWorkshop,
  renewWorkshopLink,
  setWorkshopStatus,
  settlePoint
} from '#domain/events/server/workshop/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, StructureId, WorkshopCaseId, WorkshopStructureId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS, REFERENTS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

export interface Seated {
  readonly event: EventId;
  readonly seat: WorkshopStructureId;
}

/** An edition with a workshop, and a structure at its table. */
export async function aWorkshop(
  db: Database,
  event: EventId,
  structure: StructureId
): Promise<Seated> {
  await db.insertInto('perimeter_workshop').values({ event_id: event, status: 'open' }).execute();
  const { id } = await db
    .insertInto('workshop_structure')
    .values({ event_id: event, structure_id: structure, does: 'Visites', ready_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, seat: id as WorkshopStructureId };
}

const NOW = new Date('2026-11-22T09:00:00Z');
const NO_CASE = 0 as WorkshopCaseId;
const CASE = { story: 'Qui appeler ?', commune: '', theme: '', audience: '', reread: false };

const server = 'domain/events/server/workshop';
const CALLS: Readonly<
  Record<string, (db: Database, actor: Actor, where: Seated) => Promise<unknown>>
> = {
  [`${server}/commands.ts#setWorkshopStatus`]: (db, actor, { event }) =>
    setWorkshopStatus(db, actor, event, 'closed', NOW),
  [`${server}/commands.ts#renewWorkshopLink`]: (db, actor, { event }) =>
    renewWorkshopLink(db, actor, event),
  [`${server}/commands.ts#inviteToWorkshop`]: (db, actor, { event }) =>
    inviteToWorkshop(db, actor, event, ['cpts-montvermeil']),
  [`${server}/commands.ts#removeFromWorkshop`]: (db, actor, { event, seat }) =>
    removeFromWorkshop(db, actor, event, seat),
  [`${server}/commands.ts#keepPoints`]: (db, actor, { event }) =>
    keepPoints(db, actor, event, { whats: ['La nuit'], reread: false }),
  [`${server}/commands.ts#settlePoint`]: (db, actor, { event }) =>
    settlePoint(db, actor, event, { id: 0, settled: true }, NOW),
  [`${server}/cases/commands.ts#saveCase`]: (db, actor, { event }) =>
    saveCase(db, actor, event, null, CASE),
  [`${server}/cases/commands.ts#setCaseStatus`]: (db, actor, { event }) =>
    setCaseStatus(db, actor, event, NO_CASE, 'asked'),
  [`${server}/cases/commands.ts#deleteCase`]: (db, actor, { event }) =>
    deleteCase(db, actor, event, NO_CASE)
};

/** The workshop is its animators’; what was said is applied by whoever may change the fiche. */
export function ofWorkshops(here: Seated, elsewhere: Seated): CommandCase[] {
  const places = [
    { on: 'here', may: ANIMATORS, apply: REFERENTS, where: here },
    { on: 'elsewhere', may: ADMINISTRATORS, apply: ADMINISTRATORS, where: elsewhere }
  ];
  return places.flatMap(({ on, may, apply, where }) => [
    ...Object.entries(CALLS).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    })),
    {
      ...{ command: `${server}/applying/commands.ts#applyToFiche`, on, may: apply },
      call: (db: Database, actor: Actor) => applyToFiche(db, actor, where.seat, NOW)
    }
  ]);
}
