/** What remains to settle, proposed from what was said: a sentence each, that the animator keeps or leaves. */
import { abridge, plural } from '#shared/text.ts';
import { formatNames } from './wording.ts';
import type { Workshop } from '../workshop.ts';
import { tally, tallyWords } from './agreement.ts';
import type { TableReach } from './reach.ts';

/** As a point may hold. */
const LONGEST = 500;

/** Sentences not kept yet, doubts first. */
export function proposePoints(workshop: Workshop, reach: TableReach): string[] {
  const kept = new Set(workshop.points.map(({ what }) => what));
  return [
    ...doubts(workshop),
    ...disagreements(workshop),
    ...overlaps(reach),
    ...blanks(reach),
    ...silences(reach)
  ]
    .map((what) => abridge(what, LONGEST))
    .filter((what) => !kept.has(what));
}

function doubts({ structures }: Workshop): string[] {
  return structures
    .filter((one) => one.doubts !== '')
    .map((one) => `${one.name} se demande : ${one.doubts}`);
}

function disagreements({ cases }: Workshop): string[] {
  return cases.flatMap((one) => {
    const counted = tally(one);
    if (counted.agreement === 'agreed' || counted.agreement === 'silent') return [];
    return [`« ${abridge(one.story, 160)} » : ${tallyWords(counted)}.`];
  });
}

/** Two of one type in the same place is a question; a CLIC and a CPTS in the same commune are not. */
function overlaps(reach: TableReach): string[] {
  return reach.overlaps
    .filter(({ isSameType }) => isSameType)
    .map(
      ({ names: [one, other], communes }) =>
        `${one} et ${other} disent intervenir toutes deux dans ${plural(communes.length, 'commune')} : ${formatNames(communes)}.`
    );
}

function blanks({ blanks: communes, silent }: TableReach): string[] {
  // While somebody has not said where it comes, nobody is known to be missing.
  if (communes.length === 0 || silent.length > 0) return [];
  const names = communes.map(({ name }) => name);
  return [`Aucune des structures de l’atelier n’intervient à ${formatNames(names)}.`];
}

function silences({ silent }: TableReach): string[] {
  if (silent.length === 0) return [];
  return [`Périmètre à renseigner : ${formatNames(silent)}.`];
}
