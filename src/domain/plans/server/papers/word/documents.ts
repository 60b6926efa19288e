/** The same papers for a word processor: real headings and tables, to be worked on elsewhere. */
import {
  Bookmark,
  Document,
  Footer,
  HeadingLevel,
  InternalHyperlink,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type FileChild
} from 'docx';
import { siteAddress } from '#server/http/address.ts';
import type { FollowedIndicator } from '../../../indicators.ts';
import type { Plan } from '../../../model.ts';
import { bookletOf, type Booklet, type BookletPart } from '../../../papers/booklet.ts';
import { sheetPaper, type PrintedSheet, type SheetPaper } from '../../../papers/sheet.ts';
import { nameSheet } from '../../../sheet.ts';
import {
  COLOURS,
  grid,
  paragraphs,
  plain,
  sectionsTable,
  soft,
  strong
} from './tables/documents.ts';

/** A sheet as a DOCX, as its reader may read it. @param indicators - of this sheet. */
export function writeSheetDocx(
  plan: Plan,
  sheet: PrintedSheet,
  indicators: readonly FollowedIndicator[]
): Promise<Buffer> {
  const paper = sheetPaper(plan, sheet, indicators);
  const name = nameSheet(plan.sheetWord, sheet);
  const address = siteAddress(`/plans/${plan.slug}/fiches/${sheet.slug}`);
  return pack(`${name}\u00a0: ${sheet.title}`, {
    foot: `${plan.shortTitle} · ${name} · ${paper.version} · ${address}`,
    children: sheetChildren({ ...paper, anchor: sheet.slug }, HeadingLevel.HEADING_1)
  });
}

/** A plan as a DOCX, as its reader may read it. @param indicators - of its sheets, and of the plan itself. */
export function writePlanDocx(
  plan: Plan,
  sheets: readonly PrintedSheet[],
  indicators: readonly FollowedIndicator[],
  now: Date
): Promise<Buffer> {
  const booklet = bookletOf(plan, sheets, indicators, now);
  return pack(plan.title, {
    foot: `${plan.shortTitle} · ${booklet.state} · ${siteAddress(`/plans/${plan.slug}`)}`,
    children: [
      ...coverChildren(booklet),
      ...contentsChildren(booklet.parts),
      ...standingChildren(booklet),
      ...booklet.parts.flatMap(partChildren)
    ]
  });
}

function pack(
  title: string,
  { foot, children }: { readonly foot: string; readonly children: readonly FileChild[] }
): Promise<Buffer> {
  const pages = new TextRun({
    children: ['\u2003', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
    ...{ size: 16, color: COLOURS.soft }
  });
  const footer = new Footer({ children: [new Paragraph({ children: [soft(foot, 16), pages] })] });
  const document = new Document({
    ...{ title: plain(title), creator: 'Maillage', description: '' },
    styles: {
      default: {
        document: {
          run: { font: 'Calibri', size: 21, color: COLOURS.ink, language: { value: 'fr-FR' } }
        },
        title: {
          run: { size: 52, bold: true, color: COLOURS.brand },
          paragraph: { spacing: { after: 160 } }
        },
        heading1: heading(34, 240),
        heading2: heading(26, 200),
        heading3: heading(21, 0)
      }
    },
    sections: [
      {
        properties: { page: { margin: { top: 900, bottom: 1000, left: 1000, right: 1000 } } },
        footers: { default: footer },
        children: [...children]
      }
    ]
  });
  return Packer.toBuffer(document);
}

function heading(size: number, before: number) {
  return {
    run: { size, bold: true, color: COLOURS.brand },
    paragraph: { spacing: { before, after: before === 0 ? 0 : 100 }, keepNext: true }
  };
}

type Level = (typeof HeadingLevel)[keyof typeof HeadingLevel];
type Anchored = SheetPaper & { readonly anchor: string };

function sheetChildren(paper: Anchored, level: Level, isNewPage = false): FileChild[] {
  const number = [`${paper.word} ${paper.number}`, paper.code].filter(Boolean).join(' · ');
  const above = [paper.plan, paper.axis, paper.objective].filter(Boolean);
  const facts = paper.facts.flatMap(({ label, value }, index) => [
    soft(`${index > 0 ? '\u2003' : ''}${label}\u00a0: `),
    strong(value)
  ]);
  const within = level === HeadingLevel.HEADING_1 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3;
  return [
    new Paragraph({
      ...{ keepNext: true, pageBreakBefore: isNewPage },
      children: [strong(number, { size: 40, color: COLOURS.accent })]
    }),
    ...above.map((line) => new Paragraph({ keepNext: true, children: [soft(line)] })),
    bookmarked(`fiche-${paper.anchor}`, paper.title, level),
    new Paragraph({ spacing: { after: 160 }, children: facts }),
    ...paragraphs(paper.notice),
    paper.sections.length > 0
      ? sectionsTable(paper.sections, within)
      : new Paragraph({
          children: [soft('Les rubriques de cette fiche ne sont pas encore écrites.')]
        })
  ];
}

function bookmarked(anchor: string, text: string, level: Level): Paragraph {
  const mark = new Bookmark({ id: anchor, children: [new TextRun(plain(text))] });
  return new Paragraph({ heading: level, children: [mark] });
}

function coverChildren(booklet: Booklet): FileChild[] {
  return [
    new Paragraph({ children: [soft(booklet.kind, 26)] }),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(plain(booklet.title))] }),
    ...paragraphs(booklet.period),
    ...paragraphs(booklet.notice),
    ...paragraphs(booklet.summary),
    ...booklet.signatories.map(
      ({ name, detail }) =>
        new Paragraph({
          bullet: { level: 0 },
          children: [new TextRun(plain(name)), ...(detail ? [soft(`, ${detail}`)] : [])]
        })
    ),
    ...(booklet.contact ? paragraphs(`Contact\u00a0: ${booklet.contact}`) : []),
    ...paragraphs(booklet.state)
  ];
}

function contentsChildren(parts: readonly BookletPart[]): FileChild[] {
  const entry = (anchor: string, text: string, indent: number) =>
    new Paragraph({
      indent: { left: indent },
      children: [
        new InternalHyperlink({
          anchor,
          children: [indent === 0 ? strong(text) : new TextRun(plain(text))]
        })
      ]
    });
  return [
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun('Sommaire')] }),
    ...parts.flatMap((part) => [
      entry(part.anchor, part.title, 0),
      ...part.groups.flatMap(({ title, sheets }) => [
        ...(title ? [new Paragraph({ indent: { left: 300 }, children: [soft(title)] })] : []),
        ...sheets.map((one) => entry(`fiche-${one.anchor}`, `${one.number}. ${one.title}`, 600))
      ])
    ])
  ];
}

function standingChildren({ counts, statuses, money }: Booklet): FileChild[] {
  const head = (text: string) =>
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(text)] });
  return [
    head('Où en est le plan'),
    ...paragraphs(counts.join(' · ')),
    ...statuses.flatMap(({ label, count }) => paragraphs(`${label}\u00a0: ${count}`)),
    ...(money
      ? [
          head('Financement'),
          grid(
            ['Année', 'Prévu', 'Réel'],
            [...money.years, money.total].map((one) => [one.label, one.planned, one.actual])
          ),
          new Paragraph({}),
          grid(
            ['Financeur', 'Prévu', 'Réel'],
            money.funders.map((one) => [one.label, one.planned, one.actual])
          )
        ]
      : [])
  ];
}

function partChildren(part: BookletPart): FileChild[] {
  return [
    new Paragraph({ pageBreakBefore: true, children: [] }),
    bookmarked(part.anchor, part.title, HeadingLevel.HEADING_1),
    ...paragraphs(part.summary),
    ...part.groups
      .filter(({ summary }) => summary !== '')
      .flatMap(({ title, summary }) => [...paragraphs(title), ...paragraphs(summary)]),
    ...part.groups.flatMap(({ sheets }) =>
      sheets.flatMap((one) => sheetChildren(one, HeadingLevel.HEADING_2, true))
    )
  ];
}
