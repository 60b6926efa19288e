/**
 * The answer of « Qui couvre ? » as bytes. It shows hundreds of structures, nearly the same from one question to the
 * next: what is said of each whatever the question is written once, and an answer puts these pieces together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decideCoverage,
  type Decision
} from '#domain/directory/server/coverage/decision/queries.ts';
import { readCards, type Card } from '#domain/directory/server/coverage/cards/queries.ts';
import { getOffers } from '#domain/directory/server/coverage/offers/queries.ts';
import type { Answering } from '#domain/directory/answering.ts';
import type { CoverageQuestion } from '#domain/directory/coverage.ts';
import type { ListedStructure } from '#domain/directory/offers.ts';
import type { CoverageReason } from '#domain/territory/model.ts';
import { toCommune } from '#domain/territory/atlas.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ServiceId } from '#shared/ids.ts';
import { communeJson, serviceOfferedJson, summaryJson } from './presenters.ts';

/** How many are written at a time before anybody asks, and the pause that lets who asks go first. */
const BATCH = 200;
const PAUSE_MS = 15;

/**
 * Writes the pieces of every structure that offers something before anybody asks for them, a few at a time. A question
 * asked meanwhile goes first. Stops when there are more than are kept.
 */
export async function writeAhead(db: Executor, signal: AbortSignal): Promise<void> {
  const structures = [...(await getOffers(db)).structures.values()];
  for (let at = 0; at < structures.length && keptBytes < MOST_BYTES * 0.9; at += BATCH) {
    if (signal.aborted) return;
    await written(db, structures.slice(at, at + BATCH));
    await sleep(PAUSE_MS);
  }
}

/** Pieces of JSON, one byte of UTF-8 a character: joined without being looked at again. */
interface Written {
  /** What it was written from: a structure that changes becomes another object. */
  structure: ListedStructure;
  /** Its summary, to be continued or closed. */
  summary: string;
  services: readonly { id: ServiceId; json: string }[];
}

/** About 150,000 structures. Past it, everything is forgotten and written again as it is asked for. */
const MOST_BYTES = 96 * 1024 * 1024;
const kept = new Map<ListedStructure['id'], Written>();
let keptBytes = 0;

/** Which part of an answer is sent: `size` structures of the three lists end to end, the first page being 1. */
export interface Page {
  readonly page: number;
  readonly size: number;
}

/**
 * The JSON that the contract `whoCoversCommune` describes.
 * @throws NotFound, or Invalid naming each word that no vocabulary holds.
 */
export async function writeWhoCovers(
  db: Executor,
  question: CoverageQuestion,
  { page, size }: Page
): Promise<Buffer<ArrayBuffer>> {
  const decision = await decideCoverage(db, question);
  const all = arranged(decision);
  const total = {
    structures: all.structures.length,
    unspecified: all.unspecified.length,
    unknown: decision.unknown.length
  };
  const within = window((page - 1) * size, size);
  const [structures, unspecified, unknown] = [
    within(all.structures),
    within(all.unspecified),
    within(decision.unknown)
  ];
  const shown = [...structures, ...unspecified].map((one) => one.structure);
  const pieces = await written(db, [...shown, ...unknown]);
  const parts = [
    `{"commune":${bytes(JSON.stringify(communeJson(toCommune(decision.commune))))},"total":${JSON.stringify(total)},"page":${page},"per_page":${size},"structures":[`
  ];
  const reason = reasonWriter();
  const cover = (one: Answering) => {
    const piece = pieces.get(one.structure.id);
    if (piece) pushCovering(parts, piece, one, reason);
  };
  structures.forEach(cover);
  nextList(parts, '"unspecified"');
  unspecified.forEach(cover);
  nextList(parts, '"unknown"');
  for (const { id } of unknown) {
    const piece = pieces.get(id);
    if (piece) parts.push(piece.summary, '}', ',');
  }
  endList(parts);
  parts.push('}');
  return joined(parts);
}

/** Cuts the same window through lists laid end to end, given one after the other. */
function window(skip: number, size: number): <T>(list: readonly T[]) => readonly T[] {
  let [left, room] = [skip, size];
  return (list) => {
    const cut = list.slice(left, left + room);
    left = Math.max(0, left - list.length);
    room -= cut.length;
    return cut;
  };
}

function nextList(parts: string[], name: string): void {
  endList(parts);
  parts.push(`,${name}:[`);
}

/** What is listed ends with a comma, the last of the list included until now. */
function endList(parts: string[]): void {
  if (parts.at(-1) === ',') parts.pop();
  parts.push(']');
}

/** Copied once, straight to the bytes that are sent: an answer is a hundred kilobytes of a thousand pieces. */
function joined(parts: readonly string[]): Buffer<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const answer = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const part of parts) at += answer.write(part, at, 'latin1');
  return answer;
}

/** As the page does: those to call, those to bring in, then those that are everywhere. */
function arranged({ index, covering }: Decision) {
  const structures: [Answering[], Answering[], Answering[]] = [[], [], []];
  const unspecified: Answering[] = [];
  for (const one of covering) {
    const offer = one.offers[0]!;
    const action = index.words.actions.get(index.kinds[offer.kind]!.type);
    if (one.match === 'unspecified') unspecified.push(one);
    else if (offer.certainty === 'everywhere') structures[2].push(one);
    else structures[action === 'call' ? 0 : 1].push(one);
  }
  return { structures: structures.flat(), unspecified };
}

function pushCovering(
  parts: string[],
  { summary, services }: Written,
  one: Answering,
  reason: (one: Answering) => string
): void {
  const { offers, door } = one;
  parts.push(summary, reason(one), door === -1 ? 'null' : String(door + 1), ',"services":[');
  for (const { serviceId } of offers) {
    const json = services.find(({ id }) => id === serviceId)?.json;
    if (json) parts.push(json, ',');
  }
  endList(parts);
  parts.push('}', ',');
}

/** Most structures of an answer are there for the same few reasons. */
function reasonWriter(): (one: Answering) => string {
  const known = new Map<CoverageReason, string>();
  return ({ because, offers }) => {
    let json = known.get(because);
    if (json === undefined) {
      const { certainty } = offers[0]!;
      json = `,"certainty":"${certainty}","because":${bytes(JSON.stringify(because))},"front_door":`;
      known.set(because, json);
    }
    return json;
  };
}

/** The pieces of structures: from memory, but for those that changed since or were never asked for. */
async function written(
  db: Executor,
  structures: readonly ListedStructure[]
): Promise<Map<ListedStructure['id'], Written>> {
  const pieces = new Map<ListedStructure['id'], Written>();
  const missing = new Map<ListedStructure['id'], ListedStructure>();
  for (const structure of structures) {
    const piece = kept.get(structure.id);
    if (piece?.structure === structure) pieces.set(structure.id, piece);
    else missing.set(structure.id, structure);
  }
  for (const card of await readCards(db, [...missing.keys()])) {
    const structure = missing.get(card.summary.id)!;
    const piece = write(structure, card);
    pieces.set(structure.id, piece);
    keep(piece);
  }
  return pieces;
}

function write(structure: ListedStructure, { summary, services }: Card): Written {
  return {
    structure,
    summary: bytes(JSON.stringify(summaryJson(summary)).slice(0, -1)),
    services: services.map(({ id, shown }) => ({
      id,
      json: bytes(JSON.stringify(serviceOfferedJson(shown)))
    }))
  };
}

function keep(piece: Written): void {
  const sizeOf = ({ summary, services }: Written) =>
    services.reduce((sum, { json }) => sum + json.length, summary.length);
  const former = kept.get(piece.structure.id);
  keptBytes += sizeOf(piece) - (former ? sizeOf(former) : 0);
  if (keptBytes > MOST_BYTES) {
    kept.clear();
    keptBytes = sizeOf(piece);
  }
  kept.set(piece.structure.id, piece);
}

function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
