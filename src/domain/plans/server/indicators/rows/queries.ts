/** Indicators as they are written, whoever asks: what is computed comes after. */
import { sql, type RawBuilder } from 'kysely';
import type { Executor } from '#server/db/connection.ts';
import type { ActionSheetId, IndicatorId, PersonId, PlanId, StructureId } from '#shared/ids.ts';
import type { Binding, FigureReaders, Indicator } from '../../../indicators.ts';
import type { PlanPlace, SheetPlace, SheetVisibility } from '../../../model.ts';
import { PILOT_PERSONS, PILOT_STRUCTURES } from '../../sheets/columns/queries.ts';

/** One value that was written, by hand or when its year was closed. */
export interface WrittenValue {
  readonly year: number;
  readonly origin: 'manual' | 'computed';
  readonly value: number | null;
  readonly scaleMax: number | null;
  readonly comment: string;
  readonly source: string;
  /** Of a computed one: who might be told when it was kept. */
  readonly readers: FigureReaders;
  readonly author: string;
  readonly at: Date;
  readonly version: number;
}

/** An indicator with what was written of it, and where it stands. */
export interface WrittenIndicator extends Indicator {
  readonly written: readonly WrittenValue[];
  /** Of its sheet; null: of the plan as a whole. */
  readonly place: SheetPlace | null;
  /** Whether everybody may know the series or the edition that it follows. */
  readonly bindingIsPublic: boolean;
  readonly removed: boolean;
  /** Somebody says that its sheet speaks of a person: what was written is withheld. */
  readonly textsHidden: boolean;
}

/** What a plan says of the years that its indicators cover. Days are civil days. */
export interface PlanSpan {
  readonly place: PlanPlace;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly closedYears: readonly number[];
}

/** @returns null when there is no such plan. */
export async function findSpan(db: Executor, plan: PlanId): Promise<PlanSpan | null> {
  return (await listSpans(db, [plan]))[0] ?? null;
}

/** Those of some plans. */
export async function listSpans(db: Executor, plans: readonly PlanId[]): Promise<PlanSpan[]> {
  const { rows } = await sql<PlanSpan>`
    select json_build_object('id', p.id, 'territory', p.territory_id, 'status', p.status,
        'visibility', p.visibility) as place,
      p.starts_on::text as "startsOn", p.ends_on::text as "endsOn",
      coalesce((select json_agg(y.year order by y.year) from plan_year y where y.plan_id = p.id), '[]') as "closedYears"
    from plan p where p.id = any(${[...plans]}::bigint[])`.execute(db);
  return rows;
}

/** Those of a plan or of one sheet, in their order; those that were taken off left out. */
export function listWritten(
  db: Executor,
  { plan, sheet }: { readonly plan: PlanId; readonly sheet?: ActionSheetId | undefined }
): Promise<WrittenIndicator[]> {
  const where = sheet === undefined ? sql`true` : sql`i.sheet_id = ${sheet}`;
  return read(db, sql`i.plan_id = ${plan} and ${where} and i.removed_at is null`);
}

/** Those of some sheets, of any plans, that somebody writes: the others are computed. */
export function listWrittenByHand(
  db: Executor,
  sheets: readonly ActionSheetId[]
): Promise<WrittenIndicator[]> {
  return read(
    db,
    sql`i.sheet_id = any(${[...sheets]}::bigint[]) and i.binding_source is null and i.removed_at is null`
  );
}

/** Those of a plan, with those that were taken off and may be put back. */
export function listEverWritten(db: Executor, plan: PlanId): Promise<WrittenIndicator[]> {
  return read(db, sql`i.plan_id = ${plan}`);
}

/** One, taken off or not; null when there is none. */
export async function findWritten(db: Executor, id: IndicatorId): Promise<WrittenIndicator | null> {
  return (await read(db, sql`i.id = ${id}`))[0] ?? null;
}

interface Row extends Omit<WrittenIndicator, 'place' | 'written'> {
  readonly written: (Omit<WrittenValue, 'at'> & { readonly at: string })[];
  readonly planPlace: PlanPlace;
  readonly visibility: SheetVisibility;
  readonly pilotStructures: StructureId[];
  readonly pilotPersons: PersonId[];
  readonly binding: Binding | null;
}

async function read(db: Executor, where: RawBuilder<unknown>): Promise<WrittenIndicator[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}, ${BINDING}, ${VALUES}, ${PLACE}
    from indicator i join plan p on p.id = i.plan_id left join action_sheet f on f.id = i.sheet_id
      left join plan_axis a on a.id = f.axis_id left join plan_objective o on o.id = f.objective_id
    where ${where} and f.removed_at is null
    order by f.id is not null, a.position nulls last, a.id, o.position nulls last, o.id, f.position, f.id,
      i.position, i.id`.execute(db);
  return rows.map(asWritten);
}

function asWritten({
  planPlace,
  visibility,
  pilotStructures,
  pilotPersons,
  written,
  ...row
}: Row): WrittenIndicator {
  const pilots = { structures: pilotStructures, persons: pilotPersons };
  return {
    ...row,
    written: written.map((value) => ({ ...value, at: new Date(value.at) })),
    place: row.sheet === null ? null : { id: row.sheet, plan: planPlace, visibility, pilots }
  };
}

const COLUMNS = sql`
  i.id, i.plan_id as plan, i.sheet_id as sheet, i.label, i.definition, i.purpose, i.kind, i.unit,
  exists (select from withholding w where w.content_kind = 'action-sheet'
    and w.content_id = f.id::text and w.status = 'withheld') as "textsHidden",
  i.scale_max::float8 as "scaleMax", i.direction, i.source, i.version, i.removed_at is not null as removed,
  case when i.baseline is not null then
    json_build_object('year', i.baseline_year, 'value', i.baseline) end as baseline,
  coalesce((select json_agg(json_build_object('year', t.year, 'value', t.value) order by t.year)
    from indicator_target t where t.indicator_id = i.id), '[]') as targets`;

const BINDING = sql`
  case when i.binding_source is not null then json_build_object(
    'source', i.binding_source, 'measure', i.binding_measure, 'combine', i.binding_combine,
    'series', (select json_build_object('id', z.id, 'slug', z.slug, 'title', z.title) from event_series z
      where z.id = i.binding_series_id),
    'event', (select json_build_object('id', v.id, 'slug', v.slug, 'title', v.title) from event v
      where v.id = i.binding_event_id)) end as binding,
  case when i.binding_event_id is not null
    then exists (select from event v where v.id = i.binding_event_id and v.status <> 'draft' and v.visibility = 'public')
    when i.binding_series_id is not null
    then exists (select from event v where v.series_id = i.binding_series_id and v.status <> 'draft'
      and v.visibility = 'public')
    else true end as "bindingIsPublic"`;

const VALUES = sql`
  coalesce((select json_agg(json_build_object('year', v.year, 'origin', v.origin, 'value', v.value,
      'scaleMax', v.scale_max, 'comment', v.comment, 'source', v.source, 'readers', v.readers, 'author', coalesce(h.name, ''),
      'at', v.at, 'version', v.version) order by v.year)
    from indicator_value v left join person h on h.id = v.person_id where v.indicator_id = i.id), '[]') as written`;

const PLACE = sql`
  json_build_object('id', p.id, 'territory', p.territory_id, 'status', p.status,
    'visibility', p.visibility) as "planPlace", f.visibility,
  ${PILOT_STRUCTURES} as "pilotStructures", ${PILOT_PERSONS} as "pilotPersons"`;
