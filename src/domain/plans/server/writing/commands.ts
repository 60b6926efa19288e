/** Writing a sheet: its words, who acts, what it leans on, what belongs with it. Several at once lose nothing. */
import type { z } from 'zod';
import { createPerimeters, deletePerimeters } from '#domain/territory/server/commands.ts';
import { listPerimeterZones } from '#domain/territory/server/perimeters/queries.ts';
import type { ZoneRef } from '#domain/territory/model.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Invalid } from '#shared/errors.ts';
import type { ActionSheetId, PerimeterId } from '#shared/ids.ts';
import { fieldsOf } from '../../comparison/content.ts';
import {
  actorsInput,
  linksInput,
  resourcesInput,
  sheetInput,
  type ActorsInput,
  type LinksInput,
  type ResourcesInput,
  type SheetInput
} from '../../forms/sheet.ts';
import { findSheet, getWrittenSheet } from '../sheets/queries.ts';
import { findVersion } from '../versions/queries.ts';
import { writeFields, type SheetWritten, type WriteOptions } from './fields/commands.ts';

/**
 * Writes the title, state, priority, dates, visibility, headings and remainder of a sheet: those that are given.
 * With the version that was read, what others changed since is kept, and what both changed is asked about.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function writeSheet(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  input: SheetInput,
  options: WriteOptions = {}
): Promise<SheetWritten> {
  const read = sheetInput.safeParse(input);
  if (!read.success) return refuse(read.error);
  const fields = fieldsOf(read.data);
  return inTransaction(executor, (tx) =>
    writeFields(tx, actor, id, { action: 'sheet.write', fields }, options)
  );
}

/**
 * Says who pilots a sheet and with whom: those of the two lists that are given, whole. Pilots who are persons, and those
 * who answer for structures that are, write the sheet from then on.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function setActors(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  input: ActorsInput,
  options: WriteOptions = {}
): Promise<SheetWritten> {
  const read = actorsInput.safeParse(input);
  if (!read.success) return refuse(read.error);
  const fields = fieldsOf(read.data);
  return inTransaction(executor, (tx) =>
    writeFields(tx, actor, id, { action: 'sheet.actors', fields }, options)
  );
}

/**
 * Says what other plans a sheet leans on, whole list. A circle of sheets is refused.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function setResources(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  input: ResourcesInput,
  options: WriteOptions = {}
): Promise<SheetWritten> {
  const read = resourcesInput.safeParse(input);
  if (!read.success) return refuse(read.error, 'resources.');
  return inTransaction(executor, async (tx) => {
    const resources = [];
    for (const one of read.data) resources.push({ ...one, targetPlan: await planOf(tx, one) });
    const fields = fieldsOf({ resources });
    return writeFields(tx, actor, id, { action: 'sheet.resources', fields }, options);
  });
}

/**
 * Says what belongs with a sheet (editions, series, structures, addresses), its themes, and where it intervenes: those
 * that are given, each whole.
 * @throws NotFound, Forbidden unless the actor writes the sheet.
 */
export function setLinks(
  executor: Executor,
  actor: Actor,
  id: ActionSheetId,
  input: LinksInput,
  options: WriteOptions = {}
): Promise<SheetWritten> {
  const read = linksInput.safeParse(input);
  if (!read.success) return refuse(read.error);
  const { links, themes, where } = read.data;
  return inTransaction(executor, async (tx) => {
    await getWrittenSheet(tx, actor, { id });
    const place = where ? await perimeterFor(tx, id, where, options.version) : null;
    if (place && 'ok' in place) return place;
    const fields = fieldsOf({
      ...(links && { links }),
      ...(themes && { themes: [...new Set(themes)].sort() }),
      ...(where !== undefined && { perimeter: place?.id ?? null })
    });
    const outcome = await writeFields(tx, actor, id, { action: 'sheet.links', fields }, options);
    if (place?.isNew && !(outcome.ok && outcome.isChanged)) await deletePerimeters(tx, [place.id]);
    return outcome;
  });
}

/** A sheet is in the plan it is in. */
async function planOf(
  tx: Tx,
  { targetPlan, targetSheet }: z.output<typeof resourcesInput>[number]
) {
  if (targetSheet === null) return targetPlan;
  const sheet = await findSheet(tx, { id: targetSheet });
  return sheet ? sheet.place.plan.id : targetPlan;
}

type Where = Readonly<Record<'include' | 'exclude', readonly ZoneRef[]>>;

/** The perimeter of these zones: the one the sheet has, or had when it was read, if they are the same; else a new one. */
async function perimeterFor(
  tx: Tx,
  id: ActionSheetId,
  where: Where,
  version: number | undefined
): Promise<{ id: PerimeterId; isNew: boolean } | SheetWritten> {
  const sheet = await findSheet(tx, { id });
  const read = version === undefined ? null : await findVersion(tx, id, version);
  const known = [read?.document.perimeter, sheet?.perimeter].flatMap((one) => one ?? []);
  const zones = await listPerimeterZones(tx, known);
  const wanted = signature([
    ...where.include.map((zone) => ({ ...zone, mode: 'include' })),
    ...where.exclude.map((zone) => ({ ...zone, mode: 'exclude' }))
  ]);
  const same = known.find((one) =>
    zones.some((each) => each.id === one && signature(each.zones) === wanted)
  );
  if (same !== undefined) return { id: same, isNew: false };
  try {
    const [created] = await createPerimeters(tx, [
      { certainty: 'declared', include: [...where.include], exclude: [...where.exclude] }
    ]);
    return { id: created!, isNew: true };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const issues = error.issues.map(({ path, message }) => ({
      path: path.replace(/^0/, 'where'),
      message
    }));
    return { ok: false, reason: 'invalid', issues };
  }
}

function signature(zones: readonly { mode: string; level: string; code: string }[]): string {
  return zones
    .map(({ mode, level, code }) => `${mode} ${level} ${code}`)
    .sort()
    .join();
}

async function refuse(error: z.ZodError, prefix = ''): Promise<SheetWritten> {
  const issues = error.issues.map(({ path, message }) => ({
    path: prefix + path.join('.'),
    message
  }));
  return { ok: false, reason: 'invalid', issues };
}
