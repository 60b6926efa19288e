import { sessionInput } from '#domain/events/programme.ts';
import {
  createSession,
  duplicateSession,
  moveSessionToRoom,
  shiftSession,
  updateSessionText
} from '#domain/events/server/programme/commands.ts';
import { restoreSession } from '#domain/events/server/programme/removal/commands.ts';
import {
  createRoom,
  deleteRoom,
  updateRoom
} from '#domain/events/server/programme/rooms/commands.ts';
import {
  createSpeaker,
  deleteSpeaker,
  updateSpeaker
} from '#domain/events/server/programme/speakers/commands.ts';
import { changeSession, removeSession } from '#domain/registrations/server/programme/commands.ts';
import type { EventId, ProgrammeSessionId, RoomId, SpeakerId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

const SESSION = sessionInput.parse({
  kind: 'plenary',
  title: 'Ouverture',
  startsAt: '2027-03-18T09:00',
  endsAt: '2027-03-18T10:00'
});
const TEXT = { title: 'Ouverture', description: '', materials: '' };
const ROOM = { name: 'Salle', capacity: null, note: '' };
const SPEAKER = { name: 'Awa Exemple', title: '', structure: null, structureLabel: '' };
const reread = false;
const now = new Date('2027-02-01T10:00:00Z');

/** The programme of an edition, here and elsewhere: those who manage it. */
export function ofProgrammes(events: { here: EventId; elsewhere: EventId }): CommandCase[] {
  const at = 'domain/events/server/programme';
  const choosing = 'domain/registrations/server/programme/commands.ts';
  const rooms = `${at}/rooms/commands.ts`;
  const speakers = `${at}/speakers/commands.ts`;
  const room = 0 as RoomId;
  const speaker = 0 as SpeakerId;
  return [
    { on: 'here', may: ANIMATORS, event: events.here },
    { on: 'elsewhere', may: ADMINISTRATORS, event: events.elsewhere }
  ].flatMap(({ on, may, event }): CommandCase[] => {
    const key = { event, session: 0 as ProgrammeSessionId, version: 1 };
    const calls: [string, CommandCase['call']][] = [
      [
        `${at}/commands.ts#createSession`,
        (db, actor) => createSession(db, actor, { event, session: SESSION, reread })
      ],
      [
        `${choosing}#changeSession`,
        (db, actor) => changeSession(db, actor, key, { session: SESSION, reread }, { now })
      ],
      [
        `${at}/commands.ts#updateSessionText`,
        (db, actor) => updateSessionText(db, actor, key, { text: TEXT, reread })
      ],
      [`${at}/commands.ts#shiftSession`, (db, actor) => shiftSession(db, actor, key, 'later')],
      [
        `${at}/commands.ts#moveSessionToRoom`,
        (db, actor) => moveSessionToRoom(db, actor, key, null)
      ],
      [`${at}/commands.ts#duplicateSession`, (db, actor) => duplicateSession(db, actor, key)],
      [
        `${choosing}#removeSession`,
        (db, actor) => removeSession(db, actor, key, { told: 0 }, { now })
      ],
      [
        `${at}/removal/commands.ts#restoreSession`,
        (db, actor) => restoreSession(db, actor, event, { session: SESSION, partners: [] })
      ],
      [`${rooms}#createRoom`, (db, actor) => createRoom(db, actor, event, ROOM)],
      [`${rooms}#updateRoom`, (db, actor) => updateRoom(db, actor, { event, room }, ROOM)],
      [`${rooms}#deleteRoom`, (db, actor) => deleteRoom(db, actor, { event, room })],
      [`${speakers}#createSpeaker`, (db, actor) => createSpeaker(db, actor, event, SPEAKER)],
      [
        `${speakers}#updateSpeaker`,
        (db, actor) => updateSpeaker(db, actor, { event, speaker }, SPEAKER)
      ],
      [`${speakers}#deleteSpeaker`, (db, actor) => deleteSpeaker(db, actor, { event, speaker })]
    ];
    return calls.map(([command, call]) => ({ command, on, may, call }));
  });
}
