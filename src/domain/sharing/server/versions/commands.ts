import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Tx } from '#server/db/connection.ts';
import { NotFound } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { contentOf } from '../../content.ts';
import { keptNeeds } from '../../needs.ts';
import { listNeeds } from '../needs/queries.ts';
import { findContribution } from '../queries.ts';

/**
 * Notes a new version of a contribution: its number moves on, and the whole of it is kept. Every command that changes
 * what is written of it calls it last, in its transaction.
 * @param change - what was changed, in French: « texte », « qui porte ».
 * @returns the new version. @throws NotFound
 */
export async function keepVersion(
  tx: Tx,
  actor: Actor,
  id: ContributionId,
  change: string
): Promise<number> {
  const by = actor.kind === 'person' ? actor.id : null;
  await tx
    .updateTable('contribution')
    .set({ version: sql`version + 1`, updated_by: by, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute();
  const whole = await findContribution(tx, { id });
  if (!whole) throw new NotFound('Cette page n’existe plus.');
  const needs = (await listNeeds(tx, [id])).get(id) ?? [];
  await tx
    .insertInto('contribution_version')
    .values({
      ...{ contribution_id: id, version: whole.version, person_id: by, change },
      // Not when the transaction began: what was said meanwhile was said of the version before.
      written_at: sql`clock_timestamp()`,
      document: JSON.stringify({
        ...contentOf(whole),
        ...(whole.kind === 'project' && { needs: keptNeeds(needs) })
      })
    })
    .execute();
  return whole.version;
}
