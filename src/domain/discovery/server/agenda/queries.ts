import { sql } from 'kysely';
import type { EventSummary } from '#domain/events/model.ts';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { listOwnPolls, type OwnPoll } from '#domain/events/server/poll/own/queries.ts';
import { placeOf } from '#domain/events/wording.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { listOwnFollowUps } from '#domain/minutes/server/follow-ups/queries.ts';
import { listOwnWaiting } from '#domain/plans/server/piloting/queries.ts';
import type { RegistrationStatus } from '#domain/registrations/model.ts';
import { registrationLink } from '#domain/registrations/server/links/queries.ts';
import {
  listOwnRegistrations,
  type OwnRegistration
} from '#domain/registrations/server/registrants/queries.ts';
import { OPPORTUNITY_LABELS } from '#domain/sharing/details.ts';
import { pageOf, type ContributionSummary } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import { listOwnSurveys, type OwnSurvey } from '#domain/surveys/server/own/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime, formatHour } from '#shared/dates.ts';
import type { AgendaEntry } from '../../agenda.ts';

const MOST = 100;
/** What she asked for and may still count on. */
const PLACES: Readonly<Partial<Record<RegistrationStatus, string>>> = {
  confirmed: 'Place réservée',
  waitlisted: 'Liste d’attente',
  offered: 'Une place vous attend\u00a0: à confirmer'
};
/** Sheets of which nothing is expected. */
const AT_REST: readonly string[] = ['paused', 'dropped', 'done'];

/**
 * What is ahead of a member: meetings, where she has a place, what asks her to answer, dates of what is shared, what she
 * has to do; the nearest first. For herself only: it holds her own links.
 */
export async function listAhead(
  db: Executor,
  actor: PersonActor,
  now: Date
): Promise<AgendaEntry[]> {
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  const entries = await Promise.all([
    listMeetings(db, actor, now),
    listAsked(db, actor, now),
    listShared(db, actor, today),
    listToDo(db, actor, { now, today })
  ]);
  return entries.flat().toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** One line an edition: where she asked for a place, that line is hers, and leads to it. */
async function listMeetings(db: Executor, actor: PersonActor, now: Date): Promise<AgendaEntry[]> {
  const [{ events }, own] = await Promise.all([
    listAgenda(db, actor, { perPage: MOST }, now),
    listOwnRegistrations(db, actor, now)
  ]);
  const hers = own.filter(
    ({ status, cancelled, endsAt }) =>
      !cancelled && PLACES[status] !== undefined && (endsAt === null || endsAt > now)
  );
  const isHers = new Set(hers.map(({ event }) => event));
  return [...hers.flatMap(asPlace), ...asMeetings(events.filter(({ id }) => !isHers.has(id)))];
}

function asPlace(one: OwnRegistration): AgendaEntry[] {
  if (!one.startsAt) return [];
  const civil = civilTime(one.startsAt, one.timeZone);
  const text = [formatHour(civil), one.communeName, PLACES[one.status]];
  return [
    {
      ...{ kind: 'registration', day: civil.slice(0, 10), title: one.title, isLate: false },
      ...{ text: text.filter(Boolean).join(' · '), href: registrationLink(one.id, one.linkVersion) }
    }
  ];
}

/** The last days to answer the questionnaires and the polls of dates that ask her. */
async function listAsked(db: Executor, actor: PersonActor, now: Date): Promise<AgendaEntry[]> {
  const [surveys, polls] = await Promise.all([
    listOwnSurveys(db, actor, now),
    listOwnPolls(db, actor, now)
  ]);
  const closing = (kind: 'survey' | 'poll', one: OwnSurvey | OwnPoll, text: string) => ({
    ...{ kind, title: one.title, href: one.link, isLate: false, text },
    day: lastDay(one.closesAt, one.timeZone)
  });
  return [
    ...surveys.map((one) =>
      closing('survey', one, `«\u00a0${one.event}\u00a0»\u00a0: dernier jour pour répondre`)
    ),
    ...polls.map((one) =>
      closing(
        'poll',
        one,
        one.hasAnswered
          ? 'Vous avez répondu\u00a0: dernier jour pour changer'
          : 'Dernier jour pour dire vos disponibilités'
      )
    )
  ];
}

/** What closes at midnight closes at the end of the day before. */
const lastDay = (closesAt: Date, timeZone: string) =>
  civilTime(new Date(closesAt.getTime() - 1), timeZone).slice(0, 10);

function asMeetings(events: readonly EventSummary[]): AgendaEntry[] {
  return events.flatMap((event) => {
    if (!event.startsAt || event.status === 'cancelled') return [];
    const civil = civilTime(new Date(event.startsAt), event.timeZone);
    const text = [formatHour(civil), placeOf(event), event.territory.name];
    return [
      {
        ...{ kind: 'event' as const, day: civil.slice(0, 10), title: event.title, isLate: false },
        ...{ text: text.filter(Boolean).join(' · '), href: `/rencontres/${event.slug}` }
      }
    ];
  });
}

/** Projects that begin or end, opportunities that end, in the networks she belongs to. */
async function listShared(db: Executor, actor: PersonActor, today: string): Promise<AgendaEntry[]> {
  const own = actor.memberships.map(({ territory }) => territory);
  const { items } = await listContributions<'project' | 'opportunity'>(
    db,
    actor,
    {
      kinds: ['project', 'opportunity'],
      also: sql<boolean>`c.territory_id = any(${own}::bigint[]) and (
        exists (select from project d where d.contribution_id = c.id and d.stage not in ('done', 'dropped')
          and (d.starts_on >= ${today} or d.ends_on >= ${today}))
        or exists (select from opportunity d where d.contribution_id = c.id and d.expires_on >= ${today}))`
    },
    { page: 1, size: MOST }
  );
  return items
    .flatMap((one) =>
      datesOf(one).map((date) => ({ ...date, title: one.title, href: pageOf(one) }))
    )
    .filter(({ day }) => day >= today)
    .map((entry) => ({ ...entry, isLate: false }));
}

type Dated = Pick<AgendaEntry, 'kind' | 'day' | 'text'>;

function datesOf(one: ContributionSummary<'project' | 'opportunity'>): Dated[] {
  const { details } = one;
  if ('expiresOn' in details)
    return [
      {
        ...{ kind: 'opportunity', day: details.expiresOn },
        text: `${OPPORTUNITY_LABELS[details.type]}\u00a0: dernier jour pour répondre`
      }
    ];
  const { startsOn, endsOn } = details;
  return [
    ...(startsOn ? [{ kind: 'project' as const, day: startsOn, text: 'Le projet commence' }] : []),
    ...(endsOn ? [{ kind: 'project' as const, day: endsOn, text: 'Le projet se termine' }] : [])
  ];
}

async function listToDo(
  db: Executor,
  actor: PersonActor,
  { now, today }: { readonly now: Date; readonly today: string }
): Promise<AgendaEntry[]> {
  const [followUps, waiting] = await Promise.all([
    listOwnFollowUps(db, actor, now),
    listOwnWaiting(db, actor, { now, today })
  ]);
  return [
    ...followUps.flatMap((one) =>
      one.status === 'open' && one.dueOn
        ? [
            {
              ...{ kind: 'follow-up' as const, day: one.dueOn, title: one.what },
              ...{ text: `Suite de «\u00a0${one.event.title}\u00a0»`, href: '/mon-espace' },
              isLate: one.dueOn < today
            }
          ]
        : []
    ),
    ...waiting.flatMap(({ sheet }) =>
      AT_REST.includes(sheet.status)
        ? []
        : sheet.steps.flatMap(({ dueOn, title, status }) =>
            dueOn && status !== 'done'
              ? [
                  {
                    ...{ kind: 'step' as const, day: dueOn, title, href: '/mon-espace/plans' },
                    ...{ text: `Étape de «\u00a0${sheet.title}\u00a0»`, isLate: dueOn < today }
                  }
                ]
              : []
          )
    )
  ];
}
