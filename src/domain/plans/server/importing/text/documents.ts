/** The text of a file, whatever it was written with: a document, a PDF, plain text. */
import { GARBLED, isGarbled } from '#domain/directory/transfer/file.ts';
import { log } from '#server/log.ts';
import { LARGEST_FILE, LONGEST_TEXT } from '../../../importing/limits.ts';
import { readDocx, readOdt, UnreadableDocument } from '../archive/documents.ts';
import { readPdf } from '../pdf/documents.ts';

export type FileText =
  | { readonly ok: true; readonly text: string }
  /** Why, in French, for the person who chose the file. */
  | { readonly ok: false; readonly message: string };

const KINDS = 'Choisissez un fichier DOCX, ODT, PDF ou texte, ou collez le texte.';

/** Reads a file. Cells of tables are parted by tabs, paragraphs by line ends. */
export async function readFileText(bytes: Uint8Array): Promise<FileText> {
  if (bytes.length > LARGEST_FILE)
    return refused('Ce fichier dépasse 20 Mo : coupez-le en plusieurs.');
  try {
    const text = await readAny(bytes);
    if (text.length > LONGEST_TEXT)
      return refused(
        'Ce texte est trop long (plus de 4 millions de signes) : coupez-le en plusieurs.'
      );
    if (!/[\p{L}\p{N}]/u.test(text)) return refused(`Ce fichier ne contient aucun texte. ${KINDS}`);
    return { ok: true, text };
  } catch (error) {
    if (error instanceof UnreadableDocument) return refused(error.message);
    log.warn({ err: error }, 'a document given to be imported could not be read');
    return refused(`Ce fichier est abîmé, ou protégé par un mot de passe. ${KINDS}`);
  }
}

function refused(message: string): FileText {
  return { ok: false, message };
}

const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

async function readAny(bytes: Uint8Array): Promise<string> {
  const head = ascii(bytes, 0, 8);
  if (bytes.length === 0) throw new UnreadableDocument('Ce fichier est vide.');
  if (head.startsWith('%PDF-')) return readPdf(bytes);
  if (head.startsWith('PK\u0003\u0004')) return readArchive(bytes);
  if (head.startsWith('{\\rtf'))
    throw new UnreadableDocument(
      'Ce document est au format RTF : enregistrez-le en .docx ou en .odt.'
    );
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new UnreadableDocument(
      'Ce document est d’un ancien format (.doc), ou protégé par un mot de passe : enregistrez-le en .docx, sans mot de passe.'
    );
  if (isPicture(bytes, head))
    throw new UnreadableDocument(
      'Ce fichier est une image : Maillage ne lit pas le texte d’une image.'
    );
  return readPlain(bytes);
}

function isPicture(bytes: Uint8Array, head: string): boolean {
  const isPng = bytes[0] === 0x89 && head.slice(1, 4) === 'PNG';
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  return isPng || isJpeg || head.startsWith('GIF8') || ascii(bytes, 8, 12) === 'WEBP';
}

async function readArchive(bytes: Uint8Array): Promise<string> {
  const names = ascii(bytes, 30, Math.min(bytes.length, 120));
  if (names.startsWith('mimetypeapplication/vnd.oasis.opendocument.text')) return readOdt(bytes);
  return readDocx(bytes);
}

function readPlain(bytes: Uint8Array): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) throw new UnreadableDocument(`Ce fichier n’est pas un texte. ${KINDS}`);
  if (isGarbled(text)) throw new UnreadableDocument(GARBLED);
  return text;
}

/** By its mark when it has one; else UTF-8 if every byte agrees, else that of old French Windows. */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
