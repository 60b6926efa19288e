/** A sheet as its page shows it: what it leans on and what belongs with it, each thing only to who may read it. */
import { sql } from 'kysely';
import { listThemes } from '#domain/directory/server/queries.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { describePerimeters } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { PerimeterId, PlanId } from '#shared/ids.ts';
import { sharedOf, type PlanHead, type ShownResource, type Surroundings } from '../../reading.ts';
import { canReadPlan } from '../../rules.ts';
import type { ActionSheet, PartnerResource } from '../../sheet.ts';
import { readShared } from '../shared/queries.ts';
import { listSheetsAmong } from '../sheets/queries.ts';

/** What surrounds a sheet that an actor reads. */
export async function readSurroundings(
  db: Executor,
  actor: Actor,
  sheet: Pick<ActionSheet, 'resources' | 'links' | 'perimeter' | 'themes'>
): Promise<Surroundings> {
  const { links } = sheet;
  const [resources, editions, shared, where, themes] = await Promise.all([
    showResources(db, actor, sheet.resources),
    listFindable(db, actor, {
      events: links.flatMap((link) => (link.kind === 'event' ? [link.id] : [])),
      series: links.flatMap((link) => (link.kind === 'series' ? [link.id] : []))
    }),
    readShared(db, actor, links),
    whereOf(db, sheet.perimeter),
    nameThemes(db, sheet.themes)
  ]);
  return {
    ...{ resources, editions, where, themes },
    shared: sharedOf(links, shared),
    structures: links.flatMap((link) => (link.kind === 'structure' ? [link.structure] : [])),
    documents: links.flatMap((link) =>
      'url' in link ? [{ title: link.title, url: link.url }] : []
    )
  };
}

/** The names of themes, in the order people choose from. */
async function nameThemes(db: Executor, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const known = await listThemes(db);
  return known.filter(({ code }) => codes.includes(code)).map(({ name }) => name);
}

async function whereOf(db: Executor, perimeter: PerimeterId | null): Promise<string> {
  if (perimeter === null) return '';
  return (await describePerimeters(db, [perimeter])).get(perimeter)?.text ?? '';
}

/** A sheet, or a plan, that one may not read keeps the words that were written, and no more. */
async function showResources(
  db: Executor,
  actor: Actor,
  resources: readonly PartnerResource[]
): Promise<ShownResource[]> {
  const sheets = resources.flatMap(({ targetSheet }) => (targetSheet ? [targetSheet.id] : []));
  const plans = resources.flatMap(({ targetPlan }) => (targetPlan ? [targetPlan.id] : []));
  const codes = resources.flatMap(({ acronym }) => (acronym ? [acronym] : []));
  const [readable, heads, meanings] = await Promise.all([
    listSheetsAmong(db, actor, sheets),
    listPlanHeads(db, plans),
    listMeanings(db, codes)
  ]);
  const addressOf = ({ targetSheet, targetPlan }: PartnerResource) => {
    if (targetSheet && readable.some(({ id }) => id === targetSheet.id))
      return `/plans/${targetSheet.planSlug}/fiches/${targetSheet.slug}`;
    const head = targetPlan && heads.get(targetPlan.id);
    return head && canReadPlan(actor, head.place) ? `/plans/${head.slug}` : null;
  };
  return resources.map((one) => ({
    ...{ planLabel: one.planLabel, part: one.part, action: one.action },
    meaning: (one.acronym && meanings.get(one.acronym)) ?? '',
    address: addressOf(one)
  }));
}

async function listMeanings(db: Executor, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom('plan_acronym')
    .select(['code', 'name'])
    .where('code', 'in', codes)
    .execute();
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** The heads of some plans, whoever asks. */
export async function listPlanHeads(
  db: Executor,
  ids: readonly PlanId[]
): Promise<Map<PlanId, PlanHead>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PlanHead>`
    select id, slug, title, short_title as "shortTitle", sheet_word as "sheetWord",
      json_build_object('id', id, 'territory', territory_id, 'status', status, 'visibility', visibility) as place
    from plan where id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
