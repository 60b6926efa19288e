/** What somebody says speaks of a person: hidden at once (`HIDDEN`), then shown again or erased everywhere it is kept. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import type { Tx } from '#server/db/connection.ts';
import type { ContributionId } from '#shared/ids.ts';
import { eraseFiles } from '../documents/commands.ts';
import { keepVersion } from '../versions/commands.ts';
import { findContributionContent } from './queries.ts';

export const ERASED = 'Texte effacé';
export const WHY_ERASED = 'Ce texte parlait d’une personne.';

/**
 * Hides a contribution, with what is answered to it, at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read it.
 */
export const withholdContribution = hiding(
  findContributionContent,
  'Cette page n’existe pas, ou vous ne pouvez pas la lire.'
);

/**
 * Erases all that a contribution says for good: its texts, its versions, its address when it comes from its title, what was
 * answered to it, and its files. What remains is taken off, empty.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeContributionTexts = erasing(async (tx, actor, id: ContributionId) => {
  await blank(tx, actor, id);
  await blankDetails(tx, id);
  await blankAround(tx, id);
  await eraseFiles(tx, id);
  await tx.deleteFrom('contribution_version').where('contribution_id', '=', id).execute();
  await keepVersion(tx, actor, id, 'textes effacés');
});

async function blank(tx: Tx, actor: Actor, id: ContributionId): Promise<void> {
  const by = actor.kind === 'person' ? actor.id : null;
  await sql`update contribution set title = ${ERASED}, summary = '', texts = '{}', slug = kind || '-efface-' || id,
      removed_at = coalesce(removed_at, now()), removed_by = ${by}, removal_reason = ${WHY_ERASED}
    where id = ${id}`.execute(tx);
  await sql`delete from contribution_structure where contribution_id = ${id} and structure_id is null`.execute(
    tx
  );
  await sql`update contribution_structure x set label = s.name from structure s
    where x.contribution_id = ${id} and s.id = x.structure_id`.execute(tx);
}

async function blankDetails(tx: Tx, id: ContributionId): Promise<void> {
  await sql`update experience set contact = '' where contribution_id = ${id}`.execute(tx);
  await sql`update opportunity set profession = '', place = '', contact = '', url = ''
    where contribution_id = ${id}`.execute(tx);
  await sql`update document set tags = '{}' where contribution_id = ${id}`.execute(tx);
  await sql`update project_need set text = '' where contribution_id = ${id}`.execute(tx);
}

/** What others said under it: they may have repeated what was erased. */
async function blankAround(tx: Tx, id: ContributionId): Promise<void> {
  await sql`delete from reply_version v using reply r
    where r.id = v.reply_id and r.contribution_id = ${id}`.execute(tx);
  await sql`update reply set body = ${ERASED}, version = version + 1, removed_at = coalesce(removed_at, now()),
      removal_reason = ${WHY_ERASED} where contribution_id = ${id}`.execute(tx);
  await sql`update experience_reuse set outcome = '', version = version + 1
    where contribution_id = ${id} and outcome <> ''`.execute(tx);
  await sql`update conduct_report set details = '' where contribution_id = ${id}`.execute(tx);
  await tx.deleteFrom('mention').where('contribution_id', '=', id).execute();
}
