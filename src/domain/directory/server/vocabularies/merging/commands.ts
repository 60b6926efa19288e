import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Invalid } from '#shared/errors.ts';
import {
  isNeeded,
  mergeWords,
  type Usage,
  type VocabularyKind,
  type Word
} from '../../../vocabulary.ts';
import { bumpRevision } from '../../revision/commands.ts';
import { assertMayKeepWords, lockList, lockUses, reindex, trace } from '../commands.ts';
import { getUsedWord, listStructuresUsing } from '../queries.ts';
import { markMerged, replaceWord } from '../rows/commands.ts';

export interface MergeInput {
  from: string;
  into: string;
  /** The versions of both words that the preview showed. */
  versions: { from: number; into: number };
}

export type MergeOutcome =
  { ok: true; into: Word; moved: Usage } | { ok: false; reason: 'changed' | 'needed' };

/**
 * Merges a word into another, all or nothing: what named it names the one that stays, which is found by its words
 * too; its code leads to the other for ever. Search and « Qui couvre ? » follow.
 * @returns what moved; or `changed` when either word is not what the preview showed.
 * @throws Forbidden, NotFound, or Invalid when both are the same word.
 */
export async function mergeWord(
  executor: Executor,
  actor: Actor,
  kind: VocabularyKind,
  input: MergeInput
): Promise<MergeOutcome> {
  assertMayKeepWords(actor);
  return inTransaction(executor, async (tx) => {
    await lockUses(tx);
    await lockList(tx);
    const goes = await getUsedWord(tx, kind, input.from);
    const stays = await getUsedWord(tx, kind, input.into);
    if (isNeeded(kind, goes.code)) return { ok: false, reason: 'needed' };
    if (goes.version !== input.versions.from || stays.version !== input.versions.into)
      return { ok: false, reason: 'changed' };
    if (goes.code === stays.code)
      throw new Invalid([{ path: 'into', message: 'un mot ne se réunit pas avec lui-même' }]);
    const affected = await listStructuresUsing(tx, kind, [goes.code, stays.code]);
    await moveUses(tx, kind, goes.code, stays.code);
    await replaceWord(tx, kind, stays.code, mergeWords(kind, stays, goes));
    await markMerged(tx, kind, goes.code, stays.code);
    await reindex(tx, affected);
    await bumpRevision(tx);
    const detail = { from: goes.code, name: goes.name, ...goes.usage };
    await trace(tx, actor, 'merge', kind, stays, detail);
    return { ok: true, into: stays, moved: goes.usage };
  });
}

/** What names a word names another instead, once. Without `lockUses`, what is being written meanwhile is missed. */
export async function moveUses(
  tx: Tx,
  kind: VocabularyKind,
  from: string,
  into: string
): Promise<void> {
  if (kind === 'type') {
    await sql`update structure set type_code = ${into} where type_code = ${from}`.execute(tx);
    await sql`update front_door set type_code = ${into} where type_code = ${from}`.execute(tx);
  } else if (kind === 'theme') {
    await sql`
      insert into service_theme select service_id, ${into} from service_theme where theme_code = ${from}
      on conflict do nothing`.execute(tx);
    await sql`delete from service_theme where theme_code = ${from}`.execute(tx);
    await sql`update front_door set theme_code = ${into} where theme_code = ${from}`.execute(tx);
  } else if (kind === 'audience') {
    await sql`
      insert into service_audience select service_id, ${into} from service_audience where audience_code = ${from}
      on conflict do nothing`.execute(tx);
    await sql`delete from service_audience where audience_code = ${from}`.execute(tx);
    await sql`update front_door set audience_code = ${into} where audience_code = ${from}`.execute(
      tx
    );
  }
  if (kind !== 'acronym') await removeTwins(tx, kind, into);
}

/** Two doors that became the same are one: the first called stays. */
async function removeTwins(
  tx: Tx,
  kind: Exclude<VocabularyKind, 'acronym'>,
  code: string
): Promise<void> {
  await sql`
    delete from front_door twin using front_door first
    where first.territory_id = twin.territory_id and (first.position, first.id) < (twin.position, twin.id)
      and (first.type_code, first.theme_code, first.audience_code, first.structure_id)
        is not distinct from (twin.type_code, twin.theme_code, twin.audience_code, twin.structure_id)
      and ${sql.ref(`twin.${kind}_code`)} = ${code}`.execute(tx);
}
