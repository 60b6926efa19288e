import { sql } from 'kysely';
import { slugify } from '#shared/text.ts';
import type { Tx } from './connection.ts';

export interface SlugSpace {
  /** What the addresses are of: one at a time is given. */
  readonly name: string;
  /** When a title has no letter that an address may have. */
  readonly fallback: string;
  /** Those of the same beginning that are taken, by rows or by pages. */
  listTaken(base: string): Promise<readonly string[]>;
}

/** The first address that nothing has: `cls-2026-2030`, `cls-2026-2030-2`… Held until the transaction ends. */
export async function freeSlug(tx: Tx, title: string, space: SlugSpace): Promise<string> {
  const named = slugify(title)
    .replaceAll(/[^a-z0-9-]/g, '')
    .slice(0, 70);
  const base = named.replaceAll(/-{2,}/g, '-').replaceAll(/^-|-$/g, '') || space.fallback;
  await sql`select pg_advisory_xact_lock(hashtext(${`slug of ${space.name}`}))`.execute(tx);
  const taken = new Set(await space.listTaken(base));
  let slug = base;
  for (let turn = 2; taken.has(slug); turn += 1) slug = `${base}-${turn}`;
  return slug;
}
