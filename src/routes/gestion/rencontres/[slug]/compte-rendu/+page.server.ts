import { getManagedEvent } from '#domain/events/server/queries.ts';
import { tellAttendance } from '#domain/minutes/attendees.ts';
import { byDueDate } from '#domain/minutes/follow-ups.ts';
import type { Written } from '#domain/minutes/follow-ups.ts';
import type { NextEvent } from '#domain/minutes/model.ts';
import { listAttendees } from '#domain/minutes/server/attendees/queries.ts';
import { listLeftOpen, listPossibleDoers } from '#domain/minutes/server/follow-ups/queries.ts';
import { listPossibleNext, readMinutes } from '#domain/minutes/server/queries.ts';
import { listPointsToTakeUp } from '#domain/minutes/server/points/queries.ts';
import { countMinutesRecipients } from '#domain/minutes/server/sending/queries.ts';
import { standingOf, writtenText } from '#domain/minutes/wording.ts';
import { listExpectations } from '#domain/surveys/server/results/queries.ts';
import { formatWhen } from '#shared/dates.ts';
import { doneOf } from './done.ts';
import { givingActions } from './giving.ts';
import { publishingActions } from './publishing.ts';
import { sayingActions } from './saying.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const now = new Date();
  const { id, timeZone, startsAt } = await getManagedEvent(db, actor, params.slug);
  const [minutes, attendees, doers, next, before, counts, expectations, points] = await Promise.all(
    [
      readMinutes(db, id),
      listAttendees(db, id),
      listPossibleDoers(db, id),
      listPossibleNext(db, id),
      listLeftOpen(db, id),
      countMinutesRecipients(db, id),
      listExpectations(db, id),
      listPointsToTakeUp(db, id)
    ]
  );
  const said = (all: readonly (Written & { id: number })[]) =>
    Object.fromEntries(all.map((one) => [one.id, writtenText(one, now, timeZone)]));
  return {
    minutes: {
      ...minutes,
      followUps: byDueDate(minutes.followUps).map((one) => standingOf(one, now, timeZone))
    },
    written: { items: said(minutes.items), followUps: said(minutes.followUps) },
    lastWritten: minutes.updatedAt
      ? writtenText({ updatedBy: minutes.updatedBy, updatedAt: minutes.updatedAt }, now, timeZone)
      : '',
    attendance: tellAttendance(attendees, true),
    doers: doers.map((one) => ({ value: String(one.id), label: one.name })),
    next: next.map(choiceOf),
    before: before && {
      ...before,
      followUps: before.followUps.map((one) => standingOf(one, now, timeZone))
    },
    counts,
    ...{ expectations, points },
    isBeforeTheDay: startsAt !== null && startsAt > now,
    done: doneOf(url.searchParams)
  };
};

function choiceOf({ id, title, startsAt, endsAt, timeZone }: NextEvent) {
  const when = startsAt && endsAt ? formatWhen(startsAt, endsAt, timeZone) : 'date à choisir';
  return { value: String(id), label: `${title}, ${when}` };
}

export const actions: Actions = { ...sayingActions, ...givingActions, ...publishingActions };
