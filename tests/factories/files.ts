/** Small files of each kind that may be shared, made of words of our own. */
import { deflateSync, crc32 } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import type { ContributionId } from '#shared/ids.ts';
import { addVersion } from '#domain/sharing/server/documents/commands.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Database } from '#server/db/connection.ts';

const types = (main: string) =>
  `<?xml version="1.0"?><Types xmlns="t"><Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`;

const zip = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, text]) => [name, [strToU8(text), { level: 1 }]])
    )
  );

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** One page that says each line: the smallest PDF that readers take. */
export function aPdf(...lines: readonly string[]): Uint8Array {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj 0 -20 Td`).join(' ');
  const stream = `BT /F1 14 Tf 60 760 Td ${shown} ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${Buffer.byteLength(stream, 'latin1')}>>\nstream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
  ];
  let text = '%PDF-1.4\n';
  const starts = objects.map((object, at) => {
    const start = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  text += starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function aDocx(...lines: readonly string[]): Uint8Array {
  const paragraphs = lines.map((line) => `<w:p><w:r><w:t>${escaped(line)}</w:t></w:r></w:p>`);
  return zip({
    '[Content_Types].xml': types('wordprocessingml.document'),
    'word/document.xml': `<w:document xmlns:w="w"><w:body>${paragraphs.join('')}</w:body></w:document>`
  });
}

/** Each line is a slide. */
export function aPptx(...lines: readonly string[]): Uint8Array {
  const slides = lines.map((line, at) => [
    `ppt/slides/slide${at + 1}.xml`,
    `<p:sld xmlns:a="a"><a:p><a:r><a:t>${escaped(line)}</a:t></a:r></a:p></p:sld>`
  ]);
  return zip({
    '[Content_Types].xml': types('presentationml.presentation'),
    'ppt/presentation.xml': '<p:presentation/>',
    ...(Object.fromEntries(slides) as Record<string, string>)
  });
}

/** Rows of cells; those that are numbers are not shared strings. */
export function anXlsx(...rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const strings = rows.flat().filter((cell) => typeof cell === 'string');
  const cell = (value: string | number) =>
    typeof value === 'number'
      ? `<c r="A1"><v>${value}</v></c>`
      : `<c r="A1" t="s"><v>${strings.indexOf(value)}</v></c>`;
  const body = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('');
  return zip({
    '[Content_Types].xml': types('spreadsheetml.sheet'),
    'xl/workbook.xml': '<workbook/>',
    'xl/sharedStrings.xml': `<sst>${strings.map((one) => `<si><t>${escaped(one)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${body}</sheetData></worksheet>`
  });
}

export function anOpenDocument(
  kind: 'text' | 'spreadsheet' | 'presentation',
  ...lines: readonly string[]
): Uint8Array {
  const paragraphs = lines.map((line) => `<text:p>${escaped(line)}</text:p>`);
  const body =
    kind === 'spreadsheet'
      ? `<table:table-row>${paragraphs.map((one) => `<table:table-cell>${one}</table:table-cell>`).join('')}</table:table-row>`
      : paragraphs.join('');
  return zip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'META-INF/manifest.xml': '<manifest:manifest/>',
    'content.xml': `<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body>${body}</office:body></office:document-content>`
  });
}

/** One pixel. */
export function aPng(): Uint8Array {
  const chunk = (name: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      ...[chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from([0, 15, 92, 99])))],
      chunk('IEND', Buffer.alloc(0))
    ])
  );
}

/** Any archive, by its parts. */
export const anArchive = zip;

/** Gives a document a PDF that says something. */
export async function aFile(
  db: Database,
  actor: Actor,
  document: ContributionId,
  text = 'Un document partagé'
): Promise<number> {
  const added = await addVersion(db, actor, document, { name: 'essai.pdf', bytes: aPdf(text) });
  if (!added.ok) throw new Error(JSON.stringify(added));
  return added.number;
}
