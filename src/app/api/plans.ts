import type { z } from 'zod';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import type { EventSummary } from '#domain/events/model.ts';
import { VISITOR } from '#domain/identity/model.ts';
import type { FollowedIndicator } from '#domain/plans/indicators.ts';
import type { Plan } from '#domain/plans/model.ts';
import { listFollowed } from '#domain/plans/server/indicators/queries.ts';
import { getPlan } from '#domain/plans/server/queries.ts';
import { readShared } from '#domain/plans/server/shared/queries.ts';
import { sharedOf, type SharedHere } from '#domain/plans/reading.ts';
import { listWholeSheets } from '#domain/plans/server/sheets/queries.ts';
import type { ActionSheet, SheetActor } from '#domain/plans/sheet.ts';
import { today } from '#domain/plans/wording.ts';
import { describePerimeters } from '#domain/territory/server/queries.ts';
import type { PerimeterDescription } from '#domain/territory/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId } from '#shared/ids.ts';
import type { getPlanBySlug } from './plan-contracts.ts';

type PlanJson = z.input<typeof getPlanBySlug.response>;
type SheetJson = PlanJson['sheets'][number];
type IndicatorJson = PlanJson['indicators'][number];

/** What several sheets share, read once for all. */
interface Around {
  readonly plan: Plan;
  readonly indicators: readonly FollowedIndicator[];
  readonly events: readonly EventSummary[];
  readonly shared: SharedHere;
  readonly perimeters: ReadonlyMap<PerimeterId, PerimeterDescription>;
}

/** A plan, its sheets and their indicators, as a visitor reads them, whoever asks. @throws NotFound */
export async function getPlanJson(db: Executor, slug: string, now: Date): Promise<PlanJson> {
  const plan = await getPlan(db, VISITOR, slug);
  const sheets = await listWholeSheets(db, VISITOR, plan.id);
  const links = sheets.flatMap((sheet) => sheet.links);
  const [indicators, events, shared, perimeters] = await Promise.all([
    listFollowed(db, VISITOR, { plan: plan.id, today: today(now), now }),
    listFindable(db, VISITOR, {
      events: links.flatMap((link) => (link.kind === 'event' ? [link.id] : [])),
      series: links.flatMap((link) => (link.kind === 'series' ? [link.id] : []))
    }),
    readShared(db, VISITOR, links),
    describePerimeters(
      db,
      sheets.flatMap(({ perimeter }) => (perimeter === null ? [] : [perimeter]))
    )
  ]);
  const around = { plan, indicators, events, shared, perimeters };
  return {
    ...planJson(plan),
    indicators: indicators.filter(({ sheet }) => sheet === null).map(indicatorJson),
    sheets: sheets.map((sheet) => sheetJson(sheet, around))
  };
}

function planJson(plan: Plan): Omit<PlanJson, 'indicators' | 'sheets'> {
  return {
    ...{ slug: plan.slug, kind: plan.kind, title: plan.title, short_title: plan.shortTitle },
    ...{ summary: plan.summary, status: plan.status === 'closed' ? 'closed' : 'active' },
    ...{ starts_on: plan.startsOn, ends_on: plan.endsOn },
    territory: { slug: plan.territory.slug, name: plan.territory.name },
    fictional: plan.territory.fictional,
    axes: plan.axes.map(({ number, title, objectives }) => ({
      ...{ number, title },
      objectives: objectives.map((one) => ({ number: one.number, title: one.title }))
    })),
    signatories: plan.signatories.map(({ name, structure, quality }) => ({
      ...{ name, quality },
      structure: structure?.slug ?? null
    })),
    closed_years: [...plan.closedYears],
    url: `/plans/${plan.slug}`
  };
}

function sheetJson(sheet: ActionSheet, { plan, ...around }: Around): SheetJson {
  const axis = plan.axes.find(({ id }) => id === sheet.axis);
  const objective = axis?.objectives.find(({ id }) => id === sheet.objective);
  return {
    ...{ number: sheet.number, code: sheet.code, slug: sheet.slug, title: sheet.title },
    axis: axis ? axis.number || axis.title : null,
    objective: objective ? objective.number || objective.title : null,
    ...{ status: sheet.status, priority: sheet.priority },
    ...{ starts_on: sheet.startsOn, ends_on: sheet.endsOn, renews_yearly: sheet.renewsYearly },
    themes: [...sheet.themes],
    where: sheet.perimeter === null ? '' : (around.perimeters.get(sheet.perimeter)?.text ?? ''),
    pilots: sheet.pilots.map(actorJson),
    partners: sheet.partners.map(actorJson),
    resources: sheet.resources.map(({ planLabel, part, action }) => ({
      ...{ plan: planLabel, part, action }
    })),
    texts: textsJson(sheet, plan),
    ...rowsJson(sheet),
    events: eventsOf(sheet, around.events),
    shared: sharedOf(sheet.links, around.shared).map(({ nature, title, address }) => ({
      ...{ kind: nature, title, url: address }
    })),
    indicators: around.indicators.filter((one) => one.sheet === sheet.id).map(indicatorJson),
    updated_at: sheet.updatedAt.toISOString(),
    url: `/plans/${plan.slug}/fiches/${sheet.slug}`
  };
}

/** Headings that the plan hides are not shown here either. */
function textsJson({ texts }: ActionSheet, { headings }: Plan): SheetJson['texts'] {
  return headings
    .filter(({ key, hidden }) => !hidden && (texts[key]?.length ?? 0) > 0)
    .map(({ key, label }) => ({ heading: label, items: [...(texts[key] ?? [])] }));
}

function rowsJson({ steps, funding }: ActionSheet): Pick<SheetJson, 'steps' | 'funding'> {
  return {
    steps: steps.map(({ title, dueOn, status, doneOn, responsible }) => ({
      ...{ title, due_on: dueOn, status, done_on: doneOn, responsible }
    })),
    funding: funding.map(({ funder, structure, year, planned, actual }) => ({
      ...{ funder, structure: structure?.slug ?? null, year },
      ...{ planned_cents: planned, actual_cents: actual }
    }))
  };
}

function eventsOf({ links }: ActionSheet, events: readonly EventSummary[]): string[] {
  return events
    .filter(({ id, series }) =>
      links.some(
        (link) =>
          (link.kind === 'event' && link.id === id) ||
          (link.kind === 'series' && link.id === series?.id)
      )
    )
    .map(({ slug }) => slug);
}

function actorJson({ label, structure }: SheetActor): SheetJson['pilots'][number] {
  return { name: label, structure: structure?.slug ?? null };
}

function indicatorJson(one: FollowedIndicator): IndicatorJson {
  return {
    ...{ label: one.label, definition: one.definition, purpose: one.purpose, kind: one.kind },
    ...{ unit: one.unit, scale_max: one.scaleMax, direction: one.direction },
    baseline: one.baseline,
    targets: [...one.targets],
    values: one.values.map(({ year, value, scaleMax, origin, source, frozen }) => ({
      ...{ year, value, scale_max: scaleMax, origin, source, frozen }
    }))
  };
}
