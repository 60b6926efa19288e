import { sql } from 'kysely';
import { refuseUnread, type SecondReadingRefusal } from '#domain/confidentiality/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Executor, Tx } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { Forbidden } from '#shared/errors.ts';
import type { Territory, TerritoryInput } from '../../../model.ts';
import { canManageTerritories } from '../../../rules.ts';
import { deletePerimeters } from '../../perimeters/commands.ts';
import { getTerritory } from '../../queries.ts';
import { createTerritory, updateTerritory } from '../commands.ts';
import { readTerritoryVersion } from './queries.ts';

/** What the administration decides of a territory; the reason of its front doors is its network's. */
export type TerritorySettings = Omit<TerritoryInput, 'frontDoorReason'>;

export interface SetUp {
  readonly input: TerritorySettings;
  /** The author said that she read the description again. */
  readonly reread: boolean;
}

/**
 * Opens a territory from the form of the administration.
 *
 * @throws Forbidden, Invalid as `createTerritory`
 */
export async function openTerritory(
  executor: Executor,
  actor: Actor,
  { input, reread }: SetUp
): Promise<{ ok: true; territory: Territory } | SecondReadingRefusal> {
  const unread = refuse(actor, input, reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await lockSpaces(tx);
    const territory = await createTerritory(tx, actor, { ...input, frontDoorReason: '' });
    await audit(tx, actor, 'territory.create', territory);
    return { ok: true, territory };
  });
}

export type TerritoryChange =
  | { ok: true; territory: Territory }
  | SecondReadingRefusal
  /** Somebody changed it since it was read: what it is now. */
  | { ok: false; reason: 'changed'; theirs: Territory; version: string };

/**
 * Rewrites what the administration decides of a territory, and keeps the rest.
 *
 * @param change.version - what `readTerritoryVersion` gave when the form was drawn
 * @throws NotFound, Forbidden, Invalid as `updateTerritory`
 */
export async function changeTerritory(
  executor: Executor,
  actor: Actor,
  slug: string,
  { input, reread, version }: SetUp & { readonly version: string }
): Promise<TerritoryChange> {
  const unread = refuse(actor, input, reread);
  if (unread) return unread;
  return inTransaction(executor, async (tx) => {
    await lockSpaces(tx);
    const present = await getTerritory(tx, slug);
    const now = await readTerritoryVersion(tx, present.id);
    if (now !== version) return { ok: false, reason: 'changed', theirs: present, version: now };
    const { frontDoorReason } = present;
    const territory = await updateTerritory(tx, actor, slug, { ...input, frontDoorReason });
    const moved = slug !== territory.slug ? { formerSlug: slug } : {};
    await audit(tx, actor, 'territory.update', territory, {
      ...moved,
      communes: { before: present.communeCount, after: territory.communeCount }
    });
    return { ok: true, territory };
  });
}

/**
 * Holds a territory: nothing that refers to it is written until this transaction ends, and what was being written is
 * there to be read. @throws NotFound, Forbidden
 */
export async function holdTerritory(tx: Tx, actor: Actor, slug: string): Promise<Territory> {
  forbid(actor);
  await sql`select from territory where slug = ${slug} for update`.execute(tx);
  return getTerritory(tx, slug);
}

/** Takes a territory away with its perimeter: for who has made sure that nothing uses it. @throws Forbidden */
export async function removeTerritory(tx: Tx, actor: Actor, territory: Territory): Promise<void> {
  forbid(actor);
  const { id, slug, name, perimeterId } = territory;
  await tx.deleteFrom('territory').where('id', '=', id).execute();
  await deletePerimeters(tx, [perimeterId]);
  const target = { kind: 'territory', id: slug, label: name };
  await recordAudit(tx, actor, { action: 'territory.delete', target });
}

/** Two people setting territories up take turns: a slug is never taken twice, a change never lost. */
async function lockSpaces(tx: Tx): Promise<void> {
  await sql`lock table territory in share row exclusive mode`.execute(tx);
}

function refuse(actor: Actor, { description }: TerritorySettings, reread: boolean) {
  forbid(actor);
  return refuseUnread({ description }, reread);
}

function forbid(actor: Actor): void {
  if (!canManageTerritories(actor))
    throw new Forbidden('Seule l’administration de cette instance gère les territoires.');
}

function audit(
  tx: Tx,
  actor: Actor,
  action: string,
  { id, slug, name }: Territory,
  detail: Readonly<Record<string, unknown>> = {}
): Promise<void> {
  const target = { kind: 'territory', id: slug, label: name };
  return recordAudit(tx, actor, { action, target, territory: id, detail });
}
