import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import { setCapacity } from '#domain/events/server/commands.ts';
import { setSessionCapacities } from '#domain/events/server/programme/capacity/commands.ts';
import { getManagedEventById } from '#domain/events/server/queries.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { CategoryId, EventId, ProgrammeSessionId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import type { Pool } from '../../../model.ts';
import { newTexts, type CategoryInput } from '../../../settings.ts';
import { atDesk } from '../../places/settling/commands.ts';
import { getDeskForm } from '../queries.ts';
import { countByCategory } from './queries.ts';

export type PlacesOutcome =
  | { readonly ok: true }
  /** Nothing is changed. Paths: « edition », « sessions.12 », « categories.0.capacity ». */
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

export interface Capacities {
  readonly edition: number | null;
  readonly sessions: readonly {
    readonly session: ProgrammeSessionId;
    readonly capacity: number | null;
  }[];
}

/**
 * How many places there are, in the edition and in each session that is chosen. More places go at once to who waits;
 * fewer than are taken is refused, with the figure.
 * @throws NotFound, Forbidden
 */
export async function setCapacities(
  executor: Executor,
  actor: Actor,
  id: EventId,
  { edition, sessions }: Capacities,
  { now }: { now: Date }
): Promise<PlacesOutcome> {
  const event = await getManagedEventById(executor, actor, id);
  return atDesk(executor, event, now, async (tx, { pools }): Promise<PlacesOutcome> => {
    const before = (session: ProgrammeSessionId) => pools.find((pool) => pool.session === session);
    const issues = [
      ...belowTaken('edition', edition, editionOf(pools)),
      ...sessions.flatMap((one) =>
        belowTaken(`sessions.${one.session}`, one.capacity, before(one.session))
      )
    ];
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const changed = sessions.filter((one) => before(one.session)?.capacity !== one.capacity);
    if (editionOf(pools)?.capacity !== edition) await setCapacity(tx, actor, id, edition);
    if (changed.length > 0) await setSessionCapacities(tx, actor, id, changed);
    return { ok: true };
  });
}

function editionOf(pools: readonly Pool[]): Pool | undefined {
  return pools.find(({ category, session }) => category === null && session === null);
}

function belowTaken(path: string, capacity: number | null, pool: Pool | undefined): Issue[] {
  if (capacity === null || !pool || capacity >= pool.taken) return [];
  const taken = plural(pool.taken, 'place est déjà prise', 'places sont déjà prises');
  return [{ path, message: `${taken} : indiquez ${pool.taken} au moins.` }];
}

/**
 * The categories of an edition, in their order: those without number are created, those whose label is empty removed,
 * unless somebody is registered in them.
 * @throws NotFound, Forbidden
 */
export async function saveCategories(
  executor: Executor,
  actor: Actor,
  id: EventId,
  rows: readonly CategoryInput[],
  { now, reread = false }: { now: Date; reread?: boolean }
): Promise<PlacesOutcome | SecondReadingRefusal> {
  const event = await getManagedEventById(executor, actor, id);
  const { categories } = await getDeskForm(executor, id);
  const unread = refuseUnread(newTexts('categories', rows, categories), reread);
  if (unread) return unread;
  return atDesk(executor, event, now, async (tx, { pools }): Promise<PlacesOutcome> => {
    const people = await countByCategory(tx, id);
    const issues = rows.flatMap((row, index) => checkRow(row, index, { rows, pools, people }));
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    await writeCategories(tx, id, rows);
    await recordAudit(tx, actor, {
      action: 'registrations.categories',
      target: { kind: 'event', id, label: event.title },
      territory: event.place.territory
    });
    return { ok: true };
  });
}

function checkRow(
  row: CategoryInput,
  index: number,
  known: {
    readonly rows: readonly CategoryInput[];
    readonly pools: readonly Pool[];
    readonly people: ReadonlyMap<number, number>;
  }
): Issue[] {
  const path = `categories.${index}`;
  const people = row.id === null ? 0 : (known.people.get(row.id) ?? 0);
  if (row.label === '') {
    if (people === 0) return [];
    const message = `${plural(people, 'personne y est inscrite', 'personnes y sont inscrites')} : déplacez-les avant de retirer cette catégorie.`;
    return [{ path: `${path}.label`, message }];
  }
  const same = (label: string) =>
    label.toLocaleLowerCase('fr') === row.label.toLocaleLowerCase('fr');
  const twice = known.rows.findIndex(({ label }) => same(label)) < index;
  return [
    ...(twice ? [{ path: `${path}.label`, message: 'Deux catégories portent ce nom.' }] : []),
    ...belowTaken(
      `${path}.capacity`,
      row.capacity,
      known.pools.find(({ category }) => category !== null && category === row.id)
    )
  ];
}

async function writeCategories(
  tx: Tx,
  event: EventId,
  rows: readonly CategoryInput[]
): Promise<void> {
  const kept = rows.filter(({ label }) => label !== '');
  const removed = rows.filter(({ id, label }) => id !== null && label === '');
  if (removed.length > 0)
    await tx
      .deleteFrom('registration_category')
      .where('event_id', '=', event)
      .where(
        'id',
        'in',
        removed.map(({ id }) => id!)
      )
      .execute();
  for (const [position, { id, label, note, capacity }] of kept.entries()) {
    const values = { label, note, capacity, position };
    await (
      id === null
        ? tx.insertInto('registration_category').values({ event_id: event, ...values })
        : tx
            .updateTable('registration_category')
            .set(values)
            .where('id', '=', id as CategoryId)
            .where('event_id', '=', event)
    ).execute();
  }
}
