/** How every domain hides what is reported, and follows what is decided of it: it says how its content is found, and what it keeps of it. */
import type { FoundContent, ReportReason, Withholding } from '#domain/confidentiality/model.ts';
import {
  remove,
  restore,
  withhold,
  type ReportOutcome
} from '#domain/confidentiality/server/withholding/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import { NotFound } from '#shared/errors.ts';
import type { TerritoryId } from '#shared/ids.ts';
import { listAnimators } from '../memberships/queries.ts';
import { withheldMail } from './mails.ts';

/** Why, and from where. */
export interface TextReport {
  readonly reason?: ReportReason;
  readonly address?: string;
}

/** Hides a content at once. @throws NotFound, also for whoever may not read it. */
export type Hide = (
  executor: Executor,
  actor: Actor,
  key: string,
  report?: TextReport
) => Promise<ReportOutcome>;

/** Decides of a content that is hidden. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export type Decide = (
  executor: Executor,
  actor: Actor,
  withholding: number
) => Promise<Withholding>;

/** What a domain does of its own content, in the same transaction. */
type Follow<Id> = (tx: Tx, actor: Actor, id: Id, label: string) => Promise<unknown>;

/**
 * The command that hides a content and tells the animators of its territory, who decide. Once, however often it is reported.
 * @param find - by its key; null when the actor may not read it.
 * @param unknown - said when there is none.
 */
export function hiding<Id extends number>(
  find: (db: Executor, actor: Actor, key: string) => Promise<FoundContent | null>,
  unknown: string,
  follow?: Follow<Id>
): Hide {
  return (executor, actor, key, report = {}) =>
    inTransaction(executor, async (tx) => {
      const content = await find(tx, actor, key);
      if (!content) throw new NotFound(unknown);
      const { id, label, territory } = content;
      const outcome = await withhold(tx, actor, { ...content, ...report });
      if (!outcome.ok || !outcome.isNew) return outcome;
      if (territory !== null) await tellAnimators(tx, label, territory);
      await follow?.(tx, actor, Number(id) as Id, label);
      return outcome;
    });
}

/** The command that shows a content again. */
export function restoring<Id extends number>(follow: Follow<Id>): Decide {
  return deciding(restore, 'restored', follow);
}

/** The command that erases for good what a content says, unless something else was decided first. */
export function erasing<Id extends number>(erase: Follow<Id>): Decide {
  return deciding(remove, 'removed', erase);
}

function deciding<Id extends number>(
  decide: Decide,
  status: Withholding['status'],
  follow: Follow<Id>
): Decide {
  return (executor, actor, withholding) =>
    inTransaction(executor, async (tx) => {
      const decided = await decide(tx, actor, withholding);
      if (decided.status === status)
        await follow(tx, actor, Number(decided.id) as Id, decided.label);
      return decided;
    });
}

/** Tells the animators of a territory that a text waits to be read again. */
async function tellAnimators(tx: Tx, label: string, territory: TerritoryId): Promise<void> {
  const { slug, name } = await tx
    .selectFrom('territory')
    .select(['slug', 'name'])
    .where('id', '=', territory)
    .executeTakeFirstOrThrow();
  for (const animator of await listAnimators(tx, territory))
    await queueMail(tx, withheldMail(animator, label, { slug, name }));
}
