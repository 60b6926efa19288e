import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import { markMade } from '#domain/network/server/introductions/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { StructureId } from '#shared/ids.ts';
import { haveMet, type Outcome } from '../../../pairing/feedback.ts';
import { getPairByLink, type OwnPair } from '../links/queries.ts';

const BINOMES = operator('binômes');

/**
 * Says what became of a binôme, by the link of one of the two; said again, the last word counts. When the two have met,
 * the network knows that their structures were introduced.
 * @throws NotFound for a link that serves no more.
 */
export function sayOutcome(
  db: Executor,
  token: string,
  outcome: Outcome,
  now: Date
): Promise<OwnPair> {
  return inTransaction(db, async (tx) => {
    const found = await getPairByLink(tx, token);
    await sql`select from pairing where id = ${found.id} for no key update`.execute(tx);
    await sql`
      insert into pairing_feedback (pairing_id, person_id, outcome, said_at)
      values (${found.id}, ${found.me.id}, ${outcome}, ${now})
      on conflict (pairing_id, person_id) do update set outcome = excluded.outcome, said_at = excluded.said_at`.execute(
      tx
    );
    const pair = await getPairByLink(tx, token);
    if (haveMet(pair.mine, pair.theirs)) await tellNetwork(tx, pair, now);
    return pair;
  });
}

/** Their structures of this territory, when each has one, are introduced. What an animator decided for an edition stays there. */
async function tellNetwork(tx: Tx, { me, other, territory }: OwnPair, now: Date): Promise<void> {
  const slugs = [me, other].map(({ structures }) => structures[0]?.slug ?? '');
  const { rows } = await sql<{ id: StructureId; slug: string }>`
    select s.id, s.slug from structure s
    join structure_territory st on st.structure_id = s.id and st.territory_id = ${territory.id}
    where s.slug = any(${slugs}::text[]) and s.merged_into is null`.execute(tx);
  const [one, two] = slugs.map((slug) => rows.find((row) => row.slug === slug)?.id);
  if (one === undefined || two === undefined || one === two) return;
  await markMade(tx, BINOMES, { territory: territory.id, structures: [one, two] }, now);
}
