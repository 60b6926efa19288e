/** What a project looks for: added, found, looked for again, taken off. */
import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { NotFound, type Issue } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { keptNeeds, MOST_NEEDS, needInput, type NeedInput } from '../../needs.ts';
import { keepVersion } from '../versions/commands.ts';
import { holdWritten, trace } from '../writing/commands.ts';
import { listNeeds } from './queries.ts';

/** Said in the history. */
const CHANGE = 'ce qui est recherché';

export type NeedsAdded =
  | { readonly ok: true }
  | SecondReadingRefusal
  | { readonly ok: false; readonly reason: 'invalid'; readonly issues: readonly Issue[] };

/**
 * Notes what a project looks for, after what it looked for already; what it still looks for, in the same words, is not
 * noted again: the same form may come twice. @throws NotFound, Forbidden unless the actor writes it.
 */
export function addNeeds(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  needs: readonly NeedInput[],
  { reread = false }: { readonly reread?: boolean } = {}
): Promise<NeedsAdded> {
  return inTransaction(executor, async (tx) => {
    const project = await holdWritten(tx, actor, id);
    const issues = needs.flatMap((need, at) =>
      (needInput.safeParse(need).error?.issues ?? []).map(({ path, message }) => ({
        path: `needs.${at}.${path.join('.')}`,
        message
      }))
    );
    if (issues.length > 0) return { ok: false, reason: 'invalid', issues };
    const texts = Object.fromEntries(needs.map(({ text }, at) => [`needs.${at}.text`, text]));
    const unread = refuseUnread(texts, reread);
    if (unread) return unread;
    const fresh = await withoutOpen(tx, id, needs);
    if (fresh.length === 0) return { ok: true };
    const { rows } = await sql<{ count: number; last: number }>`
      select count(*)::int as count, coalesce(max(position), 0)::int as last from project_need
      where contribution_id = ${id}`.execute(tx);
    const { count, last } = rows[0]!;
    if (count + fresh.length > MOST_NEEDS)
      return {
        ...{ ok: false, reason: 'invalid' },
        issues: [{ path: 'needs', message: `${MOST_NEEDS} recherches au plus\u00a0: retirez-en` }]
      };
    await insertNeeds(tx, id, fresh, last);
    await keepVersion(tx, actor, id, CHANGE);
    await trace(tx, actor, 'project.needs', { ...project, territory: project.territory.id });
    return { ok: true };
  });
}

/** Those that the project does not look for yet, in these words. */
async function withoutOpen(tx: Tx, id: ContributionId, needs: readonly NeedInput[]) {
  const { rows } = await sql<{ kind: string; text: string }>`select kind, text from project_need
    where contribution_id = ${id} and met_at is null`.execute(tx);
  return needs.filter(
    (need) => !rows.some(({ kind, text }) => kind === need.kind && text === need.text.trim())
  );
}

async function insertNeeds(tx: Tx, id: ContributionId, needs: readonly NeedInput[], last: number) {
  await sql`insert into project_need (contribution_id, kind, text, position)
    select ${id}, g.kind, g.text, ${last} + g.position
    from unnest(${needs.map(({ kind }) => kind)}::text[], ${needs.map(({ text }) => text.trim())}::text[])
      with ordinality as g (kind, text, position)`.execute(tx);
}

/**
 * Notes that a need was met, or is looked for again. Pressed twice, the first day stays.
 * @throws NotFound, Forbidden unless the actor writes the project.
 */
export function settleNeed(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  need: number,
  { now, isMet }: { readonly now: Date; readonly isMet: boolean }
): Promise<void> {
  return change(executor, actor, id, (tx) =>
    sql<{
      id: number;
    }>`update project_need set met_at = ${isMet ? sql`coalesce(met_at, ${now})` : null}
      where id = ${need} and contribution_id = ${id} returning id`.execute(tx)
  );
}

/** Takes a need off. @throws NotFound, Forbidden unless the actor writes the project. */
export function removeNeed(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  need: number
): Promise<void> {
  return change(executor, actor, id, (tx) =>
    sql<{ id: number }>`delete from project_need where id = ${need} and contribution_id = ${id}
      returning id`.execute(tx)
  );
}

function change(
  executor: Executor,
  actor: Actor,
  id: ContributionId,
  write: (tx: Tx) => Promise<{ readonly rows: readonly unknown[] }>
): Promise<void> {
  return inTransaction(executor, async (tx) => {
    const project = await holdWritten(tx, actor, id);
    const before = await read(tx, id);
    const { rows } = await write(tx);
    if (rows.length === 0) throw new NotFound('Cette recherche n’est plus là.');
    // Pressed twice, it is one version.
    if ((await read(tx, id)) === before) return;
    await keepVersion(tx, actor, id, CHANGE);
    await trace(tx, actor, 'project.needs', { ...project, territory: project.territory.id });
  });
}

const read = async (tx: Tx, id: ContributionId) =>
  JSON.stringify(keptNeeds((await listNeeds(tx, [id])).get(id) ?? []));
