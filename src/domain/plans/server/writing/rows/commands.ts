/** Writes the fields of a sheet, whatever decided them. */
import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import type { ActionSheetId, ContributionId } from '#shared/ids.ts';
import {
  contentFrom,
  type ActorRef,
  type Fields,
  type LinkRef,
  type ResourceRef
} from '../../../comparison/content.ts';
import type { SheetTexts } from '../../../sheet.ts';

/** Writes the fields it is given, and only them. @param before - the texts of the sheet as they are. */
export async function writeRows(
  tx: Tx,
  sheet: ActionSheetId,
  fields: Fields,
  before: SheetTexts
): Promise<void> {
  const { pilots, partners, resources, links, themes, texts, ...columns } = contentFrom(fields);
  const { startsOn, endsOn, renewsYearly, perimeter, ...same } = columns;
  const changed = {
    ...same,
    ...(startsOn !== undefined && { starts_on: startsOn }),
    ...(endsOn !== undefined && { ends_on: endsOn }),
    ...(renewsYearly !== undefined && { renews_yearly: renewsYearly }),
    ...(perimeter !== undefined && { perimeter_id: perimeter }),
    ...(texts && { texts: JSON.stringify(withoutEmpty({ ...before, ...texts })) })
  };
  if (Object.keys(changed).length > 0)
    await tx.updateTable('action_sheet').set(changed).where('id', '=', sheet).execute();
  if (pilots) await writeActors(tx, sheet, 'pilot', pilots);
  if (partners) await writeActors(tx, sheet, 'partner', partners);
  if (resources) await writeResources(tx, sheet, resources);
  if (links) await writeLinks(tx, sheet, links);
  if (themes) await writeThemes(tx, sheet, themes);
}

function withoutEmpty(texts: SheetTexts): SheetTexts {
  return Object.fromEntries(Object.entries(texts).filter(([, items]) => items.length > 0));
}

async function writeActors(
  tx: Tx,
  sheet: ActionSheetId,
  role: 'pilot' | 'partner',
  actors: readonly ActorRef[]
): Promise<void> {
  await tx
    .deleteFrom('action_sheet_actor')
    .where('sheet_id', '=', sheet)
    .where('role', '=', role)
    .execute();
  if (actors.length === 0) return;
  const rows = actors.map(({ label, structure, person }, position) => ({
    ...{ sheet_id: sheet, role, position, label, structure_id: structure, person_id: person }
  }));
  await tx.insertInto('action_sheet_actor').values(rows).execute();
}

async function writeResources(
  tx: Tx,
  sheet: ActionSheetId,
  resources: readonly ResourceRef[]
): Promise<void> {
  await tx.deleteFrom('action_sheet_reference').where('sheet_id', '=', sheet).execute();
  if (resources.length === 0) return;
  const rows = resources.map((one, position) => ({
    ...{ sheet_id: sheet, position, plan_label: one.planLabel, part: one.part, action: one.action },
    ...{ acronym: one.acronym, target_plan_id: one.targetPlan, target_sheet_id: one.targetSheet }
  }));
  await tx.insertInto('action_sheet_reference').values(rows).execute();
}

async function writeLinks(tx: Tx, sheet: ActionSheetId, links: readonly LinkRef[]): Promise<void> {
  await tx.deleteFrom('action_sheet_link').where('sheet_id', '=', sheet).execute();
  if (links.length === 0) return;
  const natures = await holdNatures(tx, links);
  const kept = links.filter((link) => link.kind !== 'contribution' || natures.has(link.id));
  if (kept.length === 0) return;
  const rows = kept.map((link, position) => ({
    ...{ sheet_id: sheet, position },
    kind: link.kind === 'contribution' ? natures.get(link.id)! : link.kind,
    contribution_id: link.kind === 'contribution' ? link.id : null,
    event_id: link.kind === 'event' ? link.id : null,
    series_id: link.kind === 'series' ? link.id : null,
    structure_id: link.kind === 'structure' ? link.structure : null,
    title: 'title' in link ? link.title : '',
    url: 'url' in link ? link.url : ''
  }));
  await tx.insertInto('action_sheet_link').values(rows).execute();
}

/** What each of those that are shared is, kept there until the transaction ends; one erased meanwhile is left out. */
async function holdNatures(
  tx: Tx,
  links: readonly LinkRef[]
): Promise<Map<ContributionId, string>> {
  const ids = links.flatMap((link) => (link.kind === 'contribution' ? [link.id] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: ContributionId; kind: string }>`
    select id, kind from contribution where id = any(${ids}::bigint[]) order by id for key share`.execute(
    tx
  );
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

async function writeThemes(tx: Tx, sheet: ActionSheetId, themes: readonly string[]): Promise<void> {
  await tx.deleteFrom('action_sheet_theme').where('sheet_id', '=', sheet).execute();
  if (themes.length === 0) return;
  const rows = themes.map((theme) => ({ sheet_id: sheet, theme }));
  await tx.insertInto('action_sheet_theme').values(rows).execute();
}
