import { operator } from '#domain/identity/model.ts';
import { saveNext, saveSummary } from '#domain/minutes/server/commands.ts';
import { saveFollowUp, settleFollowUp } from '#domain/minutes/server/follow-ups/commands.ts';
import { saveItem } from '#domain/minutes/server/items/commands.ts';
import { validateMinutes } from '#domain/minutes/server/publication/commands.ts';
import { readMinutes } from '#domain/minutes/server/queries.ts';
import type { Tx } from '#server/db/connection.ts';
import { addDays } from '#shared/dates.ts';
import type { EventId } from '#shared/ids.ts';
import file from '../../demo/after.json' with { type: 'json' };

const DEMONSTRATION = operator('démonstration');
const { minutes } = file;

/**
 * The compte rendu of a day that was held, validated for all to read, with who does what for when.
 * @param day - `YYYY-MM-DD`, when it was held.
 */
export async function loadMinutes(tx: Tx, event: EventId, day: string): Promise<void> {
  const written = await saveSummary(tx, DEMONSTRATION, event, {
    ...{ summary: minutes.summary, stamp: '', reread: true }
  });
  if (!written.ok) throw new Error(`demonstration: ${written.reason}`);
  for (const [kind, items] of [
    ['point', minutes.points],
    ['decision', minutes.decisions]
  ] as const)
    for (const said of items) {
      const change = { item: null, version: 0, input: { kind, ...said }, reread: true };
      await saveItem(tx, DEMONSTRATION, event, change);
    }
  const settle = await loadFollowUps(tx, event, day);
  await saveNext(tx, DEMONSTRATION, event, {
    ...{ words: minutes.next, event: null, stamp: '', reread: true }
  });
  const { updatedAt } = await readMinutes(tx, event);
  const seen = updatedAt?.getTime() ?? 0;
  const at = new Date(`${addDays(day, 5)}T09:00:00Z`);
  const valid = await validateMinutes(tx, DEMONSTRATION, event, { audience: 'public', seen }, at);
  if (!valid.ok) throw new Error(`demonstration: ${valid.reason}`);
  for (const one of settle) await one();
}

/** @returns what is to be said of those that are done, once the minutes are validated. */
async function loadFollowUps(tx: Tx, event: EventId, day: string) {
  const settle: (() => Promise<unknown>)[] = [];
  for (const { what, structure, who, afterDays, outcome } of minutes.followUps) {
    const due = addDays(day, afterDays);
    const input = { what, person: null, structure, who, due };
    const change = { followUp: null, version: 0, input, reread: true };
    const saved = await saveFollowUp(tx, DEMONSTRATION, event, change);
    if (!saved.ok) throw new Error(`demonstration: ${saved.reason}`);
    if (outcome) {
      const settled = { status: 'done' as const, outcome, reread: true };
      const at = new Date(`${due}T09:00:00Z`);
      settle.push(() => settleFollowUp(tx, DEMONSTRATION, saved.followUp, settled, at));
    }
  }
  return settle;
}
