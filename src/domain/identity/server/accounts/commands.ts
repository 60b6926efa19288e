import { sql } from 'kysely';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Actor } from '../../model.ts';
import { isPerson, runsInstance } from '../../rules.ts';
import { recordAudit } from '../audit/commands.ts';

/**
 * The account of somebody who has just shown that an address is hers: opened if there was none. What an account
 * already says of itself is left as it is.
 */
export async function ensurePerson(
  executor: Executor,
  input: { readonly email: string; readonly name: string; readonly profession?: string }
): Promise<{ id: PersonId; created: boolean; suspended: boolean }> {
  const { rows } = await sql<{ id: PersonId; created: boolean; suspended: boolean }>`
    insert into person (email, name, profession, email_verified)
    values (${input.email.toLowerCase()}, ${input.name}, ${input.profession ?? ''}, true)
    on conflict (email) do update set
      email_verified = true,
      name = case when person.name = '' then excluded.name else person.name end,
      profession = case when person.profession = '' then excluded.profession else person.profession end
    returning id, (xmax = 0) as created, suspended_at is not null as suspended`.execute(executor);
  return rows[0]!;
}

/** Says the profession of somebody whose account does not say it yet. */
export async function completeProfession(
  executor: Executor,
  person: PersonId,
  profession: string
): Promise<void> {
  await executor
    .updateTable('person')
    .set({ profession })
    .where('id', '=', person)
    .where('profession', '=', '')
    .execute();
}

export interface AccountRefusal {
  readonly ok: false;
  readonly reason: 'oneself' | 'last-administrator';
}

/**
 * Closes accounts: their people are signed out at once and sign in no more, until {@link reactivatePeople}.
 * @param input.reason - kept in the trace; for the administration only.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function suspendPeople(
  executor: Executor,
  actor: Actor,
  { people, reason }: { people: readonly PersonId[]; reason: string }
): Promise<{ ok: true; count: number } | AccountRefusal> {
  refuseOthers(actor);
  if (people.some((person) => isPerson(actor, person))) return { ok: false, reason: 'oneself' };
  return inTransaction(executor, async (tx) => {
    if (await wouldLeaveNobody(tx, people)) return { ok: false, reason: 'last-administrator' };
    const { rows } = await sql<{ id: PersonId; name: string }>`
      update person set suspended_at = now()
      where id = any(${people}::uuid[]) and suspended_at is null
      returning id, name`.execute(tx);
    await sql`delete from sign_in_session where person_id = any(${people}::uuid[])`.execute(tx);
    for (const { id, name } of rows)
      await recordAudit(tx, actor, {
        action: 'person.suspend',
        target: { kind: 'person', id, label: name },
        detail: { reason }
      });
    return { ok: true, count: rows.length };
  });
}

/** Opens suspended accounts again. @throws Forbidden as {@link suspendPeople}. */
export async function reactivatePeople(
  executor: Executor,
  actor: Actor,
  people: readonly PersonId[]
): Promise<number> {
  refuseOthers(actor);
  return inTransaction(executor, async (tx) => {
    const { rows } = await sql<{ id: PersonId; name: string }>`
      update person set suspended_at = null
      where id = any(${people}::uuid[]) and suspended_at is not null
      returning id, name`.execute(tx);
    for (const { id, name } of rows)
      await recordAudit(tx, actor, {
        action: 'person.reactivate',
        target: { kind: 'person', id, label: name }
      });
    return rows.length;
  });
}

/**
 * Makes somebody run the instance, or no more. There is always one left.
 * @throws NotFound, or Forbidden as {@link suspendPeople}.
 */
export async function setAdministrator(
  executor: Executor,
  actor: Actor,
  { person, administrator }: { person: PersonId; administrator: boolean }
): Promise<{ ok: true } | AccountRefusal> {
  refuseOthers(actor);
  return inTransaction(executor, async (tx) => {
    if (!administrator && (await wouldLeaveNobody(tx, [person])))
      return { ok: false, reason: 'last-administrator' };
    const { rows } = await sql<{ name: string }>`
      update person set administrator = ${administrator} where id = ${person}
      returning name`.execute(tx);
    if (!rows[0]) throw new NotFound('Ce compte n’existe pas, ou n’existe plus.');
    await recordAudit(tx, actor, {
      action: administrator ? 'person.make-administrator' : 'person.unmake-administrator',
      target: { kind: 'person', id: person, label: rows[0].name }
    });
    return { ok: true };
  });
}

/**
 * Whether taking these people away leaves nobody to run the instance. Locks those who do, so that two of them cannot
 * each see the other still there.
 */
async function wouldLeaveNobody(tx: Tx, people: readonly PersonId[]): Promise<boolean> {
  const { rows } = await sql<{ id: PersonId }>`
    select id from person where administrator and suspended_at is null
    order by id for update`.execute(tx);
  return rows.length > 0 && rows.every(({ id }) => people.includes(id));
}

function refuseOthers(actor: Actor): void {
  if (!runsInstance(actor))
    throw new Forbidden('Seule l’administration de cette instance gère les comptes.');
}
