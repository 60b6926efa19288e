import type { PersonActor } from '#domain/identity/model.ts';
import { dayOf, drawDay, monthOf, ZONE } from '#domain/sharing/pairing/calendar.ts';
import { OUTCOMES } from '#domain/sharing/pairing/feedback.ts';
import { drawRound } from '#domain/sharing/server/pairing/commands.ts';
import { sayOutcome } from '#domain/sharing/server/pairing/feedback/commands.ts';
import { listPairsOf } from '#domain/sharing/server/pairing/links/queries.ts';
import { joinPairing } from '#domain/sharing/server/pairing/members/commands.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { addDays, instantOf } from '#shared/dates.ts';
import file from '../../demo/sharing.json' with { type: 'json' };

/**
 * Draws the last two months of binômes among the invented people of a network: of the first, what became of each was
 * said; the second has just been drawn, and a few have a date. Nobody is written to.
 */
export async function loadPairing(
  tx: Tx,
  territory: Pick<Territory, 'id' | 'nameWithDe'>,
  people: ReadonlyMap<string, PersonActor>,
  now: Date
): Promise<void> {
  const members = file.pairing.members.flatMap((name) => people.get(name) ?? []);
  for (const member of members) await joinPairing(tx, member, territory.id);
  const latest = lastDraw(dayOf(now));
  const before = drawDay(monthOf(addDays(monthOf(latest), -1)));
  const place = { id: territory.id, nameWithDe: territory.nameWithDe, departement: null };
  for (const [day, outcomes] of [
    [before, file.pairing.outcomes],
    [latest, file.pairing.latest]
  ] as const) {
    const at = instantOf(`${day}T08:20`, ZONE);
    await drawRound(tx, place, at, { silent: true });
    await sayOutcomes(tx, members, outcomes, monthOf(day));
  }
}

/** Of each pair of a month, what one of the two says of it. */
async function sayOutcomes(
  tx: Tx,
  members: readonly PersonActor[],
  outcomes: readonly string[],
  month: string
): Promise<void> {
  const heard = new Set<number>();
  for (const { id } of members) {
    const pair = (await listPairsOf(tx, id)).find((one) => one.month === month);
    const outcome = OUTCOMES.find((one) => one === outcomes[heard.size]);
    if (!pair || heard.has(pair.id) || !outcome) continue;
    heard.add(pair.id);
    const token = pair.link.split('/').at(-1)!;
    await sayOutcome(tx, token, outcome, new Date(pair.drawnAt.getTime() + 12 * 86_400_000));
  }
}

/** The last day that was a draw. */
function lastDraw(today: string): string {
  const here = drawDay(monthOf(today));
  return here <= today ? here : drawDay(monthOf(addDays(monthOf(today), -1)));
}
