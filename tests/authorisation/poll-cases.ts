import { openPoll, closePoll } from '#domain/events/server/poll/commands.ts';
import {
  inviteGuests,
  remindSilent,
  removeGuest
} from '#domain/events/server/poll/guests/commands.ts';
import { addSlots, removeSlot } from '#domain/events/server/poll/slots/commands.ts';
import type { EventId, PollGuestId, PollSlotId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const SLOT = { start: '2027-03-04T09:00', end: '2027-03-04T12:30' };

/** The poll of an edition, here and elsewhere: those who manage it. Only its guests answer, by their link. */
export function ofPolls(events: { here: EventId; elsewhere: EventId }): CommandCase[] {
  const poll = 'domain/events/server/poll';
  const choice = { members: false, types: [], pasted: [{ email: 'a@exemple.test', name: '' }] };
  const input = { message: '', closesOn: '2027-02-01', tallyShown: false };
  return [
    { on: 'here', may: ANIMATORS, event: events.here },
    { on: 'elsewhere', may: ADMINISTRATORS, event: events.elsewhere }
  ].flatMap(({ on, may, event }): CommandCase[] => [
    {
      ...{ command: `${poll}/slots/commands.ts#addSlots`, on, may },
      call: (db, actor) => addSlots(db, actor, event, [SLOT], NOW)
    },
    {
      ...{ command: `${poll}/slots/commands.ts#removeSlot`, on, may },
      call: (db, actor) => removeSlot(db, actor, event, 0 as PollSlotId)
    },
    {
      ...{ command: `${poll}/guests/commands.ts#inviteGuests`, on, may },
      call: (db, actor) => inviteGuests(db, actor, event, choice, NOW)
    },
    {
      ...{ command: `${poll}/guests/commands.ts#removeGuest`, on, may },
      call: (db, actor) => removeGuest(db, actor, event, 0 as PollGuestId)
    },
    {
      ...{ command: `${poll}/guests/commands.ts#remindSilent`, on, may },
      call: (db, actor) => remindSilent(db, actor, event, NOW)
    },
    {
      ...{ command: `${poll}/commands.ts#openPoll`, on, may },
      call: (db, actor) => openPoll(db, actor, event, { input }, NOW)
    },
    {
      ...{ command: `${poll}/commands.ts#closePoll`, on, may },
      call: (db, actor) => closePoll(db, actor, event, 0 as PollSlotId, NOW)
    }
  ]);
}
