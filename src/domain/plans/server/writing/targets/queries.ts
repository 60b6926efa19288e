/** Whether what a sheet is tied to exists, and may be named by who writes it. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { ActionSheetId, PersonId, PlanId, TerritoryId } from '#shared/ids.ts';
import type { ActorRef, ResourceRef, SheetContent } from '../../../comparison/content.ts';
import { findLoop, type Leaning } from '../../../references.ts';
import { canReadPlan, canReadSheet } from '../../../rules.ts';
import { findPlan } from '../../queries.ts';
import { findSheet } from '../../sheets/queries.ts';
import { listLinkIssues, missingStructures, type Scene } from './links/queries.ts';

/**
 * What cannot be kept of what was typed, by path: structures, persons, editions, sheets, themes that are not, or that the
 * actor may not name.
 */
export async function listTargetIssues(
  db: Executor,
  scene: Scene,
  { pilots, partners, resources, links, themes }: Partial<SheetContent>
): Promise<Issue[]> {
  const found = [
    await actorIssues(db, scene, 'pilots', pilots ?? []),
    await actorIssues(db, scene, 'partners', partners ?? []),
    await resourceIssues(db, scene, resources ?? []),
    await listLinkIssues(db, scene, links ?? []),
    await themeIssues(db, scene, themes ?? [])
  ];
  return found.flat();
}

async function actorIssues(
  db: Executor,
  { territory, known }: Scene,
  path: 'pilots' | 'partners',
  actors: readonly ActorRef[]
): Promise<Issue[]> {
  const before = [...known.pilots, ...known.partners];
  const structures = await missingStructures(
    db,
    known,
    actors.map(({ structure }) => structure)
  );
  const persons = await strangers(
    db,
    territory,
    actors.flatMap(({ person }) => person ?? [])
  );
  const isKept = (person: PersonId | null) => before.some((one) => one.person === person);
  return actors.flatMap(({ structure, person }, at) => [
    ...(structure !== null && structures.has(structure)
      ? [{ path: `${path}.${at}`, message: 'cette structure n’est plus dans l’annuaire' }]
      : []),
    ...(person !== null && persons.has(person) && !isKept(person)
      ? [{ path: `${path}.${at}`, message: 'cette personne n’est pas du réseau de ce territoire' }]
      : [])
  ]);
}

/** Those of these persons who are not members of the network of a territory. */
async function strangers(
  db: Executor,
  territory: TerritoryId,
  ids: readonly PersonId[]
): Promise<Set<PersonId>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: PersonId }>`
    select a.id::text as id from unnest(${ids}::text[]) a (id)
    where not exists (select from membership m where m.person_id::text = a.id
      and m.territory_id = ${territory} and m.status = 'active')`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

const NO_SHEET = 'cette fiche n’existe pas, ou vous ne pouvez pas la lire';
const NO_PLAN = 'ce plan n’existe pas, ou vous ne pouvez pas le lire';

async function resourceIssues(
  db: Executor,
  { actor, known }: Scene,
  resources: readonly ResourceRef[]
): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (const [at, { targetPlan, targetSheet }] of resources.entries()) {
    const isKept = known.resources.some(
      (one) => one.targetPlan === targetPlan && one.targetSheet === targetSheet
    );
    if (isKept) continue;
    if (targetSheet !== null && !(await readsSheet(db, actor, targetSheet)))
      issues.push({ path: `resources.${at}.targetSheet`, message: NO_SHEET });
    else if (targetPlan !== null && !(await readsPlan(db, actor, targetPlan)))
      issues.push({ path: `resources.${at}.targetPlan`, message: NO_PLAN });
  }
  return [...issues, ...(await acronymIssues(db, resources))];
}

async function readsSheet(db: Executor, actor: Actor, id: ActionSheetId): Promise<boolean> {
  const sheet = await findSheet(db, { id });
  return sheet !== null && canReadSheet(actor, sheet.place);
}

async function readsPlan(db: Executor, actor: Actor, id: PlanId): Promise<boolean> {
  const plan = await findPlan(db, { id });
  return plan !== null && canReadPlan(actor, plan.place);
}

async function acronymIssues(db: Executor, resources: readonly ResourceRef[]): Promise<Issue[]> {
  const asked = resources.flatMap(({ acronym }) => acronym ?? []);
  const rows =
    asked.length === 0
      ? []
      : await db.selectFrom('plan_acronym').select('code').where('code', 'in', asked).execute();
  const known = new Set(rows.map(({ code }) => code));
  return resources.flatMap(({ acronym }, at) =>
    acronym === null || known.has(acronym)
      ? []
      : [{ path: `resources.${at}.acronym`, message: 'ce sigle n’est pas au vocabulaire' }]
  );
}

async function themeIssues(
  db: Executor,
  { known }: Scene,
  themes: readonly string[]
): Promise<Issue[]> {
  const asked = themes.filter((theme) => !known.themes.includes(theme));
  if (asked.length === 0) return [];
  const rows = await db.selectFrom('theme').select('code').where('code', 'in', asked).execute();
  const codes = new Set(rows.map(({ code }) => code));
  return asked
    .filter((theme) => !codes.has(theme))
    .map((theme) => ({ path: 'themes', message: `« ${theme} » n’est pas au vocabulaire` }));
}

/** A sheet in a circle of sheets; nameless when the actor may not read it. */
export interface LoopLink {
  readonly number: string;
  readonly title: string;
  readonly planTitle: string;
  /** Its address; null when the actor may not read it. */
  readonly href: string | null;
}

/** The circle that a sheet would close by leaning on others, from itself to itself; null when there is none. */
export async function findClosedLoop(
  db: Executor,
  actor: Actor,
  sheet: ActionSheetId,
  targets: readonly ActionSheetId[]
): Promise<LoopLink[] | null> {
  if (targets.length === 0) return null;
  const { rows } = await sql<Leaning>`
    with recursive edges as (
      select r.sheet_id as "from", r.target_sheet_id as "to" from action_sheet_reference r
      where r.sheet_id = any(${targets}::bigint[]) and r.target_sheet_id is not null
      union
      select r.sheet_id, r.target_sheet_id from action_sheet_reference r join edges e on e."to" = r.sheet_id
      where r.target_sheet_id is not null)
    select * from edges`.execute(db);
  const loop = findLoop(rows, sheet, targets);
  if (!loop) return null;
  const links = new Map<ActionSheetId, LoopLink>();
  for (const id of new Set(loop)) links.set(id, await nameLink(db, actor, id));
  return loop.map((id) => links.get(id)!);
}

async function nameLink(db: Executor, actor: Actor, id: ActionSheetId): Promise<LoopLink> {
  const sheet = await findSheet(db, { id });
  const plan =
    sheet && canReadSheet(actor, sheet.place)
      ? await findPlan(db, { id: sheet.place.plan.id })
      : null;
  if (!sheet || !plan) return { number: '', title: '', planTitle: '', href: null };
  const href = `/plans/${plan.slug}/fiches/${sheet.slug}`;
  return { number: sheet.number, title: sheet.title, planTitle: plan.shortTitle, href };
}
