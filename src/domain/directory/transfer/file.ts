/** What kind of file was given, told from its first bytes: a wrong one gets a clear answer before it is read. */

/** Formats an import reads. */
export const IMPORT_FORMATS = ['csv', 'xlsx', 'json', 'datainclusion', 'finess'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Formats an export writes. */
export const EXPORT_FORMATS = ['csv', 'xlsx', 'json', 'geojson', 'datainclusion'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const MEGABYTE = 1_000_000;

/** What a page accepts; the command line reads larger FINESS files, which it filters as it goes. */
export const MAX_UPLOAD = 40 * MEGABYTE;
/** A workbook and a JSON file are held whole in memory. */
export const MAX_WHOLE = 20 * MEGABYTE;
export const MAX_ROWS = 50_000;

/** The file cannot be read at all. The message is for the person who chose it. */
export class UnreadableFile extends Error {}

export type Container = 'text' | 'zip' | 'gzip';

const starts = (bytes: Uint8Array, ...signature: number[]) =>
  signature.every((byte, i) => bytes[i] === byte);

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

const ADVICE = 'Choisissez un fichier CSV, Excel (.xlsx) ou JSON.';

/**
 * @param head - the first bytes, 512 or more when the file has them.
 * @throws UnreadableFile naming what the file really is.
 */
export function recogniseContainer(head: Uint8Array): Container {
  const refuse = (what: string, advice = ADVICE): never => {
    throw new UnreadableFile(`Ce fichier est ${what}. ${advice}`);
  };
  if (head.length === 0) refuse('vide');
  if (ascii(head, 0, 5) === '%PDF-') refuse('un document PDF');
  if (
    starts(head, 0x89, 0x50, 0x4e, 0x47) ||
    starts(head, 0xff, 0xd8, 0xff) ||
    ascii(head, 0, 4) === 'GIF8'
  ) {
    refuse('une image');
  }
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') refuse('une image');
  if (starts(head, 0xd0, 0xcf, 0x11, 0xe0)) {
    refuse(
      'un ancien classeur Excel (.xls) ou un classeur protégé par un mot de passe',
      'Ouvrez-le et enregistrez-le au format « Classeur Excel (.xlsx) », sans mot de passe.'
    );
  }
  if (starts(head, 0x50, 0x4b, 0x03, 0x04)) return 'zip';
  if (starts(head, 0x1f, 0x8b)) return 'gzip';
  refuseMarkup(head, refuse);
  return 'text';
}

function refuseMarkup(head: Uint8Array, refuse: (what: string, advice?: string) => never): void {
  const text = ascii(head, 0, 300)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html') || text.startsWith('<head')) {
    refuse(
      'une page web',
      'Le lien de téléchargement a sans doute donné une page au lieu du fichier : téléchargez-le de nouveau.'
    );
  }
  if (text.startsWith('<?xml') || text.startsWith('<svg')) refuse('un document XML');
  if (text.startsWith('{\\rtf')) refuse('un document de traitement de texte');
}

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252';

/**
 * The encoding told by the first bytes, or `null` when it takes the whole file: UTF-8 if every byte agrees,
 * else that of French Excel.
 */
export function encodingOfHead(head: Uint8Array): Encoding | null {
  if (starts(head, 0xef, 0xbb, 0xbf)) return 'utf-8';
  if (starts(head, 0xff, 0xfe)) return 'utf-16le';
  if (starts(head, 0xfe, 0xff)) {
    throw new UnreadableFile(
      'L’encodage du fichier (UTF-16 gros-boutiste) n’est pas pris en charge. Enregistrez-le au format « CSV UTF-8 ».'
    );
  }
  const sample = head.subarray(0, 400);
  const zeros = sample.reduce((count, byte, i) => count + (byte === 0 && i % 2 === 1 ? 1 : 0), 0);
  if (sample.length >= 4 && zeros > sample.length * 0.3) return 'utf-16le';
  if (sample.includes(0)) {
    throw new UnreadableFile(`Ce fichier n’est pas un fichier de texte. ${ADVICE}`);
  }
  return null;
}

/** What separates the cells, told from the first lines: the mark most present outside quotes. */
export function detectDelimiter(text: string): ';' | ',' | '\t' {
  const declared = /^sep=([;,\t])/i.exec(text);
  if (declared) return declared[1] as ';';
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .slice(0, 15);
  const most = (mark: string) => Math.max(...lines.map((line) => line.split(mark).length - 1));
  const counts: [';' | ',' | '\t', number][] = [
    [';', most(';')],
    ['\t', most('\t')],
    [',', most(',')]
  ];
  return counts.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** UTF-8 once read as Windows-1252, then saved so: « Ã© » for « é ». Nothing good can come of it. */
export function isGarbled(text: string): boolean {
  return /Ã[©¨ª«®´»¢§‰€ ]|â€™/.test(text);
}

export const GARBLED =
  'Les accents de ce fichier sont abîmés (« Ã© » au lieu de « é ») : il a été ouvert puis enregistré avec un mauvais encodage. Repartez du fichier d’origine.';

/** @returns the message for a file too large, or `null`. */
export function tooLarge(size: number, limit: number): string | null {
  if (size <= limit) return null;
  return `Ce fichier fait ${megabytes(size)} Mo ; la limite est de ${megabytes(limit)} Mo. Coupez-le en plusieurs fichiers, ou gardez seulement les lignes de votre territoire.`;
}

function megabytes(size: number): string {
  return (size / MEGABYTE).toLocaleString('fr-FR', { maximumFractionDigits: 1 });
}
