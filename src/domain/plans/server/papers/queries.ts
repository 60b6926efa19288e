import { listThemes } from '#domain/directory/server/queries.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { describePerimeters } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { withoutIndicatorTexts, type FollowedIndicator } from '../../indicators.ts';
import type { Plan } from '../../model.ts';
import type { PrintedSheet } from '../../papers/sheet.ts';
import { titledLinks } from '../../reading.ts';
import type { ActionSheet, SheetLink } from '../../sheet.ts';
import { today } from '../../wording.ts';
import { listFollowed } from '../indicators/queries.ts';
import { getPlan } from '../queries.ts';
import { reachPlan, reachSheet } from '../reaching/queries.ts';
import { readShared } from '../shared/queries.ts';
import { listWholeSheets } from '../sheets/queries.ts';

/** A plan with what its papers say, as their reader may read it. */
export interface PlanPapers {
  readonly plan: Plan;
  readonly sheets: readonly PrintedSheet[];
  /** Of the sheets, and of the plan itself. */
  readonly indicators: readonly FollowedIndicator[];
}

export type SheetPapers =
  | {
      readonly state: 'found';
      readonly plan: Plan;
      readonly sheet: PrintedSheet;
      readonly indicators: readonly FollowedIndicator[];
    }
  /** Asked by a number it no longer has. */
  | { readonly state: 'moved'; readonly slug: string };

/** A sheet for its papers. @throws NotFound when there is none, or none she may read. */
export async function readSheetPapers(
  db: Executor,
  actor: Actor,
  { plan: planSlug, slug }: { readonly plan: string; readonly slug: string },
  now: Date
): Promise<SheetPapers> {
  const { plan } = await reachPlan(db, actor, planSlug);
  const reached = await reachSheet(db, actor, plan.id, slug);
  if (reached.state === 'moved') return reached;
  const asked = { plan: plan.id, sheet: reached.sheet.id, today: today(now), now };
  const [[sheet], indicators] = await Promise.all([
    printed(db, actor, [reached.sheet]),
    listFollowed(db, actor, asked)
  ]);
  return {
    state: 'found',
    plan,
    sheet: sheet!,
    indicators: printable([reached.sheet], indicators)
  };
}

/**
 * A plan for its papers, for whoever reads the plan: they say what it is, not only its sheets. As many statements for a
 * sheet as for five hundred. @throws NotFound
 */
export async function readPlanPapers(
  db: Executor,
  actor: Actor,
  slug: string,
  now: Date
): Promise<PlanPapers> {
  const plan = await getPlan(db, actor, slug);
  const whole = await listWholeSheets(db, actor, plan.id);
  const [sheets, indicators] = await Promise.all([
    printed(db, actor, whole),
    listFollowed(db, actor, { plan: plan.id, today: today(now), now })
  ]);
  return { plan, sheets, indicators: printable(whole, indicators) };
}

/** On paper, what is written of the figures of a withheld sheet is hidden from everybody, as its texts are. */
function printable(
  sheets: readonly ActionSheet[],
  indicators: readonly FollowedIndicator[]
): FollowedIndicator[] {
  const hidden = new Set(sheets.flatMap(({ id, textsHidden }) => (textsHidden ? [id] : [])));
  return indicators.map((one) =>
    one.sheet !== null && hidden.has(one.sheet) ? withoutIndicatorTexts(one) : one
  );
}

/**
 * Paper goes further than a screen: a withheld text is on none, and a rencontre, a series, or what is shared, only for who
 * may find a page of it.
 */
async function printed(
  db: Executor,
  actor: Actor,
  sheets: readonly ActionSheet[]
): Promise<PrintedSheet[]> {
  const links = sheets.flatMap((sheet) => sheet.links);
  const perimeters = sheets.flatMap(({ perimeter }) => (perimeter === null ? [] : [perimeter]));
  const [editions, shared, where, themes] = await Promise.all([
    listFindable(db, actor, {
      events: links.flatMap((link) => (link.kind === 'event' ? [link.id] : [])),
      series: links.flatMap((link) => (link.kind === 'series' ? [link.id] : []))
    }),
    readShared(db, actor, links),
    describePerimeters(db, [...new Set(perimeters)]),
    listThemes(db)
  ]);
  const isFound = (link: SheetLink) =>
    (link.kind !== 'contribution' || shared.has(link.id)) &&
    (link.kind !== 'event' || editions.some(({ id }) => id === link.id)) &&
    (link.kind !== 'series' || editions.some(({ series }) => series?.id === link.id));
  return sheets.map((sheet) => ({
    ...sheet,
    ...(sheet.textsHidden && { texts: {}, remainder: '' }),
    links: titledLinks(sheet.links.filter(isFound), shared),
    where: (sheet.perimeter !== null && where.get(sheet.perimeter)?.text) || '',
    themeNames: themes.filter(({ code }) => sheet.themes.includes(code)).map(({ name }) => name)
  }));
}
