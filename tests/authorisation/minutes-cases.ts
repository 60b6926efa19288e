import type { Actor } from '#domain/identity/model.ts';
import { saveNext, saveSummary } from '#domain/minutes/server/commands.ts';
import {
  arrangeFollowUp,
  saveFollowUp,
  settleFollowUp
} from '#domain/minutes/server/follow-ups/commands.ts';
import { arrangeItem, saveItem } from '#domain/minutes/server/items/commands.ts';
import {
  publishMinutes,
  reopenMinutes,
  validateMinutes
} from '#domain/minutes/server/publication/commands.ts';
import { takeUpPoints } from '#domain/minutes/server/points/commands.ts';
import { sendMinutes } from '#domain/minutes/server/sending/commands.ts';
import type { Database } from '#server/db/connection.ts';
import type { EventId, FollowUpId, MinutesItemId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

/** An edition with validated minutes that give something to do to a name. */
export interface Minuted {
  readonly event: EventId;
  readonly followUp: FollowUpId;
}

export async function aMinutedEvent(db: Database, event: EventId): Promise<Minuted> {
  await db
    .insertInto('minutes')
    .values({ event_id: event, status: 'validated', validated_at: new Date(), summary: 'Vu.' })
    .execute();
  const { id } = await db
    .insertInto('follow_up')
    .values({ event_id: event, what: 'Écrire', who_label: 'La mairie' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { event, followUp: id as FollowUpId };
}

const now = new Date('2026-11-22T09:00:00Z');
const NOBODY = { person: null, structure: '', who: '', due: null };

type Call = (db: Database, actor: Actor, where: Minuted) => Promise<unknown>;
const server = 'domain/minutes/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#saveSummary`]: (db, actor, { event }) =>
    saveSummary(db, actor, event, { summary: 'Vu.', stamp: '' }),
  [`${server}/commands.ts#saveNext`]: (db, actor, { event }) =>
    saveNext(db, actor, event, { words: 'Au printemps', event: null, stamp: '' }),
  [`${server}/items/commands.ts#saveItem`]: (db, actor, { event }) => {
    const input = { kind: 'point', title: 'Un point', body: '' } as const;
    return saveItem(db, actor, event, { item: null, version: 0, input });
  },
  [`${server}/items/commands.ts#arrangeItem`]: (db, actor, { event }) =>
    arrangeItem(db, actor, event, { item: 1 as MinutesItemId, gesture: 'up' }),
  [`${server}/follow-ups/commands.ts#saveFollowUp`]: (db, actor, { event }) => {
    const input = { ...NOBODY, what: 'Écrire' };
    return saveFollowUp(db, actor, event, { followUp: null, version: 0, input });
  },
  [`${server}/follow-ups/commands.ts#arrangeFollowUp`]: (db, actor, { event, followUp }) =>
    arrangeFollowUp(db, actor, event, { followUp, gesture: 'remove' }),
  [`${server}/follow-ups/commands.ts#settleFollowUp`]: (db, actor, { followUp }) =>
    settleFollowUp(db, actor, followUp, { status: 'done', outcome: '' }, now),
  [`${server}/points/commands.ts#takeUpPoints`]: (db, actor, { event }) =>
    takeUpPoints(db, actor, event),
  [`${server}/publication/commands.ts#validateMinutes`]: (db, actor, { event }) =>
    validateMinutes(db, actor, event, { audience: 'members', seen: 0 }, now),
  [`${server}/publication/commands.ts#publishMinutes`]: (db, actor, { event }) =>
    publishMinutes(db, actor, event, 'members'),
  [`${server}/publication/commands.ts#reopenMinutes`]: (db, actor, { event }) =>
    reopenMinutes(db, actor, event),
  [`${server}/sending/commands.ts#sendMinutes`]: (db, actor, { event }) =>
    sendMinutes(db, actor, event, { to: 'registered', count: 0 }, now)
};

/** The compte rendu of an edition, here and elsewhere. What each settles of her own is tested beside. */
export function ofMinutes(here: Minuted, elsewhere: Minuted): CommandCase[] {
  const places = [
    { on: 'here', may: ANIMATORS, where: here },
    { on: 'elsewhere', may: ADMINISTRATORS, where: elsewhere }
  ];
  return places.flatMap(({ on, may, where }) =>
    Object.entries(CALLS).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    }))
  );
}
