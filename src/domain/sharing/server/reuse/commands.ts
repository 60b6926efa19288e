/** « Je l’ai repris »: said by members who did not write the experience, changed, taken back. */
import { sql } from 'kysely';
import { refuseUnread } from '#domain/confidentiality/rules.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import {
  reuseInput,
  reuseNewsInput,
  type ReuseInput,
  type ReuseNewsInput
} from '../../forms/reuse.ts';
import type { Contribution } from '../../model.ts';
import { canReply, canWrite } from '../../rules.ts';
import { getContribution } from '../queries.ts';
import { trace, type Refused } from '../writing/commands.ts';
import { getAskedReuse } from './links/queries.ts';
import { listOwnStructures } from './queries.ts';

const ITS_OWN = 'Vous l’avez écrit\u00a0: ce sont les autres qui le reprennent.';
const MEMBERS = 'Dire qu’on l’a repris est réservé aux membres du réseau.';

export type Said = { readonly ok: true; readonly isNew: boolean } | Refused;

/**
 * Says that one re-uses an experience, or changes what one said of it: one line a person.
 * @throws NotFound, Forbidden for whoever wrote it or is not of the network
 */
export function sayReused(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  input: ReuseInput,
  { now, reread = false }: { readonly now: Date; readonly reread?: boolean }
): Promise<Said> {
  return inTransaction(executor, async (tx) => {
    const { experience, reader } = await getReused(tx, actor, id);
    const parsed = reuseInput.safeParse(input);
    if (!parsed.success) return refusal(parsed.error.issues);
    const { status, structure, outcome } = parsed.data;
    const own = await listOwnStructures(tx, reader.id);
    if (structure !== null && !own.some((one) => one.id === structure))
      return refusal([{ path: ['structure'], message: 'choisissez une de vos structures' }]);
    const unread = refuseUnread({ outcome }, reread);
    if (unread) return unread;
    const { rows } = await sql<{ isNew: boolean }>`
      insert into experience_reuse (contribution_id, person_id, structure_id, status, outcome, created_at, updated_at)
      values (${id}, ${reader.id}, ${structure}, ${status}, ${outcome}, ${now}, ${now})
      on conflict (contribution_id, person_id) do update set structure_id = excluded.structure_id,
        status = excluded.status, outcome = excluded.outcome, updated_at = excluded.updated_at,
        version = experience_reuse.version + 1
      returning version = 1 as "isNew"`.execute(tx);
    await note(tx, actor, 'experience.reuse', experience);
    return { ok: true, isNew: rows[0]!.isNew };
  });
}

/** Takes back what one said, with its text. @throws NotFound, Forbidden */
export function takeBackReuse(executor: Executor, actor: Actor, id: ContributionId): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const experience = await getContribution(tx, actor, { id });
    if (actor.kind !== 'person') throw new Forbidden(MEMBERS);
    const { numDeletedRows } = await tx
      .deleteFrom('experience_reuse')
      .where('contribution_id', '=', id)
      .where('person_id', '=', actor.id)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await note(tx, actor, 'experience.reuse-taken-back', experience);
    else if (!canReply(actor, experience.place) || canWrite(actor, experience.place))
      throw new Forbidden(MEMBERS);
  });
}

/**
 * What became of it, from the link of the message that asked: this re-use only, until the link expires.
 * @throws NotFound when the link serves no more.
 */
export function answerReuse(
  executor: Executor,
  token: string,
  input: ReuseNewsInput,
  { now, reread = false }: { readonly now: Date; readonly reread?: boolean }
): Promise<{ readonly ok: true } | Refused> {
  return inTransaction(executor, async (tx) => {
    const asked = await getAskedReuse(tx, token, now);
    await sql`select from contribution where id = (select contribution_id from experience_reuse
      where id = ${asked.reuse.id}) for share`.execute(tx);
    const { reuse } = await getAskedReuse(tx, token, now);
    const parsed = reuseNewsInput.safeParse(input);
    if (!parsed.success) return refusal(parsed.error.issues);
    const { status, outcome } = parsed.data;
    const unread = refuseUnread({ outcome }, reread);
    if (unread) return unread;
    await sql`update experience_reuse set status = ${status}, outcome = ${outcome}, updated_at = ${now},
      version = version + 1 where id = ${reuse.id}`.execute(tx);
    return { ok: true };
  });
}

async function getReused(
  tx: Tx,
  actor: Actor,
  id: ContributionId
): Promise<{ experience: Contribution; reader: PersonActor }> {
  // Neither erased nor opened to everybody until it is said.
  await sql`select from contribution where id = ${id} for share`.execute(tx);
  const experience = await getContribution(tx, actor, { id });
  if (actor.kind !== 'person' || !canReply(actor, experience.place)) throw new Forbidden(MEMBERS);
  if (experience.kind !== 'experience' || canWrite(actor, experience.place))
    throw new Forbidden(ITS_OWN);
  return { experience, reader: actor };
}

const refusal = (issues: readonly { path: PropertyKey[]; message: string }[]): Refused => ({
  ...{ ok: false, reason: 'invalid' },
  issues: issues.map(({ path, message }) => ({ path: path.join('.'), message }))
});

const note = (tx: Tx, actor: Actor, action: string, found: Contribution) =>
  trace(tx, actor, action, { id: found.id, title: found.title, territory: found.territory.id });
