/** Who and what is meant by the words that are typed in a sheet, and what is offered while they are typed. */
import { sql } from 'kysely';
import { isInTeam } from '#domain/events/rules.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { isMemberOf } from '#domain/identity/rules.ts';
import type { Executor } from '#server/db/connection.ts';
import { formatDate } from '#shared/dates.ts';
import type {
  ActionSheetId,
  EventId,
  PersonId,
  SeriesId,
  StructureId,
  TerritoryId
} from '#shared/ids.ts';
import { normalise } from '#shared/text.ts';
import type { ActionSheet } from '../../../sheet.ts';
import { withSharedTitles } from '../../shared/queries.ts';
import { listSheetsAmong } from '../../sheets/queries.ts';

/** Who a name is, when one alone bears it. */
export type Recognised =
  | { readonly structure: StructureId; readonly person: null }
  | { readonly structure: null; readonly person: PersonId };

interface NamedRow {
  readonly said: string;
  readonly structure: StructureId | null;
  readonly person: PersonId | null;
  readonly here: boolean;
}

/**
 * Who these names are: structures by name or acronym, those of the territory first, then members of its network by name,
 * for an actor who is one.
 * @returns by normalised name; those that nobody bears, or that several do, are left out.
 */
export async function recogniseNames(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  names: readonly string[]
): Promise<Map<string, Recognised>> {
  const asked = [...new Set(names.map(normalise).filter(Boolean))];
  if (asked.length === 0) return new Map();
  const { rows: structures } = await sql<NamedRow>`
    select a.said, s.id as structure, null as person, exists (select from structure_territory t
      where t.structure_id = s.id and t.territory_id = ${territory}) as here
    from unnest(${asked}::text[]) a (said)
    join structure_search x on x.name = a.said or x.acronym = a.said
    join structure s on s.id = x.structure_id and s.merged_into is null and s.status = 'active'`.execute(
    db
  );
  const persons = (await listMembers(db, actor, territory))
    .map(({ id, name }) => ({ said: normalise(name), person: id as PersonId }))
    .filter(({ said }) => asked.includes(said))
    .map((one): NamedRow => ({ ...one, structure: null, here: true }));
  return new Map(asked.flatMap((said) => onlyOne(said, [...structures, ...persons])));
}

function onlyOne(said: string, rows: readonly NamedRow[]): [string, Recognised][] {
  const all = rows.filter((row) => row.said === said);
  const here = all.filter((row) => row.here);
  const [first, ...others] = here.length > 0 ? here : all;
  if (!first || others.length > 0) return [];
  return [[said, { structure: first.structure, person: first.person } as Recognised]];
}

/** Codes of the vocabulary of acronyms that these plans are called by: « PTS », « Programme territorial de santé ». */
export async function recogniseAcronyms(
  db: Executor,
  labels: readonly string[]
): Promise<(string | null)[]> {
  const rows = await db.selectFrom('plan_acronym').select(['code', 'name']).execute();
  const known = new Map(
    rows.flatMap(({ code, name }) => [
      [normalise(code), code],
      [normalise(name), code]
    ])
  );
  return labels.map((label) => known.get(normalise(label)) ?? null);
}

/** One line of a list that opens while one types. */
export interface Offered {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

const MOST = 8;
const like = (text: string) => `%${normalise(text)}%`;

/** Structures whose name or acronym holds these words, those of the territory first. */
export async function offerStructures(
  db: Executor,
  territory: TerritoryId,
  text: string
): Promise<Offered[]> {
  const { rows } = await sql<Offered>`
    select 'structure:' || s.id as value, s.name as label, concat_ws(', ', nullif(s.acronym, ''), 'annuaire') as detail
    from structure_search x join structure s on s.id = x.structure_id and s.merged_into is null and s.status = 'active'
    where x.name like ${like(text)} or x.acronym like ${like(text)}
    order by exists (select from structure_territory t where t.structure_id = s.id
      and t.territory_id = ${territory}) desc, x.name limit ${MOST}`.execute(db);
  return rows;
}

/** The members of the network of a territory, for who is one: a pilot may come from outside. */
async function listMembers(db: Executor, actor: Actor, territory: TerritoryId) {
  if (!isMemberOf(actor, territory)) return [];
  return db
    .selectFrom('membership as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['p.id', 'p.name'])
    .where('m.territory_id', '=', territory)
    .where('m.status', '=', 'active')
    .orderBy('p.name')
    .execute();
}

/** Members of the network of a territory whose name holds these words, for who is one of them. */
export async function offerMembers(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  text: string
): Promise<Offered[]> {
  const said = normalise(text);
  return (await listMembers(db, actor, territory))
    .filter(({ name }) => normalise(name).includes(said))
    .slice(0, MOST)
    .map(({ id, name }) => ({ value: `person:${id}`, label: name, detail: 'membre du réseau' }));
}

/** Sheets of all plans that an actor may read, by their number or their title. */
export async function offerSheets(
  db: Executor,
  actor: Actor,
  text: string,
  not: ActionSheetId
): Promise<Offered[]> {
  const number = text.replace(/^(fiche|action)\s+/i, '').trim();
  const { rows } = await sql<{ id: ActionSheetId; plan: string }>`
    select f.id, p.short_title as plan from action_sheet f join plan p on p.id = f.plan_id
    where f.removed_at is null and f.id <> ${not}
      and (lower(f.number) = lower(${number}) or f.code = ${number} or f.title ilike ${`%${text.replace(/[%_\\]/g, '')}%`})
    order by lower(f.number) = lower(${number}) desc, f.id limit 60`.execute(db);
  const plans = new Map(rows.map(({ id, plan }) => [id, plan]));
  const sheets = await listSheetsAmong(
    db,
    actor,
    rows.map(({ id }) => id)
  );
  return sheets.slice(0, MOST).map(({ id, number: said, title }) => ({
    value: String(id),
    label: `${plans.get(id) ?? ''}, fiche ${said}`,
    detail: title
  }));
}

/** Editions that an actor may find, and their series, whose title holds these words; the last first. */
export async function offerEvents(db: Executor, actor: Actor, text: string): Promise<Offered[]> {
  const words = `%${text.replace(/[%_\\]/g, '')}%`;
  const { rows } = await sql<{ event: EventId; series: SeriesId | null; name: string | null }>`
    select e.id as event, z.id as series, z.title as name from event e left join event_series z on z.id = e.series_id
    where e.title ilike ${words} or z.title ilike ${words}
    order by e.starts_at desc nulls first, e.id desc limit 60`.execute(db);
  const events = await listFindable(db, actor, {
    events: rows.map(({ event }) => event),
    series: []
  });
  const series = new Map(
    events.flatMap(({ series: one }) => (one ? [[one.id, one.title] as const] : []))
  );
  return [
    ...[...series].map(([id, label]) => ({
      ...{ value: `series:${id}`, label, detail: 'toutes les éditions de la série' }
    })),
    ...events.slice(0, MOST).map(({ id, title, startsAt }) => ({
      ...{ value: `event:${id}`, label: title },
      detail: startsAt ? formatDate(startsAt) : 'sans date'
    }))
  ];
}

/**
 * A sheet as it is shown to who writes it: what it is tied to that she may not read has no title, and stays tied. An edition
 * that nothing lists for her has one when she works on it.
 */
export async function withTitlesFor<Sheet extends Pick<ActionSheet, 'resources' | 'links'>>(
  db: Executor,
  actor: Actor,
  sheet: Sheet
): Promise<Sheet> {
  const targets = sheet.resources.flatMap(({ targetSheet }) => targetSheet?.id ?? []);
  const read = new Set((await listSheetsAmong(db, actor, targets)).map(({ id }) => id));
  const titled = await listTitled(db, actor, sheet.links);
  const links = await withSharedTitles(db, actor, sheet.links);
  return {
    ...sheet,
    resources: sheet.resources.map((one) =>
      one.targetSheet && !read.has(one.targetSheet.id)
        ? { ...one, targetSheet: { ...one.targetSheet, title: '' } }
        : one
    ),
    links: links.map((link) =>
      link.kind === 'event' && !titled.has(link.id) ? { ...link, title: '' } : link
    )
  };
}

/** Of the editions that are linked, those she finds or works on. */
async function listTitled(
  db: Executor,
  actor: Actor,
  links: ActionSheet['links']
): Promise<Set<EventId>> {
  const events = links.flatMap((link) => (link.kind === 'event' ? [link.id] : []));
  const found = await listFindable(db, actor, { events, series: [] });
  const titled = new Set(found.map(({ id }) => id));
  for (const id of events.filter((one) => !titled.has(one))) {
    const event = await findEventById(db, id);
    if (event && isInTeam(actor, event.place)) titled.add(id);
  }
  return titled;
}
