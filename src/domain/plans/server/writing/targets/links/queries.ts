/** Whether what belongs with a sheet exists, and may be named by who writes it. */
import { sql } from 'kysely';
import { isInTeam } from '#domain/events/rules.ts';
import { listFindable } from '#domain/events/server/listing/queries.ts';
import { findEventById } from '#domain/events/server/queries.ts';
import type { Actor } from '#domain/identity/model.ts';
import { animates } from '#domain/identity/rules.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import type { Issue } from '#shared/errors.ts';
import type { StructureId, TerritoryId } from '#shared/ids.ts';
import type { LinkRef, SheetContent } from '../../../../comparison/content.ts';
import { LINKED_NATURES } from '../../../../sheet.ts';

/** Where a sheet is written: what it is tied to already is not asked about again. */
export interface Scene {
  readonly actor: Actor;
  readonly territory: TerritoryId;
  readonly known: SheetContent;
}

/** What cannot be kept of what a sheet is linked to, by path: what is not, or that the actor may not name. */
export async function listLinkIssues(
  db: Executor,
  scene: Scene,
  links: readonly LinkRef[]
): Promise<Issue[]> {
  const missing = await missingStructures(
    db,
    scene.known,
    links.map((link) => (link.kind === 'structure' ? link.structure : null))
  );
  const hidden = new Set([
    ...(await hiddenRencontres(db, scene, links)),
    ...(await hiddenShared(db, scene, links))
  ]);
  return links.flatMap((link, at) => {
    const path = `links.${at}`;
    if (link.kind === 'structure' && missing.has(link.structure))
      return [{ path, message: 'cette structure n’est plus dans l’annuaire' }];
    return hidden.has(link) ? [{ path, message: NOT_FOUND[link.kind] ?? '' }] : [];
  });
}

const NOT_FOUND: Partial<Record<LinkRef['kind'], string>> = {
  event: 'cette rencontre n’existe pas, ou vous ne pouvez pas la lire',
  series: 'cette série de rencontres n’existe pas, ou vous n’en lisez aucune',
  contribution: 'ce partage n’est pas publié, ou vous ne pouvez pas le lire'
};

/** What is shared that the actor may not name, or that is nothing a sheet is linked to, among those it is not linked to yet. */
async function hiddenShared(
  db: Executor,
  { actor, known }: Scene,
  links: readonly LinkRef[]
): Promise<LinkRef[]> {
  const asked = links
    .filter((link) => link.kind === 'contribution')
    .filter(({ id }) => !known.links.some((one) => one.kind === 'contribution' && one.id === id));
  const readable = await listAmong(
    db,
    actor,
    asked.map(({ id }) => id)
  );
  const natures: readonly string[] = LINKED_NATURES;
  return asked.filter(
    (link) => !readable.some(({ id, kind }) => id === link.id && natures.includes(kind))
  );
}

type Rencontre = Extract<LinkRef, { readonly kind: 'event' | 'series' }>;

/**
 * Editions and series that the actor may not name, among those that the sheet is not tied to yet. A number is guessed: what
 * nothing lists for her is hers to tie only when she works on it.
 */
async function hiddenRencontres(
  db: Executor,
  { actor, territory, known }: Scene,
  links: readonly LinkRef[]
): Promise<Set<LinkRef>> {
  const asked = links
    .filter((link): link is Rencontre => link.kind === 'event' || link.kind === 'series')
    .filter((link) => !known.links.some((one) => one.kind === link.kind && one.id === link.id));
  const found = await listFindable(db, actor, {
    events: asked.flatMap((link) => (link.kind === 'event' ? [link.id] : [])),
    series: asked.flatMap((link) => (link.kind === 'series' ? [link.id] : []))
  });
  const hidden = new Set<LinkRef>();
  for (const link of asked) {
    const isFound = found.some(({ id, series }) =>
      link.kind === 'event' ? id === link.id : series?.id === link.id
    );
    if (!isFound && !(await worksOn(db, actor, territory, link))) hidden.add(link);
  }
  return hidden;
}

/** In the team of an edition; of a series, leads the network that it is of, which is the plan’s. */
async function worksOn(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  { kind, id }: Rencontre
): Promise<boolean> {
  if (kind === 'event') {
    const event = await findEventById(db, id);
    return event !== null && isInTeam(actor, event.place);
  }
  if (!animates(actor, territory)) return false;
  const own = await db
    .selectFrom('event_series')
    .select('id')
    .where('id', '=', id)
    .where('territory_id', '=', territory)
    .executeTakeFirst();
  return own !== undefined;
}

/** Structures that are not, among those that the sheet does not name yet. */
export async function missingStructures(
  db: Executor,
  { pilots, partners, links }: SheetContent,
  ids: readonly (StructureId | null)[]
): Promise<Set<StructureId>> {
  const kept = new Set<unknown>([
    ...[...pilots, ...partners].map(({ structure }) => structure),
    ...links.map((link) => (link.kind === 'structure' ? link.structure : null))
  ]);
  const asked = ids.filter((id) => id !== null && !kept.has(id));
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ id: StructureId }>`
    select a.id from unnest(${asked}::bigint[]) a (id)
    where not exists (select from structure s where s.id = a.id and s.merged_into is null)`.execute(
    db
  );
  return new Set(rows.map(({ id }) => id));
}
