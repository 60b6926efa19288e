/** A signature drawn with a finger: strokes kept as the path of an SVG of 600 by 200, and nothing else. */

export const SIGNATURE_BOX = { width: 600, height: 200 } as const;

/** What the database keeps at most. */
const LONGEST_PATH = 20_000;

export interface Dot {
  readonly x: number;
  readonly y: number;
}

/**
 * The path of strokes, in whole units of the box. Dots that say nothing more than their neighbours are left out; a
 * drawing too long loses one dot in two until it fits.
 * @param strokes - in the units of a surface of `width` by `height`.
 * @returns '' when nothing was drawn.
 */
export function writePath(
  strokes: readonly (readonly Dot[])[],
  { width, height }: { readonly width: number; readonly height: number }
): string {
  const drawn = strokes
    .map((stroke) => distinct(stroke.map((dot) => toBox(dot, width, height))))
    .filter((stroke) => stroke.length > 0);
  return fitted(drawn);
}

function fitted(strokes: readonly (readonly Dot[])[]): string {
  const path = joined(strokes);
  return path.length <= LONGEST_PATH ? path : fitted(lighter(strokes));
}

/** More strokes than any name has. */
const MOST_STROKES = 500;

function lighter(strokes: readonly (readonly Dot[])[]): Dot[][] {
  return strokes
    .slice(0, MOST_STROKES)
    .map((stroke) => stroke.filter((_, at) => at % 2 === 0 || at === stroke.length - 1));
}

function joined(strokes: readonly (readonly Dot[])[]): string {
  return strokes
    .map(([first, ...rest]) => {
      const from = `M${first!.x} ${first!.y}`;
      // A dot alone is a line that goes nowhere, drawn round.
      const lines = rest.length > 0 ? rest : [first!];
      return from + lines.map(({ x, y }) => `L${x} ${y}`).join('');
    })
    .join('');
}

function toBox({ x, y }: Dot, width: number, height: number): Dot {
  return {
    x: clamp(Math.round((x / width) * SIGNATURE_BOX.width), SIGNATURE_BOX.width),
    y: clamp(Math.round((y / height) * SIGNATURE_BOX.height), SIGNATURE_BOX.height)
  };
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), most) : 0;
}

/** Nearer than this to the one before, a dot says nothing. */
const STEP = 2;

function distinct(stroke: readonly Dot[]): Dot[] {
  const kept: Dot[] = [];
  for (const dot of stroke) {
    const last = kept.at(-1);
    if (!last || Math.abs(dot.x - last.x) + Math.abs(dot.y - last.y) >= STEP) kept.push(dot);
  }
  return kept;
}

/** Whether a text is such a path, and draws something: what comes from a device is drawn in documents. */
export function isPath(text: string): boolean {
  return text.length <= LONGEST_PATH && /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/.test(text);
}
