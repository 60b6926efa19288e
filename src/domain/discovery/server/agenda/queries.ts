import { sql } from 'kysely';
import { listAgenda } from '#domain/events/server/listing/queries.ts';
import { placeOf } from '#domain/events/wording.ts';
import type { PersonActor } from '#domain/identity/model.ts';
import { listOwnFollowUps } from '#domain/minutes/server/follow-ups/queries.ts';
import { listOwnWaiting } from '#domain/plans/server/piloting/queries.ts';
import { OPPORTUNITY_LABELS } from '#domain/sharing/details.ts';
import { pageOf, type ContributionSummary } from '#domain/sharing/model.ts';
import { listContributions } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { civilTime, formatHour } from '#shared/dates.ts';
import type { AgendaEntry } from '../../agenda.ts';

const MOST = 100;
/** Sheets of which nothing is expected. */
const AT_REST: readonly string[] = ['paused', 'dropped', 'done'];

/** What is ahead of a member: meetings, dates of what is shared, what she has to do; the nearest first. */
export async function listAhead(
  db: Executor,
  actor: PersonActor,
  now: Date
): Promise<AgendaEntry[]> {
  const today = civilTime(now, 'Europe/Paris').slice(0, 10);
  const entries = await Promise.all([
    listMeetings(db, actor, now),
    listShared(db, actor, today),
    listToDo(db, actor, { now, today })
  ]);
  return entries.flat().toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

async function listMeetings(db: Executor, actor: PersonActor, now: Date): Promise<AgendaEntry[]> {
  const { events } = await listAgenda(db, actor, { perPage: MOST }, now);
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
