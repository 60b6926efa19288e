import { ACQUAINTED, type Level } from '../model.ts';
import type { StructureId } from '#shared/ids.ts';
import { readPairs, type Answered, type Estimate } from './asked.ts';

/**
 * linked: somebody says the level of it, or it says it of somebody; that is enough, and certain.
 * isolated: nobody does, and enough have answered to say so. unknown: nobody does, but too few have answered.
 * unasked: it shares communes with no other, nothing was asked about it.
 */
export type Attachment = 'linked' | 'isolated' | 'unknown' | 'unasked';

/** Of those asked about a structure, the share that must have answered before it is said isolated on their word. */
const ENOUGH_WITNESSES = 0.5;
/** And never on the word of one, unless one alone was asked. */
const LEAST_WITNESSES = 2;

/** What was asked of a structure and about it, and answered. */
interface Evidence {
  asked: number;
  own: number;
  witnesses: number;
  linked: boolean;
}

/**
 * Isolated structures at a level: those that say it of nobody, and of which nobody says it (a node of degree 0, Wasserman &
 * Faust 1994, §4.2.2). It is said only of a structure that has answered about every other it was asked about, or of which
 * half those asked about it (`ENOUGH_WITNESSES`), and two at least, have answered; otherwise « on ne sait pas ».
 */
export function readAttachments(
  wave: Answered,
  level: Level = ACQUAINTED
): Map<StructureId, Attachment> {
  return new Map([...gatherEvidence(wave, level)].map(([one, said]) => [one, attachmentOf(said)]));
}

/**
 * How many structures are isolated, among those asked. Range: those of which no answer at all is missing, and all of which
 * nothing says that they are linked.
 */
export function measureIsolation(wave: Answered, level: Level = ACQUAINTED): Estimate {
  const all = [...gatherEvidence(wave, level).values()].filter(({ asked }) => asked > 0);
  const told = all.map(attachmentOf);
  const known = told.filter((one) => one !== 'unknown').length;
  return {
    value: known === 0 ? null : told.filter((one) => one === 'isolated').length,
    low: all.filter((one) => !one.linked && isComplete(one)).length,
    high: all.filter(({ linked }) => !linked).length,
    ...{ known, of: all.length }
  };
}

function gatherEvidence(wave: Answered, level: Level): Map<StructureId, Evidence> {
  const found = new Map<StructureId, Evidence>(
    wave.structures.map(({ structure }) => [
      structure,
      { asked: 0, own: 0, witnesses: 0, linked: false }
    ])
  );
  for (const { a, b, ofA, ofB } of readPairs(wave)) {
    const linked = Math.max(ofA ?? -1, ofB ?? -1) >= level;
    for (const [one, own, witness] of [
      [a, ofB, ofA],
      [b, ofA, ofB]
    ] as const) {
      const evidence = found.get(one);
      if (!evidence) continue;
      evidence.asked += 1;
      evidence.own += Number(own !== null);
      evidence.witnesses += Number(witness !== null);
      evidence.linked ||= linked;
    }
  }
  return found;
}

function attachmentOf({ asked, own, witnesses, linked }: Evidence): Attachment {
  if (asked === 0) return 'unasked';
  if (linked) return 'linked';
  const enough = Math.min(asked, Math.max(LEAST_WITNESSES, ENOUGH_WITNESSES * asked));
  return own === asked || witnesses >= enough ? 'isolated' : 'unknown';
}

const isComplete = ({ asked, own, witnesses }: Evidence) => own === asked && witnesses === asked;
