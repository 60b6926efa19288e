import { inflateSync } from 'node:zlib';

/** What a test reads of a PDF as Typst writes them, without another program. */
export interface ReadPdf {
  readonly pages: number;
  /** All that is drawn, in its order, as a reader that copies it gets it. */
  readonly text: string;
  readonly fonts: string[];
  /** Everything but the content of the streams, to look for what must be in it. */
  readonly outline: string;
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, number, body] of raw.matchAll(/(\d+) 0 obj\s([\s\S]*?)endobj/g))
    objects.set(number!, inflated(body!));
  const outline = [...objects.values()].join('\n');
  const pages = [...objects.values()].filter((body) => /^<<\s*\/Type\s*\/Page\b(?!s)/.test(body));
  return {
    pages: pages.length,
    text: pages.map((page) => drawn(contentOf(page, objects), fontsOf(page, objects))).join(''),
    fonts: [...new Set([...outline.matchAll(/\/FontName\s*\/\w+\+([\w-]+)/g)].map(([, f]) => f!))],
    outline
  };
}

function contentOf(page: string, objects: ReadonlyMap<string, string>): string {
  return objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '';
}

/** The fonts of a page by the name its content gives them: what each glyph reads as. */
function fontsOf(
  page: string,
  objects: ReadonlyMap<string, string>
): Map<string, Map<string, string>> {
  const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '') ?? page;
  const listed = /\/Font\s*<<([\s\S]*?)>>/.exec(resources)?.[1] ?? '';
  return new Map(
    [...listed.matchAll(/\/(\S+) (\d+) 0 R/g)].map(([, name, number]) => {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number!) ?? '')?.[1];
      return [name!, letters(objects.get(unicode ?? '') ?? '')];
    })
  );
}

function inflated(body: string): string {
  const at = /stream\r?\n/.exec(body);
  if (!at || !body.includes('/FlateDecode')) return body;
  const start = at.index + at[0].length;
  const packed = Buffer.from(body.slice(start, body.lastIndexOf('endstream')), 'latin1');
  return body.slice(0, at.index) + inflateSync(packed).toString('latin1');
}

/** The letters of each glyph of a ToUnicode map. */
function letters(map: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, code] of block!.matchAll(/<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>/g))
      found.set(glyph!.toLowerCase(), Buffer.from(code!, 'hex').swap16().toString('utf16le'));
  return found;
}

/** A font, a string (parentheses in it are escaped, or go by pairs), the end of a text. */
const DRAWN = /\/(f\d+) [\d.]+ Tf|\((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*\)|\bET\b/g;

/** What a content stream writes, a line for each run: « (\\000\\001) Tj », or an array of such with spaces between. */
function drawn(body: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let text = '';
  for (const [whole, name] of body.matchAll(DRAWN))
    if (name) font = fonts.get(name) ?? new Map();
    else if (whole === 'ET') text += '\n';
    else
      text += glyphs(whole.slice(1, -1))
        .map((glyph) => font.get(glyph) ?? '')
        .join('');
  return text;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The two-byte glyphs of a string, in hexadecimal. */
function glyphs(literal: string): string[] {
  const raw = literal.replaceAll(
    /\\(?:([0-7]{1,3})|([\s\S]))/g,
    (_, octal?: string, letter?: string) =>
      octal ? String.fromCharCode(parseInt(octal, 8)) : (ESCAPES[letter!] ?? letter!)
  );
  return Buffer.from(raw, 'latin1').toString('hex').match(/.{4}/g) ?? [];
}
