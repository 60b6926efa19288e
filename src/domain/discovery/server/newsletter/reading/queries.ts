import { sql } from 'kysely';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { placeOf, whenOf } from '#domain/events/wording.ts';
import type { Actor } from '#domain/identity/model.ts';
import { animates, isMemberOf } from '#domain/identity/rules.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { listAmong, listContributions } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { instantOf } from '#shared/dates.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId, EventId, TerritoryId } from '#shared/ids.ts';
import { endOf, itemKey, type LetterItem, type Newsletter } from '../../../newsletter.ts';
import { findNewsletter, listNewsletters } from '../queries.ts';

const NO_SUCH = 'Cette lettre n’existe pas, ou vous ne pouvez pas la lire.';

/** A letter that was sent, with what the actor may read of it today. @throws NotFound */
export async function getLetter(
  db: Executor,
  actor: Actor,
  which: { readonly territory: TerritoryId; readonly month: string }
): Promise<Newsletter> {
  const found = await findNewsletter(db, which);
  if (!found || !canReadLetter(actor, found)) throw new NotFound(NO_SUCH);
  return { ...found, items: await listReadable(db, actor, found.items) };
}

/** The letters of a territory that an actor reads, the last first. */
export async function listLetters(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<Newsletter[]> {
  return (await listNewsletters(db, territory)).filter((one) => canReadLetter(actor, one));
}

/** What is withheld is read by who decides. */
export function canReadLetter(
  actor: Actor,
  {
    status,
    visibility,
    territory,
    hidden
  }: Pick<Newsletter, 'status' | 'visibility' | 'territory' | 'hidden'>
): boolean {
  if (status !== 'sent') return false;
  if (hidden) return animates(actor, territory.id);
  return visibility === 'public' || isMemberOf(actor, territory.id);
}

/** Of the items of a letter, those an actor may read now: the words stay, what was taken off or hidden goes. */
export async function listReadable(
  db: Executor,
  actor: Actor,
  items: readonly LetterItem[]
): Promise<LetterItem[]> {
  const contributions = items.filter(({ kind }) => kind !== 'event' && kind !== 'words');
  const ids = contributions.map(({ id }) => id as ContributionId);
  const events = items.filter(({ kind }) => kind === 'event').map(({ id }) => id as EventId);
  const readable = new Set([
    ...(await listAmong(db, actor, ids)).map(({ kind, id }) => itemKey({ kind, id })),
    ...(await listFindable(db, actor, { events, series: [] })).map(({ id }) =>
      itemKey({ kind: 'event', id })
    )
  ]);
  return items.filter((item) => item.kind === 'words' || readable.has(itemKey(item)));
}

/** What the network published in a month, and its next meetings: what a letter is composed from. */
export async function listOfMonth(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  month: string
): Promise<LetterItem[]> {
  const [start, end] = [`${month}-01`, endOf(month)].map((day) =>
    instantOf(`${day}T00:00`, 'Europe/Paris')
  ) as [Date, Date];
  const published = await listContributions(
    db,
    actor,
    { territory, since: start, also: sql<boolean>`c.published_at < ${end}` },
    { page: 1, size: 40 },
    sql`array_position(array['project', 'experience', 'question', 'opportunity', 'document'], c.kind), c.published_at`
  );
  const { rows } = await sql<{ id: EventId }>`
    select id from event where territory_id = ${territory} and status = 'published' and starts_at >= ${end}
    order by starts_at limit 5`.execute(db);
  const events = await listFindable(db, actor, { events: rows.map(({ id }) => id), series: [] });
  return [
    ...published.items.map((one) => ({
      ...{ kind: one.kind, id: one.id, title: one.title, text: one.summary, href: pageOf(one) }
    })),
    ...events.toReversed().map((event) => ({
      ...{ kind: 'event' as const, id: event.id, title: event.title },
      text: sayEvent(event),
      href: `/rencontres/${event.slug}`
    }))
  ];
}

function sayEvent(event: Awaited<ReturnType<typeof listFindable>>[number]): string {
  const { startsAt, endsAt, timeZone } = event;
  const when =
    startsAt && endsAt
      ? whenOf({ startsAt: new Date(startsAt), endsAt: new Date(endsAt), timeZone })
      : '';
  return [when, placeOf(event)].filter(Boolean).join(' · ');
}
