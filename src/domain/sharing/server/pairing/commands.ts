/** Drawing the binômes of a month, once, and writing to those who are drawn. */
import { sql } from 'kysely';
import { operator } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { queueMail } from '#server/mail/queue.ts';
import type { PairingId, TerritoryId } from '#shared/ids.ts';
import { dayOf, monthOf, twoDates } from '../../pairing/calendar.ts';
import { commonThings, drawPairs } from '../../pairing/drawing.ts';
import { listCandidates, readBetween, type Candidate } from './candidates/queries.ts';
import { aloneMail, pairedMail } from './mails.ts';

const DRAW = operator('tirage des binômes');

export interface Place {
  readonly id: TerritoryId;
  readonly nameWithDe: string;
  /** Whose days off count: where most people of the territory live. */
  readonly departement: string | null;
}

export interface Round {
  readonly pairs: number;
  readonly alone: number;
}

/**
 * Draws the month of a territory, and writes to everybody who is drawn. Of two that draw at once, one does.
 * @param silent - writes to nobody: what the demonstration drew in the past.
 * @returns null when it was drawn already, or nobody is there to be paired.
 */
export function drawRound(
  db: Executor,
  place: Place,
  now: Date,
  { silent = false }: { readonly silent?: boolean } = {}
): Promise<Round | null> {
  return inTransaction(db, async (tx) => {
    const month = monthOf(dayOf(now));
    const people = await listCandidates(tx, place.id, dayOf(now));
    if (people.length < 2) return null;
    const { rows } = await sql<{ id: number }>`
      insert into pairing_round (territory_id, month, drawn_at) values (${place.id}, ${month}, ${now})
      on conflict (territory_id, month) do nothing returning id`.execute(tx);
    const round = rows[0]?.id;
    if (round === undefined) return null;
    const { pairs, alone } = drawPairs(people, await readBetween(tx, place.id, people, month));
    const byId = new Map(people.map((one) => [one.id, one]));
    for (const [a, b] of pairs)
      await introduce(tx, [byId.get(a.id)!, byId.get(b.id)!], { place, round, month, now, silent });
    const said = { month, territory: place.nameWithDe, round };
    for (const { id } of silent ? [] : alone) await queueMail(tx, aloneMail(byId.get(id)!, said));
    await recordAudit(tx, DRAW, {
      ...{ action: 'pairing.draw', territory: place.id },
      detail: { pairs: pairs.length, alone: alone.length }
    });
    return { pairs: pairs.length, alone: alone.length };
  });
}

interface Cause {
  readonly place: Place;
  readonly round: number;
  readonly month: string;
  readonly now: Date;
  readonly silent: boolean;
}

async function introduce(
  tx: Tx,
  drawn: readonly [Candidate, Candidate],
  { place, round, month, now, silent }: Cause
): Promise<void> {
  const [a, b] = drawn[0].id < drawn[1].id ? drawn : [drawn[1], drawn[0]];
  const common = commonThings(a, b);
  const dates = twoDates(dayOf(now), place.departement);
  const { rows } = await sql<{ id: PairingId; version: number }>`
    insert into pairing (round_id, a_id, b_id, common, dates)
    values (${round}, ${a.id}, ${b.id}, ${JSON.stringify(common)}::jsonb, ${dates}::timestamptz[])
    returning id, link_version as version`.execute(tx);
  if (silent) return;
  const said = { ...rows[0]!, month, territory: place.nameWithDe, common, dates };
  await queueMail(tx, pairedMail(a, { ...said, side: 'a', other: b }));
  await queueMail(tx, pairedMail(b, { ...said, side: 'b', other: a }));
}
