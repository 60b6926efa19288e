import { operator } from '#domain/identity/model.ts';
import type { IndicatorDraft } from '#domain/plans/figures/definition.ts';
import type { LinksInput } from '#domain/plans/forms/sheet.ts';
import type { Binding, Direction, IndicatorKind } from '#domain/plans/indicators.ts';
import type { PlanKind } from '#domain/plans/model.ts';
import { freezeCommittee } from '#domain/plans/server/committees/commands.ts';
import { setFunding } from '#domain/plans/server/funding/commands.ts';
import { saveIndicator } from '#domain/plans/server/indicators/commands.ts';
import { setValue } from '#domain/plans/server/indicators/values/commands.ts';
import { createAxis } from '#domain/plans/server/numbering/axes/commands.ts';
import { createObjective } from '#domain/plans/server/numbering/objectives/commands.ts';
import { findPlan } from '#domain/plans/server/queries.ts';
import { createPlan, createSheet } from '#domain/plans/server/setup/commands.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';
import { saveStep } from '#domain/plans/server/steps/commands.ts';
import {
  setActors,
  setLinks,
  setResources,
  writeSheet
} from '#domain/plans/server/writing/commands.ts';
import type { Priority, SheetStatus, StepStatus } from '#domain/plans/sheet.ts';
import { sayDay } from '#domain/plans/wording.ts';
import { listTerritories } from '#domain/territory/server/queries.ts';
import type { Database, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { addDays, civilTime, yearOf } from '#shared/dates.ts';
import type { ActionSheetId, EventId, PlanId, SeriesId, StructureId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import file from '../../demo/plans.json' with { type: 'json' };

const DEMONSTRATION = operator('démonstration');
const ZONE = 'Europe/Paris';

type FilePlan = (typeof file.plans)[number];
type FileSheet = FilePlan['sheets'][number];
type FileIndicator = FilePlan['indicators'][number] | FileSheet['indicators'][number];

/** What the file names, as the instance knows it, and the day from which its dates count. */
interface Known {
  readonly today: string;
  readonly year: number;
  readonly structures: ReadonlyMap<string, { readonly id: StructureId; readonly name: string }>;
  readonly series: ReadonlyMap<string, SeriesId>;
  readonly events: readonly { readonly id: EventId; readonly slug: string }[];
}

/**
 * Loads the plans of the demonstration: sheet 28 of Loir-et-Cher, in our words and without a figure; in the fictional
 * network a plan of twenty sheets, one of which asks for the Journée and is fed by its editions. Does nothing where there
 * are plans already, or without the territories.
 * @returns how many sheets.
 */
export function loadPlans(db: Database, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const present = await tx.selectFrom('plan').select('id').limit(1).executeTakeFirst();
    const territories = await listTerritories(tx);
    if (present) return 0;
    const known = await readKnown(tx, civilTime(now, ZONE).slice(0, 10));
    let sheets = 0;
    for (const plan of file.plans) {
      const territory = territories.find(({ slug }) => slug === plan.territory);
      if (territory) sheets += await loadPlan(tx, plan, { territory: territory.id, known });
    }
    return sheets;
  });
}

/** Tells what was loaded. */
export async function loadDemonstrationPlans(
  db: Database,
  say: (message: string) => void,
  now: Date = new Date()
): Promise<void> {
  const count = await loadPlans(db, now);
  if (count > 0) say(`Plans de démonstration : ${plural(count, 'fiche action', 'fiches action')}`);
}

async function readKnown(tx: Tx, today: string): Promise<Known> {
  const structures = await tx.selectFrom('structure').select(['id', 'slug', 'name']).execute();
  const series = await tx.selectFrom('event_series').select(['id', 'slug']).execute();
  const events = await tx.selectFrom('event').select(['id', 'slug']).orderBy('id').execute();
  return {
    ...{ today, year: yearOf(today) },
    structures: new Map(
      structures.map(({ id, slug, name }) => [slug, { id: id as StructureId, name }])
    ),
    series: new Map(series.map(({ id, slug }) => [slug, id as SeriesId])),
    events: events.map(({ id, slug }) => ({ id: id as EventId, slug }))
  };
}

interface Where {
  readonly territory: Parameters<typeof createPlan>[2]['territory'];
  readonly known: Known;
}

async function loadPlan(tx: Tx, plan: FilePlan, { territory, known }: Where): Promise<number> {
  const first = plan.startsYearsBefore === null ? null : known.year - plan.startsYearsBefore;
  const { id } = await createPlan(tx, DEMONSTRATION, {
    ...{ territory, kind: plan.kind as PlanKind, title: plan.title, shortTitle: plan.shortTitle },
    ...{ summary: plan.summary, contact: plan.contact, visibility: 'public', status: 'active' },
    startsOn: first === null ? null : `${first}-01-01`,
    endsOn: first === null ? null : `${first + plan.years! - 1}-12-31`,
    signatories: plan.signatories.map(({ name, structure, quality }) => ({
      ...{ name, quality },
      structure: known.structures.get(structure)?.id ?? null
    }))
  });
  for (const { number, title, objectives } of plan.axes) {
    const axis = done(
      await createAxis(tx, DEMONSTRATION, { plan: id, input: { number, title, summary: '' } })
    );
    for (const objective of objectives)
      done(
        await createObjective(
          tx,
          DEMONSTRATION,
          { plan: id, axis: axis.id },
          { input: { ...objective, summary: '' } }
        )
      );
  }
  for (const sheet of plan.sheets.slice(0, -1)) await loadSheet(tx, id, sheet, known);
  if (first !== null) await freeze(tx, id, known);
  for (const sheet of plan.sheets.slice(-1)) await loadSheet(tx, id, sheet, known);
  for (const indicator of plan.indicators) await loadIndicator(tx, id, null, indicator, known);
  return plan.sheets.length;
}

/** A committee that has read all the sheets but the last: there is something to read again, and to compare. */
async function freeze(tx: Tx, plan: PlanId, { today }: Known): Promise<void> {
  const input = { title: `COPIL du ${sayDay(today)}`, heldOn: today, note: '' };
  done(
    await freezeCommittee(tx, DEMONSTRATION, plan, { input, now: new Date(`${today}T09:00:00Z`) })
  );
}

async function loadSheet(tx: Tx, plan: PlanId, sheet: FileSheet, known: Known): Promise<void> {
  const { axes } = (await findPlan(tx, { id: plan }))!;
  const axis = axes.find(({ number }) => sheet.code.startsWith(`${number}.`))!;
  const objective = axis.objectives.find(({ number }) => sheet.code.startsWith(`${number}.`))!;
  const { id } = done(
    await createSheet(tx, DEMONSTRATION, {
      ...{ plan, axis: axis.id, objective: objective.id, number: sheet.number, code: sheet.code },
      ...{ title: sheet.title, status: sheet.status as SheetStatus },
      ...{ priority: sheet.priority as Priority | null, renewsYearly: sheet.renewsYearly },
      ...{ startsOn: dayOf(sheet.starts, known), endsOn: dayOf(sheet.ends, known) }
    })
  );
  const texts = sheet.texts as Readonly<Record<string, readonly string[]>>;
  const written = Object.fromEntries(
    Object.entries(texts).map(([key, items]) => [key, [...items]])
  );
  done(await writeSheet(tx, DEMONSTRATION, id, { texts: written }, { reread: true }));
  const actors = (names: readonly string[]) =>
    names.map((name) => {
      const structure = known.structures.get(name);
      return { label: structure?.name ?? name, structure: structure?.id ?? null };
    });
  const who = { pilots: actors(sheet.pilots), partners: actors(sheet.partners) };
  done(await setActors(tx, DEMONSTRATION, id, who));
  const resources = sheet.resources.map((one) => ({ ...one, acronym: one.planLabel }));
  done(await setResources(tx, DEMONSTRATION, id, resources));
  const links = sheet.links.flatMap((link) => linkOf(link, known));
  done(await setLinks(tx, DEMONSTRATION, id, { links, themes: [...sheet.themes] }));
  await loadSteps(tx, id, sheet, known);
  await loadFunding(tx, id, sheet, known);
  for (const indicator of sheet.indicators) await loadIndicator(tx, plan, id, indicator, known);
}

function dayOf(when: FileSheet['starts'], { year }: Known): string | null {
  return when && `${year + when.yearOffset}-${when.day}`;
}

function linkOf(
  { kind, slug }: { kind: string; slug: string },
  known: Known
): NonNullable<LinksInput['links']> {
  if (kind === 'series') {
    const id = known.series.get(slug);
    return id === undefined ? [] : [{ kind: 'series', id }];
  }
  const id = eventOf(slug, known);
  return id === null ? [] : [{ kind: 'event', id }];
}

/** An edition whose address says its year is named without it; the very name comes first. */
function eventOf(slug: string, { events }: Known): EventId | null {
  const exact = events.find((event) => event.slug === slug);
  return (exact ?? events.find((event) => event.slug.startsWith(`${slug}-`)))?.id ?? null;
}

async function loadSteps(tx: Tx, id: ActionSheetId, sheet: FileSheet, { today }: Known) {
  for (const step of sheet.steps) {
    const { title, dueInDays, responsible, renewsYearly } = step;
    const doneOn =
      !('doneInDays' in step) || step.doneInDays === undefined
        ? null
        : addDays(today, step.doneInDays);
    const status = step.status as StepStatus;
    const input = { title, dueOn: addDays(today, dueInDays), status, doneOn };
    const change = { step: null, input: { ...input, responsible, renewsYearly }, today };
    done(await saveStep(tx, DEMONSTRATION, id, change));
  }
}

async function loadFunding(tx: Tx, id: ActionSheetId, sheet: FileSheet, { year }: Known) {
  if (sheet.funding.length === 0) return;
  const { version } = (await findSheet(tx, { id }))!;
  const lines = sheet.funding.map(({ yearOffset, ...line }) => ({
    ...line,
    year: yearOffset === null ? null : year + yearOffset
  }));
  done(await setFunding(tx, DEMONSTRATION, id, { version, lines }));
}

async function loadIndicator(
  tx: Tx,
  plan: PlanId,
  sheet: ActionSheetId | null,
  { values, targets, baseline, binding, ...said }: FileIndicator,
  known: Known
): Promise<void> {
  const yearly = ({ yearOffset, value }: { yearOffset: number; value: number }) => ({
    ...{ year: known.year + yearOffset, value }
  });
  const input: IndicatorDraft = {
    ...(said as Pick<IndicatorDraft, 'label' | 'definition' | 'unit' | 'source' | 'scaleMax'>),
    ...{ kind: said.kind as IndicatorKind, direction: said.direction as Direction },
    purpose: said.purpose === 'result' ? 'result' : 'follow-up',
    targets: targets.map(yearly),
    baseline: baseline && yearly(baseline),
    binding: binding && bindingOf(binding, known)
  };
  const { id } = done(await saveIndicator(tx, DEMONSTRATION, { plan, sheet, input }));
  for (const { comment, ...value } of values)
    done(
      await setValue(tx, DEMONSTRATION, {
        ...{ indicator: id, ...yearly(value), comment, today: known.today }
      })
    );
}

function bindingOf(
  binding: { source: string; measure: string; series?: string; event?: string },
  known: Known
) {
  return {
    source: binding.source as Binding['source'],
    measure: binding.measure,
    series: (binding.series && known.series.get(binding.series)) || null,
    event: binding.event ? eventOf(binding.event, known) : null,
    combine: 'last' as const
  };
}

/** What a command answers, when it cannot but be done. */
function done<T extends { readonly ok: boolean }>(outcome: T): Extract<T, { readonly ok: true }> {
  if (!outcome.ok) throw new Error(`demonstration: ${JSON.stringify(outcome)}`);
  return outcome as Extract<T, { readonly ok: true }>;
}
