/**
 * Widths of the text font (Atkinson Hyperlegible Next, weight 600) in thousandths of its size, measured
 * in a browser and rounded up to 20, so that a drawing made on the server knows what fits.
 */
const WIDTHS: readonly (readonly [number, string])[] = [
  [200, "'"],
  [260, ',.j’'],
  [280, '·'],
  [300, '!iîï'],
  [320, ' l\u00a0\u202f'],
  [340, '()'],
  [360, 'ft'],
  [380, '-r'],
  [420, 'IÎ'],
  [440, '/1'],
  [500, 'syzÿ'],
  [520, 'cvç'],
  [540, '7kx'],
  [560, 'JLaeuàâäéèêëùûü'],
  [580, '29Fhnoôö'],
  [600, '3ETbdgpqÉÈÊ'],
  [620, '56PSZ'],
  [640, '48BRVY«»'],
  [660, '0CKÇ'],
  [680, 'AXÀÂ'],
  [700, 'DHU'],
  [720, 'GN'],
  [740, 'OwÔ'],
  [760, 'Q…'],
  [860, 'M'],
  [880, 'Wm'],
  [940, 'œ']
];
const WIDEST = 1020;

const widthOf = new Map(
  WIDTHS.flatMap(([width, chars]) => [...chars].map((char) => [char, width]))
);

/** Width of a text in the unit of `fontSize`; never less than what a browser draws. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const char of text) width += widthOf.get(char) ?? WIDEST;
  return (width * fontSize) / 1000;
}

/**
 * The lines in which a name fits a box, broken after spaces and hyphens only; none when it does not fit.
 *
 * @param names - the ways to write it, from the best to the shortest
 */
export function fitLines(
  names: readonly string[],
  box: { width: number; height: number },
  font: { size: number; lineHeight: number }
): string[] {
  const most = Math.floor(box.height / font.lineHeight);
  for (const name of names) {
    const lines = breakLines(name, box.width, font.size);
    if (lines && lines.length <= most) return lines;
  }
  return [];
}

function breakLines(name: string, width: number, fontSize: number): string[] | null {
  const lines: string[] = [];
  for (const word of name.split(/(?<=[ -])/)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth((last + word).trimEnd(), fontSize) <= width) {
      lines[lines.length - 1] = last + word;
    } else {
      if (textWidth(word.trimEnd(), fontSize) > width) return null;
      lines.push(word);
    }
  }
  return lines.map((line) => line.trimEnd());
}
