import { openNow, saveDesk } from '#domain/registrations/server/desk/commands.ts';
import { saveQuestions } from '#domain/registrations/server/desk/asking/commands.ts';
import {
  saveCategories,
  setCapacities
} from '#domain/registrations/server/desk/places/commands.ts';
import { deskInput } from '#domain/registrations/settings.ts';
import type { EventId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

type Call = (event: EventId) => CommandCase['call'];

const NOW = new Date('2026-11-22T09:00:00Z');
const DESK = deskInput.parse({
  ...{ opensAt: '', closesAt: '', promotion: 'offer', offerHours: 48, message: '' },
  ...{ asksCommune: true, asksMeal: false, asksAccess: true, asksHalfDays: false },
  ...{ groupsAllowed: true, listShared: true, photoAsked: false }
});

const server = 'domain/registrations/server/desk';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#saveDesk`]: (event) => (db, actor) =>
    saveDesk(db, actor, event, DESK, { version: 1, reread: false, now: NOW }),
  [`${server}/commands.ts#openNow`]: (event) => (db, actor) =>
    openNow(db, actor, event, { open: true, now: NOW }),
  [`${server}/places/commands.ts#setCapacities`]: (event) => (db, actor) =>
    setCapacities(db, actor, event, { edition: null, sessions: [] }, { now: NOW }),
  [`${server}/places/commands.ts#saveCategories`]: (event) => (db, actor) =>
    saveCategories(db, actor, event, [], { now: NOW }),
  [`${server}/asking/commands.ts#saveQuestions`]: (event) => (db, actor) =>
    saveQuestions(db, actor, event, [])
};

/** How an edition takes registrations, here and elsewhere: those who lead the network. */
export function ofDesks(events: { here: EventId; elsewhere: EventId }): CommandCase[] {
  const places: { on: string; may: readonly RoleName[]; event: EventId }[] = [
    { on: 'here', may: ANIMATORS, event: events.here },
    { on: 'elsewhere', may: ADMINISTRATORS, event: events.elsewhere }
  ];
  return places.flatMap(({ on, may, event }) =>
    Object.entries(CALLS).map(([command, call]) => ({ command, on, may, call: call(event) }))
  );
}
