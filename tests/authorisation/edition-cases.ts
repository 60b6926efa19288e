import { eventInput } from '#domain/events/forms.ts';
import {
  createEvent,
  deleteDraft,
  publishEvent,
  updateEvent
} from '#domain/events/server/commands.ts';
import { deleteHalfDay, saveHalfDay, setDates } from '#domain/events/server/dates/commands.ts';
import { updateSeries } from '#domain/events/server/series/commands.ts';
import {
  addUsualTasks,
  checkTask,
  deleteTask,
  saveTask
} from '#domain/events/server/tasks/commands.ts';
import { addTeamMember, removeTeamMember } from '#domain/events/server/team/commands.ts';
import { renewEdition } from '#domain/seating/server/copying/commands.ts';
import type { EventId, TerritoryId } from '#shared/ids.ts';
import { ADMINISTRATORS, ANIMATORS, type RoleName } from '../support/doors.ts';
import type { CommandCase } from './command-case.ts';

interface Place {
  readonly event: EventId;
  readonly territory: TerritoryId;
}
type Call = (place: Place) => CommandCase['call'];

const NOW = new Date('2026-11-22T09:00:00Z');
const WHEN = { start: '2027-03-18T09:00', end: '2027-03-18T17:00' };
const HALF = { label: 'Jeudi matin', start: '2027-03-18T09:00', end: '2027-03-18T12:00' };
const INPUT = eventInput.parse({
  ...{ title: 'Essai', kind: 'meeting', visibility: 'public', venue: {}, access: {} }
});
const TASK = { title: 'Salle', detail: '', daysBefore: 30, assignee: null };
const WELCOME = { role: 'reception', session: null, partner: null } as const;
const COPY = {
  ...{ title: 'Essai', series: null, startsOn: '2028-03-16', speakers: true, roles: true }
};

const server = 'domain/events/server';
const CALLS: Readonly<Record<string, Call>> = {
  [`${server}/commands.ts#createEvent`]:
    ({ territory }) =>
    (db, actor) =>
      createEvent(
        db,
        actor,
        { territory, series: null, title: 'Essai', kind: 'meeting', when: null },
        NOW
      ),
  [`${server}/commands.ts#updateEvent`]:
    ({ event }) =>
    (db, actor) =>
      updateEvent(db, actor, event, { input: INPUT, version: 1 }),
  [`${server}/commands.ts#publishEvent`]:
    ({ event }) =>
    (db, actor) =>
      publishEvent(db, actor, event, NOW),
  [`${server}/commands.ts#deleteDraft`]:
    ({ event }) =>
    (db, actor) =>
      deleteDraft(db, actor, event),
  [`${server}/dates/commands.ts#setDates`]:
    ({ event }) =>
    (db, actor) =>
      setDates(db, actor, event, { when: WHEN }, NOW),
  [`${server}/dates/commands.ts#saveHalfDay`]:
    ({ event }) =>
    (db, actor) =>
      saveHalfDay(db, actor, event, { half: null, draft: HALF }),
  [`${server}/dates/commands.ts#deleteHalfDay`]:
    ({ event }) =>
    (db, actor) =>
      deleteHalfDay(db, actor, event, 0),
  [`${server}/tasks/commands.ts#saveTask`]:
    ({ event }) =>
    (db, actor) =>
      saveTask(db, actor, event, { task: null, input: TASK }),
  [`${server}/tasks/commands.ts#checkTask`]:
    ({ event }) =>
    (db, actor) =>
      checkTask(db, actor, event, { task: 0, done: true }, NOW),
  [`${server}/tasks/commands.ts#deleteTask`]:
    ({ event }) =>
    (db, actor) =>
      deleteTask(db, actor, event, 0),
  [`${server}/tasks/commands.ts#addUsualTasks`]:
    ({ event }) =>
    (db, actor) =>
      addUsualTasks(db, actor, event),
  [`${server}/team/commands.ts#addTeamMember`]:
    ({ event }) =>
    (db, actor) =>
      addTeamMember(db, actor, event, { ...WELCOME, email: 'tom.brouillon@exemple.test' }),
  [`${server}/team/commands.ts#removeTeamMember`]:
    ({ event }) =>
    (db, actor) =>
      removeTeamMember(db, actor, event, 0),
  'domain/seating/server/copying/commands.ts#renewEdition':
    ({ event }) =>
    (db, actor) =>
      renewEdition(db, actor, event, COPY, NOW)
};

/** What prepares an edition, here and elsewhere: those who lead the network. Its own team is tested beside. */
export function ofEditions(
  here: Place,
  elsewhere: Place,
  series: { here: string; elsewhere: string }
): CommandCase[] {
  const places: { on: string; may: readonly RoleName[]; place: Place; slug: string }[] = [
    { on: 'here', may: ANIMATORS, place: here, slug: series.here },
    { on: 'elsewhere', may: ADMINISTRATORS, place: elsewhere, slug: series.elsewhere }
  ];
  return places.flatMap(({ on, may, place, slug }) => [
    ...Object.entries(CALLS).map(([command, call]) => ({ command, on, may, call: call(place) })),
    {
      ...{ command: `${server}/series/commands.ts#updateSeries`, on, may },
      call: (db, actor) => updateSeries(db, actor, slug, { title: 'Essai', description: '' })
    } satisfies CommandCase
  ]);
}
