import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { SeriesId, TerritoryId } from '#shared/ids.ts';
import { slugOf } from '../../edition.ts';
import type { SeriesInput } from '../../forms.ts';
import { assertMayCreate, freeEditionSlug } from '../rows/commands.ts';
import { getSeries, getSeriesOf } from './queries.ts';

/** One that exists, or one to open with its first edition. */
export type SeriesChoice = SeriesId | { readonly title: string } | null;

export type SeriesSaved = { ok: true; id: SeriesId; slug: string } | SecondReadingRefusal;

/** Opens a series: what comes back each year, each quarter. @throws Forbidden */
export async function createSeries(
  executor: Executor,
  actor: Actor,
  {
    territory,
    reread = false,
    ...input
  }: SeriesInput & { territory: TerritoryId; reread?: boolean }
): Promise<SeriesSaved> {
  assertMayCreate(actor, territory);
  const unread = refuseUnread({ description: input.description }, reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    const slug = await freeEditionSlug(tx, 'event_series', slugOf(input.title, null));
    const { id } = await tx
      .insertInto('event_series')
      .values({ territory_id: territory, slug, ...input })
      .returning('id')
      .executeTakeFirstOrThrow();
    const series = { id: id as SeriesId, title: input.title, territory };
    await trace(tx, actor, 'event-series.create', series);
    return { ok: true, id: series.id, slug };
  });
}

/** The series of an edition that is opened, in its transaction. @throws NotFound: one of another territory. */
export async function settleSeries(
  tx: Tx,
  actor: Actor,
  choice: SeriesChoice,
  territory: TerritoryId
): Promise<SeriesId | null> {
  if (choice === null) return null;
  if (typeof choice === 'number') return (await getSeriesOf(tx, choice, territory)).id;
  const { title } = choice;
  const made = await createSeries(tx, actor, { territory, title, description: '' });
  return made.ok ? made.id : null;
}

/** Changes what is said of a series; its address stays. @throws NotFound for whoever may not. */
export async function updateSeries(
  executor: Executor,
  actor: Actor,
  slug: string,
  { reread = false, ...input }: SeriesInput & { reread?: boolean }
): Promise<SeriesSaved> {
  return inTransaction(executor, async (tx) => {
    const { id, territory } = await getSeries(tx, actor, slug);
    const unread = refuseUnread({ description: input.description }, reread);
    if (unread) return unread;
    await tx.updateTable('event_series').set(input).where('id', '=', id).execute();
    await trace(tx, actor, 'event-series.update', {
      id,
      title: input.title,
      territory: territory.id
    });
    return { ok: true, id, slug };
  });
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  series: { id: SeriesId; title: string; territory: TerritoryId }
): Promise<void> {
  const target = { kind: 'event-series', id: series.id, label: series.title };
  return recordAudit(tx, actor, { action, target, territory: series.territory });
}
