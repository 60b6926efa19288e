/** A text of several sheets, cut into them: by « Fiche 12 », and where their headings begin again. */
import { HEADING_KEYS } from '../headings.ts';
import type { OwnLabel } from './labels.ts';
import { readActionMark, readMark, readSheetMark, type Mark } from './marks.ts';
import { readBareLabel, readLabel } from './sections.ts';
import { cellsOf, cleanSource, isBulleted } from './source.ts';

/** A piece of a text. */
export interface TextPart {
  /** sheet: understood as one. other: a foreword, a table of contents. */
  readonly kind: 'sheet' | 'other';
  readonly text: string;
}

interface Line {
  readonly text: string;
  readonly mark: Mark | null;
  /** The first heading on it, by its rank in a printed sheet. */
  readonly heading: number | null;
}

/** Cuts a text into sheets. The parts, put end to end, are the text. */
export function splitSheets(source: string, own: readonly OwnLabel[] = []): TextPart[] {
  const lines = cleanSource(source).split('\n');
  const read = (marker: (text: string) => Mark | null) =>
    startsOf(lines.map((text) => lineOf(text, marker, own)));
  let starts = read(readSheetMark);
  if (starts.length < 2) {
    const byAction = read(readActionMark);
    if (byAction.length > 1) starts = byAction;
  }
  if (starts.length === 0)
    return [{ kind: isSheet(lines, own) ? 'sheet' : 'other', text: joined(lines) }];
  const foreword = lines.slice(0, starts[0]);
  const sheets = starts.map((start, at) => lines.slice(start, starts[at + 1]));
  return [
    ...(foreword.some((line) => line !== '')
      ? [{ kind: 'other' as const, text: joined(foreword) }]
      : []),
    ...sheets.map((piece) => ({ kind: 'sheet' as const, text: joined(piece) }))
  ];
}

function joined(lines: readonly string[]): string {
  return lines.join('\n').trim();
}

function lineOf(
  text: string,
  marker: (text: string) => Mark | null,
  own: readonly OwnLabel[]
): Line {
  const [first = ''] = cellsOf(text);
  const isPlain = first !== '' && !isBulleted(first);
  const keys = isPlain ? headingKeys(first, own) : [];
  const rank = HEADING_KEYS.findIndex((key) => key === keys[0]);
  return {
    text,
    mark: isPlain ? marker(first) : null,
    heading: keys.length === 0 ? null : rank < 0 ? HEADING_KEYS.length : rank
  };
}

function headingKeys(cell: string, own: readonly OwnLabel[]): readonly string[] {
  if (readMark(cell)) return [];
  return (readLabel(cell, own) ?? readBareLabel(cell, own))?.keys ?? [];
}

/** Headings under which a text is a sheet, even one that says no number. */
const ENOUGH = 2;

function isSheet(lines: readonly string[], own: readonly OwnLabel[]): boolean {
  const marked = lines.some((line) => readSheetMark(cellsOf(line)[0] ?? '') !== null);
  const keys = new Set(
    lines.flatMap((line) => cellsOf(line).flatMap((cell) => headingKeys(cell, own)))
  );
  return marked || keys.size >= ENOUGH;
}

/**
 * The lines where sheets begin. A mark begins one when the next heading was already seen in the sheet under way, or is
 * not further down a printed sheet than the last one seen: « voir la fiche 12 » on its own line begins nothing.
 */
function startsOf(lines: readonly Line[]): number[] {
  const nextHeading = ranksAhead(lines);
  const starts: number[] = [];
  let seen = new Set<number>();
  let last = -1;
  for (const [at, { mark, heading }] of lines.entries()) {
    const next = nextHeading[at] ?? null;
    if (mark && next !== null && (starts.length === 0 || seen.has(next) || next <= last)) {
      starts.push(titleAbove(lines, at, starts.at(-1) ?? -1));
      seen = new Set();
      last = -1;
    } else if (mark && starts.length > 0 && seen.size === 0 && next !== null) {
      starts[starts.length - 1] = titleAbove(lines, at, starts.at(-2) ?? -1);
    }
    if (heading !== null) {
      seen.add(heading);
      last = heading;
    }
  }
  return starts;
}

/** For each line, the first heading at or after it. */
function ranksAhead(lines: readonly Line[]): (number | null)[] {
  const ahead: (number | null)[] = [];
  let next: number | null = null;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    next = lines[at]!.heading ?? next;
    ahead[at] = next;
  }
  return ahead;
}

const LONGEST_TITLE = 300;

/** « Étendre la Journée… », then « Fiche 28 »: where nothing after the number is a title, the lines above it are. */
function titleAbove(lines: readonly Line[], at: number, floor: number): number {
  if (
    lines[at]!.mark!.rest !== '' ||
    cellsOf(lines[at]!.text).length > 1 ||
    hasTitleBelow(lines, at)
  )
    return at;
  let start = at;
  while (start > floor + 1 && lines[start - 1]!.text === '') start -= 1;
  const bottom = start;
  while (start > floor + 1 && bottom - start < 3 && isTitleLine(lines[start - 1]!)) start -= 1;
  return start === bottom ? at : start;
}

function isTitleLine({ text, heading, mark }: Line): boolean {
  return (
    text !== '' && text.length <= LONGEST_TITLE && !text.includes('\t') && heading === null && !mark
  );
}

/** Whether something between the number and the first heading is neither code, nor axis, nor objective. */
function hasTitleBelow(lines: readonly Line[], at: number): boolean {
  for (const { text, heading } of lines.slice(at + 1, at + 40)) {
    if (text === '' || /^(?:action\s?:?|\d{1,3}(?:\.\d{1,3})+)$/iu.test(text)) continue;
    if (heading !== null) return false;
    const mark = readMark(text);
    if (!mark || mark.kind === 'title' || (mark.kind === 'code' && mark.rest !== '')) return true;
  }
  return false;
}
