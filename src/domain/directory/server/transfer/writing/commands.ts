import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import type { Resolution } from '../../../transfer/resolution.ts';
import { createStructures, updateStructures } from '../../commands.ts';
import type { OnProgress } from '../progress/commands.ts';

/** Structures written at a time: often enough to say how far it is. */
const CHUNK = 1000;

/** Writes what was decided, in the import's transaction. */
export async function writeResolution(
  tx: Tx,
  actor: Actor,
  resolution: Resolution,
  say: OnProgress
): Promise<void> {
  const { creations, updates } = resolution;
  const total = creations.length + updates.length;
  let written = 0;
  const advance = (count: number) => {
    written += count;
    say(
      `${written.toLocaleString('fr-FR')} structures écrites sur ${total.toLocaleString('fr-FR')}`,
      30 + Math.round((65 * written) / total)
    );
  };
  // Branches come last, and together: each finds its parent among those already written or beside it.
  const roots = creations.filter(({ parent }) => parent === null);
  for (let start = 0; start < roots.length; start += CHUNK) {
    const chunk = roots.slice(start, start + CHUNK);
    await createStructures(tx, actor, chunk, 'imported');
    advance(chunk.length);
  }
  const branches = creations.filter(({ parent }) => parent !== null);
  await createStructures(tx, actor, branches, 'imported');
  advance(branches.length);
  for (let start = 0; start < updates.length; start += CHUNK) {
    const chunk = updates.slice(start, start + CHUNK);
    await updateStructures(tx, actor, chunk, 'imported');
    advance(chunk.length);
  }
}

/** A branch whose parent was left aside has nothing to hang from. */
export async function listMissingParents(tx: Tx, resolution: Resolution): Promise<string[]> {
  const written = [...resolution.creations, ...resolution.updates.map(({ input }) => input)];
  const created = new Set(resolution.creations.flatMap((input) => input.slug ?? []));
  const parents = [...new Set(written.flatMap((input) => input.parent ?? []))].filter(
    (slug) => !created.has(slug)
  );
  if (parents.length === 0) return [];
  const known = await tx
    .selectFrom('structure')
    .select('slug')
    .where('slug', 'in', parents)
    .execute();
  return parents.filter((slug) => !known.some((row) => row.slug === slug));
}
