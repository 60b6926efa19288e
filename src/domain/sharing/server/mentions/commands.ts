/** Noting who is named in what is written; she is told by a job, once it can be read. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId, ReplyId, TerritoryId } from '#shared/ids.ts';
import { findMentions, type Mentionable } from '../../mentions.ts';
import { listMentionable } from './queries.ts';

interface Written {
  readonly contribution: ContributionId;
  readonly territory: TerritoryId;
  /** Null: in the contribution itself. */
  readonly reply: ReplyId | null;
  readonly text: string;
}

/**
 * Notes those of the network that a text names, each once however often it is written again. A reply that is corrected
 * before anybody was told tells only who is still named.
 */
export async function noteMentions(
  tx: Tx,
  actor: Actor,
  { contribution, territory, reply, text }: Written
): Promise<void> {
  const by = actor.kind === 'person' ? actor.id : null;
  if (reply !== null)
    await tx
      .deleteFrom('mention')
      .where('reply_id', '=', reply)
      .where('told_at', 'is', null)
      .execute();
  if (!text.includes('@')) return;
  const found = findMentions(text, await listMentionable(tx, territory)).filter(
    ({ id }) => id !== by
  );
  const ids = (kind: Mentionable['kind']) =>
    found.filter((one) => one.kind === kind).map(({ id }) => id);
  await sql`
    insert into mention (contribution_id, reply_id, person_id, structure_id, by_id)
    select ${contribution}::bigint, ${reply}::bigint, p, null, ${by}::uuid from unnest(${ids('person')}::uuid[]) p
    union all
    select ${contribution}::bigint, ${reply}::bigint, null, s, ${by}::uuid from unnest(${ids('structure')}::bigint[]) s
    on conflict do nothing`.execute(tx);
}
