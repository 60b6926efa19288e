/** What the indicators of a plan are computed from, read once for all of them, whoever asks. */
import { sql } from 'kysely';
import { getTerritoryOverview } from '#domain/directory/server/matrix/overview/queries.ts';
import { listEventEffects } from '#domain/network/server/effect/queries.ts';
import { listWaveMeasures } from '#domain/network/server/figures/queries.ts';
import { listSharedFacts } from '#domain/sharing/server/measures/queries.ts';
import { listShownFigures } from '#domain/surveys/server/figures/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, EventId, PlanId, TerritoryId } from '#shared/ids.ts';
import { unknown, type Clock, type Computed } from '../../../figures/computed.ts';
import {
  computeEditions,
  editionYear,
  listCounted,
  type FollowedEdition,
  type ReadEditions
} from '../../../figures/editions.ts';
import { computeShared } from '../../../figures/sharing.ts';
import { isPast } from '#domain/events/edition.ts';
import {
  computeDirectory,
  computeSheets,
  computeSteps,
  computeWaves,
  type CountedStep,
  type DirectoryState,
  type ReadWave,
  type SheetsState
} from '../../../figures/states.ts';
import type { Binding, BindingSource, Indicator } from '../../../indicators.ts';
import type { PlanPlace } from '../../../model.ts';

/** An indicator that is computed. */
export type Bound = Pick<Indicator, 'sheet'> & { readonly binding: Binding };

export interface Sources {
  /** What an indicator is worth in a year. */
  readonly compute: (bound: Bound, year: number) => Computed;
  /** The civil year of the edition it follows; null when it follows a series, or nothing that has a date. */
  readonly yearOf: (bound: Bound) => number | null;
}

/**
 * Reads what some indicators are computed from: as many statements for three as for one of the same source.
 * @param plan - theirs: its territory decides which editions, waves and fiches are its own.
 */
export async function readSources(
  db: Executor,
  plan: PlanPlace,
  bound: readonly Bound[],
  clock: Clock
): Promise<Sources> {
  const from = (source: BindingSource) => bound.filter(({ binding }) => binding.source === source);
  const editions = await readEditions(
    db,
    plan.territory,
    [...from('edition'), ...from('effect')],
    clock
  );
  const waves: ReadWave[] =
    from('wave').length > 0 ? await listWaveMeasures(db, plan.territory) : [];
  const directory = from('directory').length > 0 ? await readDirectory(db, plan, clock) : null;
  const sheets = from('plan').length > 0 ? await readSheets(db, plan.id) : null;
  const shared = from('sharing').length > 0 ? await listSharedFacts(db, plan.territory) : null;
  const compute = (one: Bound, year: number): Computed => {
    const { binding, sheet } = one;
    if (binding.source === 'wave') return computeWaves(waves, binding.measure, year, clock);
    if (binding.source === 'directory' && directory)
      return computeDirectory(directory, binding.measure, year, clock);
    if (binding.source === 'sharing' && shared)
      return computeShared(shared, binding.measure, year, clock);
    if (binding.source === 'plan' && sheets)
      return computePlan(sheets, { measure: binding.measure, sheet, year }, clock);
    if (binding.source === 'edition' || binding.source === 'effect')
      return computeEditions(editions, binding, year, clock);
    return unknown('Ce n’est plus mesuré.');
  };
  const yearOf = ({ binding: { event } }: Bound) => {
    const found = event && editions.editions.find(({ id }) => id === event.id);
    return found ? editionYear(found) : null;
  };
  return { compute, yearOf };
}

async function readEditions(
  db: Executor,
  territory: TerritoryId,
  bound: readonly Bound[],
  { now }: Clock
): Promise<ReadEditions> {
  if (bound.length === 0) return { editions: [], readings: new Map() };
  const editions = await listFollowable(db, territory, bound);
  const held = editions.filter((one) => one.status === 'published' && isPast(one, now));
  const followed = (source: BindingSource) => {
    const ids = bound
      .filter(({ binding }) => binding.source === source)
      .flatMap(({ binding }) => listCounted(held, binding).map(({ id }) => id));
    return [...new Set(ids)];
  };
  const measured = followed('edition');
  const figures = measured.length > 0 ? await listShownFigures(db, measured, now) : null;
  const affected = followed('effect');
  const effects = affected.length > 0 ? await listEventEffects(db, affected, now) : null;
  const readings = held.map(({ id }) => {
    const { all = null, shown = null } = figures?.get(id) ?? {};
    return [id, { all, shown, effect: effects?.get(id) ?? null }] as const;
  });
  return { editions, readings: new Map(readings) };
}

async function listFollowable(
  db: Executor,
  territory: TerritoryId,
  bound: readonly Bound[]
): Promise<FollowedEdition[]> {
  const series = bound.flatMap(({ binding }) => binding.series?.id ?? []);
  const events = bound.flatMap(({ binding }) => binding.event?.id ?? []);
  const { rows } = await sql<FollowedEdition & { id: EventId }>`
    select e.id, e.series_id as series, e.title, e.status, e.starts_at as "startsAt", e.ends_at as "endsAt",
      e.time_zone as "timeZone", e.status <> 'draft' and e.visibility = 'public' as "isPublic",
      e.territory_id = ${territory} as "isOwn"
    from event e where e.series_id = any(${series}::bigint[]) or e.id = any(${events}::bigint[])
    order by e.starts_at, e.id`.execute(db);
  return rows;
}

async function readDirectory(
  db: Executor,
  { territory }: PlanPlace,
  { now }: Clock
): Promise<DirectoryState> {
  const { total, confirmed } = await getTerritoryOverview(db, { id: territory }, now);
  return { structures: total, confirmed };
}

interface ReadSheet {
  readonly id: ActionSheetId;
  readonly status: string;
  readonly steps: readonly CountedStep[];
}

async function readSheets(db: Executor, plan: PlanId): Promise<ReadSheet[]> {
  const { rows } = await sql<ReadSheet>`
    select f.id, f.status, coalesce((select json_agg(json_build_object('dueOn', e.due_on, 'doneOn', e.done_on,
      'status', e.status)) from action_sheet_step e where e.sheet_id = f.id), '[]') as steps
    from action_sheet f where f.plan_id = ${plan} and f.removed_at is null`.execute(db);
  return rows;
}

const STEP_MEASURES = ['stepsDone', 'stepsOnTime'];

function computePlan(
  sheets: readonly ReadSheet[],
  which: { readonly measure: string; readonly sheet: ActionSheetId | null; readonly year: number },
  clock: Clock
): Computed {
  const { measure, sheet, year } = which;
  if (STEP_MEASURES.includes(measure)) {
    const own = sheets.filter(({ id }) => sheet === null || id === sheet);
    const steps = own.flatMap((one) => one.steps);
    const whose = sheet === null ? 'de toutes les fiches' : 'de la fiche';
    return computeSteps(steps, measure, year, { today: clock.today, whose });
  }
  const dropped = sheets.filter(({ status }) => status === 'dropped').length;
  const done = sheets.filter(({ status }) => status === 'done').length;
  const state: SheetsState = { sheets: sheets.length - dropped, done, dropped };
  return computeSheets(state, measure, year, clock);
}
