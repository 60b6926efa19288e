import type { Actor } from '#domain/identity/model.ts';
import { markPresence } from '#domain/registrations/server/attendance/commands.ts';
import {
  openCheckinLink,
  renewCheckinLink,
  revokeCheckinLink
} from '#domain/registrations/server/checkin/links/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { aLink } from '../factories/checkin.ts';
import { ADMINISTRATORS, ANIMATORS, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';
import type { Followed } from './followup-cases.ts';

const now = new Date('2026-11-22T09:00:00Z');

type Call = (db: Database, actor: Actor, where: Followed) => Promise<unknown>;
const server = 'domain/registrations/server';
const ORGANISER: Readonly<Record<string, Call>> = {
  [`${server}/checkin/links/commands.ts#openCheckinLink`]: (db, actor, { event }) =>
    openCheckinLink(db, actor, event, { day: '2027-03-18', label: '' }),
  [`${server}/checkin/links/commands.ts#renewCheckinLink`]: async (db, actor, { event }) =>
    renewCheckinLink(db, actor, event, (await aLink(db, event)).id),
  [`${server}/checkin/links/commands.ts#revokeCheckinLink`]: async (db, actor, { event }) =>
    revokeCheckinLink(db, actor, event, (await aLink(db, event)).id, now)
};
const WELCOME: Readonly<Record<string, Call>> = {
  [`${server}/attendance/commands.ts#markPresence`]: (db, actor, { event, registration }) =>
    markPresence(db, actor, event, { registration, entrance: 'all', kind: 'in' }, now)
};

/** The door of an edition: the organiser makes its links, who welcomes notes who is there. */
export function ofCheckin(here: Followed, elsewhere: Followed): CommandCase[] {
  const cases = (calls: typeof WELCOME, on: string, may: readonly RoleName[], where: Followed) =>
    Object.entries(calls).map(([command, call]) => ({
      ...{ command, on, may },
      call: (db: Database, actor: Actor) => call(db, actor, where)
    }));
  return [
    ...cases(ORGANISER, 'here', ANIMATORS, here),
    ...cases(ORGANISER, 'elsewhere', ADMINISTRATORS, elsewhere),
    ...cases(WELCOME, 'here', [...ANIMATORS, 'reception'], here),
    ...cases(WELCOME, 'elsewhere', ADMINISTRATORS, elsewhere)
  ];
}
