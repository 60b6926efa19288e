/** Headings beside what they say, and the small tables among it. */
import {
  BorderStyle,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type FileChild,
  type HeadingLevel,
  type IRunOptions
} from 'docx';
import type { IndicatorPaper } from '../../../../papers/indicator.ts';
import type { Block } from '../../../../papers/blocks.ts';
import type { PaperSection } from '../../../../papers/sheet.ts';

export const COLOURS = {
  ink: '17313A',
  soft: '4A5F66',
  brand: '0A4046',
  tint: 'E3F0EE',
  accent: 'B8431F',
  line: 'D9DED9'
};

type Level = (typeof HeadingLevel)[keyof typeof HeadingLevel];
type Content = Paragraph | Table;

/** What XML can hold: the characters it refuses would make a file that no word processor opens. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

export function soft(text: string, size = 18): TextRun {
  return new TextRun({ text: plain(text), size, color: COLOURS.soft });
}

/** @param options.size - in half points. */
export function strong(
  text: string,
  options: { readonly size?: number; readonly color?: string } = {}
): TextRun {
  const run: IRunOptions = { text: plain(text), bold: true, ...options };
  return new TextRun(run);
}

/** A text with its line ends; nothing when there is none. */
export function paragraphs(text: string): Paragraph[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => new Paragraph({ spacing: { after: 80 }, children: [new TextRun(plain(line))] }));
}

/** The headings of a sheet, each beside what it says. */
export function sectionsTable(sections: readonly PaperSection[], level: Level): FileChild {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    columnWidths: [2100, 7800],
    borders: borders(),
    rows: sections.map(
      ({ label, blocks }) =>
        new TableRow({
          children: [
            cell([new Paragraph({ heading: level, children: [new TextRun(plain(label))] })], {
              ...{ width: 2100, isHead: true }
            }),
            cell(closed(blocks.flatMap(blockContent)), { width: 7800, isHead: false })
          ]
        })
    )
  });
}

/** A table of texts whose first row is said again on each page. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const row = (cells: readonly string[], isHead: boolean) =>
    new TableRow({
      ...{ tableHeader: isHead, cantSplit: true },
      children: cells.map((text) =>
        cell(
          text.split('\n').map(
            (line) =>
              new Paragraph({
                children: [
                  isHead ? strong(line, { size: 19 }) : new TextRun({ text: plain(line), size: 19 })
                ]
              })
          ),
          { isHead }
        )
      )
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: borders(),
    rows: [row(head, true), ...rows.map((cells) => row(cells, false))]
  });
}

function cell(
  children: readonly Content[],
  { width, isHead }: { readonly width?: number; readonly isHead: boolean }
): TableCell {
  return new TableCell({
    children: [...children],
    margins: { top: 80, bottom: 80, left: 110, right: 110 },
    ...(width && { width: { size: width, type: WidthType.DXA } }),
    ...(isHead && { shading: { type: ShadingType.CLEAR, fill: COLOURS.tint } })
  });
}

function borders() {
  const line = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  return {
    ...{ top: line, bottom: line, insideHorizontal: line },
    ...{ left: none, right: none, insideVertical: none }
  };
}

/** A cell cannot end with a table: Word says that the file is damaged. */
function closed(content: readonly Content[]): Content[] {
  return content.at(-1) instanceof Paragraph ? [...content] : [...content, new Paragraph({})];
}

function blockContent(block: Block): Content[] {
  switch (block.kind) {
    case 'text':
      return block.items.flatMap(paragraphs);
    case 'list':
      return block.items.map(item);
    case 'group':
      return [new Paragraph({ children: [strong(block.label)] }), ...block.items.map(item)];
    case 'steps':
      return [
        grid(
          ['Étape', 'Échéance', 'Avancement'],
          block.rows.map((row) => [lines(row.title, row.detail), row.due, row.status])
        )
      ];
    case 'money':
      return [
        grid(
          ['Financeur', 'Année', 'Prévu', 'Réel'],
          [
            ...block.rows.map((row) => [
              lines(row.funder, row.note),
              row.year,
              row.planned,
              row.actual
            ]),
            ...(block.total ? [['Total', '', block.total.planned, block.total.actual]] : [])
          ]
        )
      ];
    case 'indicators':
      return block.items.flatMap(indicatorContent);
  }
}

function item(text: string): Paragraph {
  const [first = '', ...rest] = text.split('\n');
  const runs = [
    new TextRun(plain(first)),
    ...rest.map((line) => new TextRun({ text: plain(line), break: 1 }))
  ];
  return new Paragraph({ bullet: { level: 0 }, children: runs });
}

function indicatorContent(indicator: IndicatorPaper): Content[] {
  const { label, about, definition, baseline, years, source } = indicator;
  return [
    new Paragraph({
      ...{ spacing: { before: 120 }, keepNext: true },
      children: [strong(label), soft(` (${about})`)]
    }),
    ...paragraphs(definition),
    ...paragraphs(baseline),
    ...(years.length > 0
      ? [
          grid(
            ['Année', 'Cible', 'Valeur'],
            years.map((one) => [one.year, one.target || '—', one.value || '—'])
          )
        ]
      : []),
    ...(source ? [new Paragraph({ children: [soft(`Source\u00a0: ${source}`)] })] : [])
  ];
}

function lines(...parts: readonly string[]): string {
  return parts.filter(Boolean).join('\n');
}
