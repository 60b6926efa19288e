import { readFileSync } from 'node:fs';
import { siteAddress } from '#server/http/address.ts';
import { composePdf } from '#server/pdf/compose.ts';
import type { FollowedIndicator } from '../../indicators.ts';
import type { Plan } from '../../model.ts';
import { bookletOf } from '../../papers/booklet.ts';
import { sheetPaper, type PrintedSheet } from '../../papers/sheet.ts';
import { nameSheet } from '../../sheet.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');

/**
 * A sheet on paper, as its reader may read it.
 * @param indicators - of this sheet. @throws PdfFailure.
 */
export function composeSheet(
  plan: Plan,
  sheet: PrintedSheet,
  indicators: readonly FollowedIndicator[]
): Promise<Uint8Array> {
  const paper = sheetPaper(plan, sheet, indicators);
  const name = nameSheet(plan.sheetWord, sheet);
  const data = {
    kind: 'sheet',
    title: `${name}\u00a0: ${sheet.title}`,
    foot: `${plan.shortTitle} · ${name} · ${paper.version}`,
    address: siteAddress(`/plans/${plan.slug}/fiches/${sheet.slug}`),
    sheet: { ...paper, anchor: sheet.slug }
  };
  return composePdf({ source: SOURCE, data, at: sheet.updatedAt });
}

/** Five hundred sheets take their time. */
const BOOKLET_MS = 60_000;

/**
 * A plan as a booklet, as its reader may read it.
 * @param indicators - of all its sheets, and of the plan itself. @throws PdfFailure.
 */
export function composeBooklet(
  plan: Plan,
  sheets: readonly PrintedSheet[],
  indicators: readonly FollowedIndicator[],
  now: Date
): Promise<Uint8Array> {
  const booklet = bookletOf(plan, sheets, indicators, now);
  const data = {
    ...{ kind: 'booklet', title: plan.title, booklet },
    foot: `${plan.shortTitle} · ${booklet.state}`,
    address: siteAddress(`/plans/${plan.slug}`)
  };
  return composePdf({ source: SOURCE, data, at: now }, { timeoutMs: BOOKLET_MS });
}
