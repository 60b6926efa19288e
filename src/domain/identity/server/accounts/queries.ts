import { sql } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { PersonId } from '#shared/ids.ts';
import type { Actor } from '../../model.ts';
import type { Account, Correspondent } from '../../person.ts';
import { runsInstance } from '../../rules.ts';

export type { Account, Correspondent };

export const ACCOUNT_STATES = ['all', 'administrators', 'suspended'] as const;

export interface AccountSearch {
  /** Part of a name or of an e-mail. */
  readonly q: string;
  readonly state: (typeof ACCOUNT_STATES)[number];
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

/** Those who run the instance, for messages: an unanswered request, an alarm. */
export async function listAdministrators(db: Executor): Promise<Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    select id, name, email from person
    where administrator and suspended_at is null order by name, id`.execute(db);
  return rows;
}

/** Somebody to write to, and her profession; null when the account is gone or suspended. */
export async function findCorrespondent(
  db: Executor,
  person: PersonId
): Promise<(Correspondent & { readonly profession: string }) | null> {
  const { rows } = await sql<Correspondent & { readonly profession: string }>`
    select id, name, email, profession from person where id = ${person} and suspended_at is null`.execute(
    db
  );
  return rows[0] ?? null;
}

/**
 * The accounts of the instance, by name.
 * @throws Forbidden unless the actor runs the instance.
 */
export async function searchAccounts(
  db: Executor,
  actor: Actor,
  { q, state, page, perPage }: AccountSearch
): Promise<{ accounts: Account[]; total: number }> {
  refuseOthers(actor);
  const text = q.trim();
  const pattern = `%${text.replaceAll(/[%_\\]/g, '\\$&')}%`;
  const { rows } = await sql<Account & { total: number }>`
    select ${ACCOUNT}, count(*) over ()::int as total
    from person
    where (${text} = '' or name ilike ${pattern} or email ilike ${pattern})
      and (${state} <> 'administrators' or administrator)
      and (${state} <> 'suspended' or suspended_at is not null)
    order by name, id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return { accounts: rows.map(({ total: _, ...account }) => account), total: rows[0]?.total ?? 0 };
}

/** Some accounts, by name, for what is done to several at once. @throws Forbidden as {@link searchAccounts}. */
export async function listAccounts(
  db: Executor,
  actor: Actor,
  ids: readonly PersonId[]
): Promise<Account[]> {
  refuseOthers(actor);
  const known = ids.filter((id) => UUID.test(id));
  const { rows } = await sql<Account>`
    select ${ACCOUNT} from person where id = any(${known}::uuid[]) order by name, id`.execute(db);
  return rows;
}

/** @throws NotFound, or Forbidden as {@link searchAccounts}. */
export async function getAccount(db: Executor, actor: Actor, id: PersonId): Promise<Account> {
  const [account] = await listAccounts(db, actor, [id]);
  if (!account) throw new NotFound('Ce compte n’existe pas, ou n’existe plus.');
  return account;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const ACCOUNT = sql`id, name, email, profession, administrator, suspended_at as "suspendedAt",
  last_seen_at as "lastSeenAt", created_at as "createdAt", fictional`;

function refuseOthers(actor: Actor): void {
  if (!runsInstance(actor))
    throw new Forbidden('Seule l’administration de cette instance voit les comptes.');
}
