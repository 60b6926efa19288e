import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { join } from 'node:path';
import { readFonts } from './fonts.ts';

/** What is to be set, as it travels to a worker. */
export interface Composition {
  /** Typst, ours. */
  readonly source: string;
  /** JSON that the source reads as `json(bytes(sys.inputs.data))`. */
  readonly data: string;
  /** Images, by the name the source gives them: « /logo-1.png ». */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The date the document bears, in seconds: the same input makes the same bytes. */
  readonly at: number;
  /** svg: a picture of it, to be looked at on a page before it is asked for. */
  readonly as: 'pdf' | 'svg';
}

/** Sources import « /ground.typ »; nothing else of the disk can be read. */
const WORKSPACE = import.meta.dirname;
/** Documents a worker keeps what it has memorised for. */
const MEMORY = 8;
/** Each pass drops the characters no font has, told a few at a time. */
const PASSES = 6;
const MISSING = /the text `"((?:\\.|[^"\\])*)"` could not be displayed/g;

/** Sets documents one after the other; making one takes longer than setting a document. */
export function makeCompiler(): (composition: Composition) => Uint8Array {
  const compiler = NodeCompiler.create({
    workspace: WORKSPACE,
    fontArgs: [{ fontBlobs: readFonts() }]
  });
  return (composition) => {
    try {
      for (const [name, bytes] of Object.entries(composition.files))
        compiler.mapShadow(join(WORKSPACE, name), Buffer.from(bytes));
      return setWithKnownLetters(compiler, composition);
    } finally {
      compiler.resetShadow();
      compiler.evictCache(MEMORY);
    }
  };
}

/** A character that no font has makes PDF/UA refuse the whole: it becomes « □ », and the document is set again. */
function setWithKnownLetters(compiler: NodeCompiler, composition: Composition): Uint8Array {
  let { data } = composition;
  for (let pass = 1; ; pass++) {
    try {
      return set(compiler, { ...composition, data });
    } catch (error) {
      const missing = [...plain(String(error)).matchAll(MISSING)].flatMap(([, text]) => [
        ...plain(text!)
      ]);
      if (missing.length === 0 || pass === PASSES) throw error;
      data = replaceLetters(data, new Set(missing));
    }
  }
}

function set(compiler: NodeCompiler, { source, data, at, as }: Composition): Uint8Array {
  const compiled = compiler.compile({ mainFileContent: source, inputs: { data } });
  if (!compiled.result) {
    const diagnostics: unknown = compiled.takeDiagnostics()?.shortDiagnostics;
    throw new Error(`Typst: ${JSON.stringify(diagnostics)}`);
  }
  if (as === 'svg') return new TextEncoder().encode(compiler.plainSvg(compiled.result));
  const bytes = compiler.pdf(compiled.result, { pdfStandard: 'ua-1', creationTimestamp: at });
  return new Uint8Array(bytes);
}

function replaceLetters(data: string, missing: ReadonlySet<string>): string {
  const shown = (text: string) =>
    [...text].map((letter) => (missing.has(letter) ? substitute(letter) : letter)).join('');
  return JSON.stringify(
    JSON.parse(data, (_, value: unknown) => (typeof value === 'string' ? shown(value) : value))
  );
}

function substitute(letter: string): string {
  return /[\p{L}\p{N}]/u.test(letter) ? '□' : '';
}

/** A text as Rust writes it, « \u{7} », « \" »: once in its messages, once again in what lists them. */
function plain(text: string): string {
  return text
    .replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, code: string) =>
      String.fromCodePoint(parseInt(code, 16))
    )
    .replaceAll(/\\(["'\\])/g, '$1');
}
