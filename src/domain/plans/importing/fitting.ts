/** What a sheet cannot hold as it is written goes to its remainder, and is told. */
import { LONGEST_ITEM, MOST_ITEMS, MOST_ROWS } from '../forms/sheet.ts';
import type {
  Numbered,
  UnderstoodActor,
  UnderstoodResource,
  UnderstoodSheet
} from './understood.ts';

/** As `forms/sheet.ts` has them. */
const LONGEST_TITLE = 300;
const LONGEST_LABEL = 300;
const LONGEST_PLAN_LABEL = 200;
const LONGEST_PART = 300;

/** A sheet within the sizes that a sheet has; what is over is in its remainder. */
export function fitted(sheet: UnderstoodSheet): UnderstoodSheet {
  const over: string[] = [];
  const title = cut(sheet.title, LONGEST_TITLE, over);
  const texts = Object.fromEntries(
    Object.entries(sheet.texts).map(([key, items]) => [key, fittedItems(items, over)])
  );
  const rest = {
    ...{ title, texts },
    axis: fittedLevel(sheet.axis, over),
    objective: fittedLevel(sheet.objective, over),
    pilots: fittedActors(sheet.pilots, over),
    partners: fittedActors(sheet.partners, over),
    resources: fittedResources(sheet.resources, over)
  };
  if (over.length === 0) return sheet;
  const doubts = [...sheet.doubts, 'Ce qui est trop long pour sa place est dans le reste.'];
  const remainder = [sheet.remainder, ...over].filter((part) => part !== '').join('\n');
  return { ...sheet, ...rest, remainder, doubts };
}

/** The beginning of a text, to the end of a word; the rest is over. */
function cut(text: string, most: number, over: string[]): string {
  if (text.length <= most) return text;
  const space = text.lastIndexOf(' ', most);
  const end = space > 0 ? space : most;
  over.push(text.slice(end).trim());
  return text.slice(0, end);
}

function fittedItems(items: readonly string[], over: string[]): string[] {
  const pieces = items.flatMap(inPieces);
  over.push(...pieces.slice(MOST_ITEMS));
  return pieces.slice(0, MOST_ITEMS);
}

/** An item too long for one line makes several, cut at the end of a sentence, else of a word. */
function inPieces(item: string): string[] {
  const pieces: string[] = [];
  let left = item;
  while (left.length > LONGEST_ITEM) {
    const stop = left.lastIndexOf('. ', LONGEST_ITEM - 2) + 1;
    const end = stop > 0 ? stop : left.lastIndexOf(' ', LONGEST_ITEM);
    const at = end > 0 ? end : LONGEST_ITEM;
    pieces.push(left.slice(0, at).trim());
    left = left.slice(at).trim();
  }
  return [...pieces, left];
}

function fittedLevel(level: Numbered | null, over: string[]): Numbered | null {
  return level && { ...level, title: cut(level.title, LONGEST_TITLE, over) };
}

function fittedActors(actors: readonly UnderstoodActor[], over: string[]): UnderstoodActor[] {
  over.push(...actors.slice(MOST_ROWS).map(({ label }) => label));
  return actors
    .slice(0, MOST_ROWS)
    .map((actor) => ({ ...actor, label: cut(actor.label, LONGEST_LABEL, over) }));
}

function fittedResources(
  resources: readonly UnderstoodResource[],
  over: string[]
): UnderstoodResource[] {
  over.push(
    ...resources
      .slice(MOST_ROWS)
      .map(({ planLabel, part, action }) => `${planLabel} ${part} ${action}`)
  );
  return resources.slice(0, MOST_ROWS).map((resource) => ({
    ...resource,
    planLabel: cut(resource.planLabel, LONGEST_PLAN_LABEL, over),
    part: cut(resource.part, LONGEST_PART, over),
    action: cut(resource.action, LONGEST_PART, over)
  }));
}
