import type { Event } from '#domain/events/model.ts';
import type { Programme, ProgrammeSession, Room, Speaker } from '#domain/events/programme.ts';
import type { EventId, ProgrammeSessionId, RoomId, SpeakerId, TerritoryId } from '#shared/ids.ts';

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

/** The edition these moments are of, on the 18 March 2027 from 9 h to 17 h. Writes nothing. */
export function anEdition(traits: Partial<Event> = {}): Event {
  return {
    id: 1 as EventId,
    slug: 'journee-d-essai',
    kind: 'annual-day',
    title: 'Journée d’essai 2027',
    summary: '',
    textsHidden: false,
    status: 'published',
    visibility: 'public',
    startsAt: at('09:00'),
    endsAt: at('17:00'),
    timeZone: 'Europe/Paris',
    territory: {
      id: 1 as TerritoryId,
      slug: 'essai',
      name: 'Essai',
      nameWithDe: 'd’Essai'
    },
    series: null,
    venueName: '',
    communeName: '',
    fictional: false,
    place: {
      id: 1 as EventId,
      territory: 1 as TerritoryId,
      status: 'published',
      visibility: 'public',
      team: []
    },
    description: '',
    intendedFor: '',
    organiser: null,
    contactName: '',
    contactPhone: '',
    venue: { name: '', address: '', postalCode: '', commune: null, onlineUrl: '' },
    access: { walk: '', bus: '', car: '', reducedMobility: '' },
    lodging: '',
    capacity: null,
    declaredParticipants: null,
    declaredSource: '',
    copiedFrom: null,
    calendarSequence: 0,
    cancelledAt: null,
    cancelReason: '',
    updatedAt: at('08:00'),
    version: 1,
    halfDays: [],
    ...traits
  };
}
