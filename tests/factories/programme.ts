import type { Programme, ProgrammeSession, Room, Speaker } from '#domain/events/programme.ts';
import type { EventId, ProgrammeSessionId, RoomId, SpeakerId } from '#shared/ids.ts';

/** The 18 March 2027, at this civil hour of Paris (UTC + 1): « 09:30 ». */
export const at = (hour: string) => new Date(`2027-03-18T${hour}:00+01:00`);

let turn = 0;

/** A plenary for everyone from 9 h to 10 h, without a room, unless told otherwise. Writes nothing. */
export function aMoment(traits: Partial<ProgrammeSession> = {}): ProgrammeSession {
  const id = ++turn as ProgrammeSessionId;
  return {
    id,
    kind: 'plenary',
    title: `Séance ${id}`,
    description: '',
    startsAt: at('09:00'),
    endsAt: at('10:00'),
    room: null,
    chosen: false,
    capacity: null,
    taken: 0,
    materials: '',
    themes: [],
    speakers: [],
    version: 1,
    ...traits
  };
}

export const aRoom = (id: number, traits: Partial<Room> = {}): Room => ({
  id: id as RoomId,
  name: `Salle ${id}`,
  capacity: null,
  note: '',
  ...traits
});

export const aSpeaker = (id: number, traits: Partial<Speaker> = {}): Speaker => ({
  id: id as SpeakerId,
  name: `Personne ${id}`,
  title: '',
  structure: null,
  structureLabel: '',
  ...traits
});

export function aProgramme(traits: Partial<Programme> = {}): Programme {
  return { event: 1 as EventId, sessions: [], rooms: [], speakers: [], ...traits };
}
