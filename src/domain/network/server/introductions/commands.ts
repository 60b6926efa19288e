import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { EventId, StructureId, TerritoryId } from '#shared/ids.ts';
import { inOrder } from '../../introductions/pair.ts';
import type { IntroductionStatus } from '../../model.ts';
import { canLeadWaves } from '../../rules.ts';

/** Two structures of a territory, in any order. */
export interface Pair {
  readonly territory: TerritoryId;
  readonly structures: readonly [StructureId, StructureId];
}

export type IntroductionPlanned =
  { readonly ok: true } | { readonly ok: false; readonly reason: 'no-such-event' };

/**
 * Plans to introduce two structures at an edition to come of their territory, whatever was decided before.
 * @returns no-such-event: it is another territory’s, was cancelled, or is over.
 * @throws Forbidden unless the actor leads the territory; NotFound when a structure is not in its directory.
 */
export function planIntroduction(
  db: Executor,
  actor: Actor,
  pair: Pair,
  event: EventId,
  now: Date
): Promise<IntroductionPlanned> {
  return inTransaction(db, async (tx): Promise<IntroductionPlanned> => {
    const ids = await allowedPair(tx, actor, pair);
    const { rows } = await sql<{ id: EventId }>`
      select id from event where id = ${event} and territory_id = ${pair.territory} and status <> 'cancelled'
        and (ends_at is null or ends_at > ${now}) for key share`.execute(tx);
    if (rows.length === 0) return { ok: false, reason: 'no-such-event' };
    await decide(
      tx,
      actor,
      { ...ids, territory: pair.territory },
      { status: 'planned', event, now }
    );
    return { ok: true };
  });
}

/** Notes that the two have met: at the edition where it was planned, or elsewhere. @throws Forbidden, NotFound */
export function markMade(db: Executor, actor: Actor, pair: Pair, now: Date): Promise<void> {
  return decideOn(db, actor, pair, { status: 'made', event: 'same', now });
}

/** Says that introducing the two is of no use. @throws Forbidden, NotFound */
export function dismissIntroduction(
  db: Executor,
  actor: Actor,
  pair: Pair,
  now: Date
): Promise<void> {
  return decideOn(db, actor, pair, { status: 'dismissed', event: null, now });
}

/**
 * Notes that the two are being introduced outside any edition: somebody wrote to both. What was planned at an edition
 * stays. @throws Forbidden, NotFound
 */
export function noteIntroduction(db: Executor, actor: Actor, pair: Pair, now: Date): Promise<void> {
  return decideOn(db, actor, pair, { status: 'planned', event: 'same', now });
}

/** Forgets what was decided about a pair: it is on the list again, if its answers put it there. @throws Forbidden, NotFound */
export function undoIntroduction(db: Executor, actor: Actor, pair: Pair): Promise<void> {
  return inTransaction(db, async (tx) => {
    const ids = await allowedPair(tx, actor, pair);
    const gone = await tx
      .deleteFrom('introduction')
      .where('territory_id', '=', pair.territory)
      .where('a_id', '=', ids.a)
      .where('b_id', '=', ids.b)
      .returning('status')
      .executeTakeFirst();
    if (gone) await trace(tx, actor, { ...ids, territory: pair.territory }, 'undone');
  });
}

interface What {
  readonly status: IntroductionStatus;
  /** same: where it was planned, if it was. */
  readonly event: EventId | 'same' | null;
  readonly now: Date;
}

interface Found {
  readonly territory: TerritoryId;
  readonly a: StructureId;
  readonly b: StructureId;
  /** « CLIC d’ici, CPTS d’à côté ». */
  readonly label: string;
}

function decideOn(db: Executor, actor: Actor, pair: Pair, what: What): Promise<void> {
  return inTransaction(db, async (tx) => {
    const ids = await allowedPair(tx, actor, pair);
    await decide(tx, actor, { ...ids, territory: pair.territory }, what);
  });
}

async function decide(tx: Tx, actor: Actor, pair: Found, what: What): Promise<void> {
  const event = what.event === 'same' ? null : what.event;
  const kept = what.event === 'same' ? sql`introduction.event_id` : sql`excluded.event_id`;
  await sql`
    insert into introduction (territory_id, a_id, b_id, status, event_id, changed_at, changed_by)
    values (${pair.territory}, ${pair.a}, ${pair.b}, ${what.status}, ${event}, ${what.now},
      ${actor.kind === 'person' ? actor.id : null}::uuid)
    on conflict (territory_id, a_id, b_id) do update set status = excluded.status, event_id = ${kept},
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);
  await trace(tx, actor, pair, what.status);
}

/** The two, in order. @throws Forbidden, NotFound */
async function allowedPair(tx: Tx, actor: Actor, { territory, structures }: Pair) {
  if (!canLeadWaves(actor, territory))
    throw new Forbidden(
      'Les mises en relation sont préparées par les personnes qui animent le territoire.'
    );
  const rows = await tx
    .selectFrom('structure as s')
    .innerJoin('structure_territory as st', 'st.structure_id', 's.id')
    .select(['s.id', 's.name'])
    .where('st.territory_id', '=', territory)
    .where('s.id', 'in', [...structures])
    .where('s.merged_into', 'is', null)
    .orderBy('s.id')
    .execute();
  if (rows.length !== 2)
    throw new NotFound(
      'L’une de ces structures n’est pas, ou n’est plus, dans l’annuaire du territoire.'
    );
  return { ...inOrder(...structures), label: rows.map(({ name }) => name).join(', ') };
}

async function trace(
  tx: Tx,
  actor: Actor,
  { territory, a, b, label }: Found,
  what: IntroductionStatus | 'undone'
): Promise<void> {
  await recordAudit(tx, actor, {
    action: `introduction.${what}`,
    target: { kind: 'introduction', id: `${a}-${b}`, label },
    territory
  });
}
