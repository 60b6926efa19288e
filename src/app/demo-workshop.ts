import { asInput } from '#domain/directory/model.ts';
import { getStructure } from '#domain/directory/server/queries.ts';
import { saveCase, setCaseStatus } from '#domain/events/server/workshop/cases/commands.ts';
import {
  inviteToWorkshop,
  keepPoints,
  setWorkshopStatus
} from '#domain/events/server/workshop/commands.ts';
import { findWorkshop, workshopToken } from '#domain/events/server/workshop/queries.ts';
import {
  answerCase,
  drawPerimeter,
  saveWords,
  setReady,
  type Hand
} from '#domain/events/server/workshop/room/commands.ts';
import { workshopReplyInput } from '#domain/events/workshop.ts';
import { operator } from '#domain/identity/model.ts';
import type { PerimeterInput, Territory } from '#domain/territory/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { EventId, WorkshopCaseId } from '#shared/ids.ts';
import file from '../../demo/workshop.json' with { type: 'json' };

const DEMONSTRATION = operator('démonstration');

/**
 * The workshop « périmètres » of a day that was held: what five structures said where they come and what they do, two
 * fictional cases that they answered, and what remains to settle. The fiches are left as they are.
 */
export async function loadWorkshop(
  tx: Tx,
  event: EventId,
  territory: Territory,
  now: Date
): Promise<void> {
  const slugs = file.structures.map(({ slug }) => slug);
  await inviteToWorkshop(tx, DEMONSTRATION, event, slugs);
  await setWorkshopStatus(tx, DEMONSTRATION, event, 'open', now);
  const found = await findWorkshop(tx, event, territory.id);
  const seats = found?.workshop.structures ?? [];
  // A demonstration that lacks the fictional network has nobody to sit down.
  if (seats.length < slugs.length) return;
  const token = workshopToken(event, found!.workshop.linkVersion);
  const hands = new Map<string, Hand>(
    seats.map(({ id, slug }) => [slug, { token, structure: id, address: 'démonstration' }])
  );
  // Nothing is written yet: one stamp is that of all.
  for (const said of file.structures)
    await sayOne(tx, hands.get(said.slug)!, said, seats[0]!.stamp);
  for (const one of file.cases) await askOne(tx, event, one, hands);
  for (const { slug, ready } of file.structures)
    if (ready) await setReady(tx, hands.get(slug)!, { ready }, now);
  await keepPoints(tx, DEMONSTRATION, event, { whats: file.points, reread: true });
  await setWorkshopStatus(tx, DEMONSTRATION, event, 'closed', now);
}

/** What a structure draws, from the perimeter of its fiche, and its three texts. */
async function sayOne(
  tx: Tx,
  hand: Hand,
  said: (typeof file.structures)[number],
  stamp: string
): Promise<void> {
  const { perimeter } = asInput(await getStructure(tx, said.slug));
  const added = said.adds.map((code) => ({ level: 'commune' as const, code }));
  const apply = (drawn: PerimeterInput) => ({ ...drawn, include: [...drawn.include, ...added] });
  held(await drawPerimeter(tx, hand, { version: 1, isWhole: false, from: perimeter, apply }));
  const { does, doesNot, doubts } = said;
  held(await saveWords(tx, hand, { does, doesNot, doubts, stamp, reread: true }));
}

type Case = (typeof file.cases)[number];

async function askOne(
  tx: Tx,
  event: EventId,
  { story, commune, theme, audience, replies }: Case,
  hands: ReadonlyMap<string, Hand>
): Promise<void> {
  const written = { story, commune, theme, audience, reread: true };
  const made = await saveCase(tx, DEMONSTRATION, event, null, written);
  if (!made.ok) throw new Error(`demonstration: ${made.reason}`);
  await setCaseStatus(tx, DEMONSTRATION, event, made.id, 'asked');
  for (const [slug, said] of Object.entries<readonly string[] | undefined>(replies))
    await reply(tx, hands.get(slug)!, made.id, said ?? []);
  await setCaseStatus(tx, DEMONSTRATION, event, made.id, 'closed');
}

async function reply(
  tx: Tx,
  hand: Hand,
  id: WorkshopCaseId,
  [answer, comment]: readonly string[]
): Promise<void> {
  const input = { ...workshopReplyInput.parse({ answer, comment }), known: '', reread: true };
  held(await answerCase(tx, hand, id, input));
}

function held(outcome: { readonly ok: true } | { readonly ok: false; readonly reason: string }) {
  if (!outcome.ok) throw new Error(`demonstration: ${outcome.reason}`);
}
