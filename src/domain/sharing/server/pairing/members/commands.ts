/** Who wants to be paired: joined, paused and left by oneself alone. */
import { sql } from 'kysely';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, Invalid } from '#shared/errors.ts';
import { addDays, isCivilDay } from '#shared/dates.ts';
import type { PersonId, TerritoryId } from '#shared/ids.ts';
import { dayOf } from '../../../pairing/calendar.ts';

/** How long a pause may last: past that, one leaves. */
const LONGEST_PAUSE_DAYS = 366;

/** From the next draw; already in, nothing changes but the end of a pause. @throws Forbidden unless she is of the network. */
export function joinPairing(db: Executor, actor: Actor, territory: TerritoryId): Promise<void> {
  return change(db, actor, territory, 'pairing.join', async (tx, person) => {
    await sql`
      insert into pairing_member (territory_id, person_id) values (${territory}, ${person})
      on conflict (territory_id, person_id) do update set paused_until = null`.execute(tx);
  });
}

/**
 * Until that day, included, she is not drawn. @throws Forbidden, Invalid for a day that is past or more than a year away.
 */
export async function pausePairing(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { until, now }: { readonly until: string; readonly now: Date }
): Promise<void> {
  const today = dayOf(now);
  if (!isCivilDay(until) || until < today || until > addDays(today, LONGEST_PAUSE_DAYS))
    throw new Invalid([
      {
        path: 'jusquau',
        message: 'choisissez un jour d’ici un an\u00a0: au-delà, mieux vaut arrêter'
      }
    ]);
  return change(db, actor, territory, 'pairing.pause', async (tx, person) => {
    await sql`update pairing_member set paused_until = ${until}
      where territory_id = ${territory} and person_id = ${person}`.execute(tx);
  });
}

/** At once. Binômes that were drawn stay known, so that nobody is presented twice. @throws Forbidden to who has no account. */
export function leavePairing(db: Executor, actor: Actor, territory: TerritoryId): Promise<void> {
  return change(db, actor, territory, 'pairing.leave', async (tx, person) => {
    await sql`delete from pairing_member
      where territory_id = ${territory} and person_id = ${person}`.execute(tx);
  });
}

async function change(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  action: string,
  write: (tx: Tx, person: PersonId) => Promise<void>
): Promise<void> {
  // An administrator who is of no network has nobody to be presented to.
  if (actor.kind !== 'person' || !isOf(actor, territory))
    throw new Forbidden('Les binômes sont ceux des membres de ce réseau.');
  return inTransaction(db, async (tx) => {
    await write(tx, actor.id);
    await recordAudit(tx, actor, { action, territory });
  });
}

function isOf({ memberships }: PersonActor, territory: TerritoryId): boolean {
  return memberships.some((one) => one.territory === territory && one.role !== 'reception');
}
