import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { yearOf } from '#shared/dates.ts';
import { NotFound } from '#shared/errors.ts';
import type { ActionSheetId, IndicatorId, PlanId } from '#shared/ids.ts';
import type { Clock, Computed } from '../../figures/computed.ts';
import {
  withoutIndicatorTexts,
  type FollowedIndicator,
  type IndicatorValue
} from '../../indicators.ts';
import { planYears, type PlanPlace } from '../../model.ts';
import { canLeadPlan, canReadPlan, canReadSheet, canWriteSheet } from '../../rules.ts';
import {
  findSpan,
  listSpans,
  listWritten,
  listWrittenByHand,
  type PlanSpan,
  type WrittenIndicator,
  type WrittenValue
} from './rows/queries.ts';
import { readSources, type Bound, type Sources } from './sources/queries.ts';

export interface Asked extends Clock {
  readonly plan: PlanId;
  /** One sheet; without it, those of the plan and of every sheet that the actor may read. */
  readonly sheet?: ActionSheetId | undefined;
}

/**
 * The indicators of a plan with their values, computed now or kept: a row for each year of the plan until this one, whose
 * value is null when it is not known, and whose source says where it comes from or why it lacks (`isMissing`). What an actor
 * may not be told is null, and says so. As many statements for three indicators of a source as for one.
 * @throws NotFound when there is no such plan.
 */
export async function listFollowed(
  db: Executor,
  actor: Actor,
  { plan, sheet, ...clock }: Asked
): Promise<FollowedIndicator[]> {
  const span = await findSpan(db, plan);
  if (!span) throw new NotFound('Ce plan n’existe plus.');
  const readable = (await listWritten(db, { plan, sheet })).filter(({ place }) =>
    place ? canReadSheet(actor, place) : canReadPlan(actor, span.place)
  );
  const sources = await readSources(db, span.place, readable.filter(isBound), clock);
  return readable.map((one) => shown(actor, one, span, { sources, clock }));
}

/**
 * The indicators of some sheets, of any plans, whose values somebody writes, as `listFollowed` gives them: as many statements
 * for three plans as for one.
 */
export async function listFollowedByHand(
  db: Executor,
  actor: Actor,
  sheets: readonly { readonly id: ActionSheetId; readonly plan: { readonly id: PlanId } }[],
  clock: Clock
): Promise<FollowedIndicator[]> {
  if (sheets.length === 0) return [];
  const spans = await listSpans(db, [...new Set(sheets.map(({ plan }) => plan.id))]);
  const written = await listWrittenByHand(
    db,
    sheets.map(({ id }) => id)
  );
  return written.flatMap((one) => {
    const span = spans.find(({ place }) => place.id === one.plan);
    return span && one.place && canReadSheet(actor, one.place)
      ? [shown(actor, one, span, { sources: null, clock })]
      : [];
  });
}

/** One of them. @throws NotFound when it is no more, or when the actor may not read it. */
export async function getFollowed(
  db: Executor,
  actor: Actor,
  id: IndicatorId,
  asked: Asked
): Promise<FollowedIndicator> {
  const found = (await listFollowed(db, actor, asked)).find((one) => one.id === id);
  if (!found) throw new NotFound('Cet indicateur n’existe plus, ou vous ne pouvez pas le lire.');
  return found;
}

/** One as this actor reads it. */
function shown(
  actor: Actor,
  one: WrittenIndicator,
  span: PlanSpan,
  known: Known
): FollowedIndicator {
  const followed = hush(follow(one, span, known), one, actor);
  return readsAll(actor, span.place) ? followed : conceal(followed, one);
}

/** Without what people wrote while the texts of the sheet are withheld, unless she may write them again. */
function hush(
  followed: FollowedIndicator,
  { place, textsHidden }: WrittenIndicator,
  actor: Actor
): FollowedIndicator {
  if (!textsHidden || !place || canWriteSheet(actor, place)) return followed;
  return withoutIndicatorTexts(followed);
}

/** Members are told what is computed of their network. */
function readsAll(actor: Actor, plan: PlanPlace): boolean {
  return canLeadPlan(actor, plan) || isMemberOf(actor, plan.territory);
}

export function isBound<T extends Pick<WrittenIndicator, 'binding' | 'sheet'>>(
  one: T
): one is T & Bound {
  return one.binding !== null;
}

interface Known {
  /** Null when none is computed. */
  readonly sources: Sources | null;
  readonly clock: Clock;
}

function follow(one: WrittenIndicator, span: PlanSpan, known: Known): FollowedIndicator {
  const { sources, clock } = known;
  const { written, place: _place, bindingIsPublic: _public, ...rest } = one;
  const { removed: _removed, textsHidden: _hidden, ...indicator } = rest;
  const values = yearsOf(one, span, known).map((year) => {
    const kept = written.find((value) => value.year === year);
    const closed = span.closedYears.includes(year);
    const computed = sources && isBound(one) ? sources.compute(one, year) : null;
    return valueOf(year, { kept, closed, computed, indicator: one }, clock);
  });
  return { ...indicator, values };
}

/** The years of the plan until this one, and those of which something was written. One edition counts in its own alone. */
function yearsOf(one: WrittenIndicator, span: PlanSpan, { sources, clock }: Known): number[] {
  const { today } = clock;
  const written = one.written.map(({ year }) => year);
  const only = sources && isBound(one) && one.binding.event ? sources.yearOf(one) : null;
  const all =
    only === null
      ? planYears(span, today, written)
      : [...new Set([...written, only])].toSorted((a, b) => a - b);
  return all.filter((year) => year <= yearOf(today) || written.includes(year));
}

interface OfYear {
  readonly kept: WrittenValue | undefined;
  readonly closed: boolean;
  readonly computed: Computed | null;
  readonly indicator: WrittenIndicator;
}

/** What was written by hand stands; a closed year is as it was kept; the rest is computed now. */
function valueOf(year: number, known: OfYear, { today, now }: Clock): IndicatorValue {
  const { kept, closed, computed, indicator } = known;
  const base = {
    year,
    frozen: closed,
    awaited: false,
    version: 0,
    comment: '',
    author: '',
    at: now
  };
  if (kept?.origin === 'manual') {
    const { value, comment, author, at, version } = kept;
    const source = writtenSource(kept, indicator, computed);
    const own = { value, comment, author, at, version, source, origin: 'manual' as const };
    return { ...base, ...own, scaleMax: kept.scaleMax ?? indicator.scaleMax, readers: 'public' };
  }
  if (closed && kept) {
    const { value, source, at } = kept;
    // As it was kept, unless what it was read from is shown to fewer people since.
    const readers = computed?.readers === 'members' ? 'members' : kept.readers;
    return { ...base, value, source, at, readers, origin: 'computed', scaleMax: kept.scaleMax };
  }
  if (closed) return { ...base, ...NOTHING, source: 'L’année a été close sans valeur.' };
  if (computed) return { ...base, ...computed, origin: 'computed' };
  return year >= yearOf(today)
    ? { ...base, ...NOTHING, awaited: true, source: `${year} est en cours\u00a0: à saisir.` }
    : { ...base, ...NOTHING, source: 'Personne ne l’a encore saisie.' };
}

const NOTHING = { value: null, scaleMax: null, origin: 'manual', readers: 'public' } as const;

/** Of a value that was written where one could be computed, what it stands for. */
function writtenSource(
  { source }: WrittenValue,
  indicator: WrittenIndicator,
  computed: Computed | null
): string {
  const typed = (source || (computed ? '' : indicator.source) || 'Saisi à la main').replace(
    /\.$/,
    ''
  );
  return computed ? `${typed}, à la place du calcul.` : `${typed}.`;
}

const FOR_MEMBERS =
  'Ce chiffre est lu par les membres du réseau\u00a0: il n’est pas montré à tout le monde.';

/** As somebody reads it who is not of the network: no name, nothing that is not shown to everybody. */
function conceal(
  followed: FollowedIndicator,
  { bindingIsPublic }: WrittenIndicator
): FollowedIndicator {
  const { binding } = followed;
  return {
    ...followed,
    binding: binding && !bindingIsPublic ? { ...binding, series: null, event: null } : binding,
    values: followed.values.map((one) =>
      one.readers === 'public' && (bindingIsPublic || one.version > 0)
        ? { ...one, author: '' }
        : { ...one, value: null, scaleMax: null, source: FOR_MEMBERS, author: '', awaited: true }
    )
  };
}
