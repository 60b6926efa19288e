/** What is shared here and sheets are linked to, each thing only for who may read it. */
import type { Actor } from '#domain/identity/model.ts';
import { pageOf } from '#domain/sharing/model.ts';
import { offerContributions } from '#domain/sharing/server/naming/queries.ts';
import { listAmong } from '#domain/sharing/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { titledLinks, type SharedHere } from '../../reading.ts';
import { LINKED_NATURES, type LinkedNature, type SheetLink } from '../../sheet.ts';

/** Of what is shared and linked, what is published and an actor may read. As many statements for one sheet as for all. */
export async function readShared(
  db: Executor,
  actor: Actor,
  links: readonly SheetLink[]
): Promise<SharedHere> {
  const ids = links.flatMap((link) => (link.kind === 'contribution' ? [link.id] : []));
  const found = await listAmong(db, actor, [...new Set(ids)]);
  return new Map(
    found.map((one) => [
      one.id,
      { nature: one.kind as LinkedNature, title: one.title, address: pageOf(one) }
    ])
  );
}

/** Links as somebody reads them: what is shared has its title of today, or none when she may not read it. */
export async function withSharedTitles(
  db: Executor,
  actor: Actor,
  links: readonly SheetLink[]
): Promise<SheetLink[]> {
  return titledLinks(links, await readShared(db, actor, links));
}

/** Projects, experiences and documents an actor may read whose title holds these words, the latest first. */
export async function offerShared(db: Executor, actor: Actor, text: string) {
  const found = await offerContributions(db, actor, text, LINKED_NATURES);
  return found.map((one) => ({ ...one, value: `contribution:${one.value}` }));
}
