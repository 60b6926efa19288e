/** « Ce projet est terminé : racontez-le »: the draft of an experience, from what a project says. */
import { sql } from 'kysely';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { formatDay } from '#shared/dates.ts';
import { Forbidden } from '#shared/errors.ts';
import type { ContributionId } from '#shared/ids.ts';
import { experienceOfProject } from '../../experiences.ts';
import type { Contribution } from '../../model.ts';
import { createContribution, holdWritten } from '../writing/commands.ts';
import { findExperienceOf, listToldNews } from './queries.ts';

export interface Drafted {
  readonly slug: string;
  /** False when it was told already: that one is opened. */
  readonly isNew: boolean;
}

/**
 * Opens the draft of an experience from a project that the actor writes, or answers with the one there is.
 * @throws NotFound, Forbidden
 */
export function draftExperience(
  executor: Executor,
  actor: Actor,
  id: ContributionId
): Promise<Drafted> {
  return inTransaction(executor, async (tx) => {
    const held = await holdWritten(tx, actor, id);
    if (held.kind !== 'project' || held.place.hidden || held.place.removed)
      throw new Forbidden(
        'Ce projet n’est pas lu par les autres\u00a0: il ne peut pas être raconté.'
      );
    const project = held as Contribution<'project'>;
    const told = await findExperienceOf(tx, actor, id);
    if (told) return { slug: told, isNew: false };
    const writing = experienceOfProject(project, await listToldNews(tx, id), formatDay);
    const created = await createContribution(
      tx,
      actor,
      'experience',
      { territory: project.territory.id, visibility: project.visibility, ...writing },
      // Its texts were read again when they were written.
      { reread: true }
    );
    if (!created.ok) throw new Error(`The draft of project ${id} was refused`);
    // Those who wrote the project write the experience too.
    await sql`insert into contribution_person (contribution_id, person_id, role)
      select ${created.id}, w.id, 'writer' from (
        select person_id as id from contribution_person where contribution_id = ${id} and role = 'writer'
        union select author_id from contribution where id = ${id}) w
      where w.id is not null and w.id is distinct from ${actor.kind === 'person' ? actor.id : null}::uuid`.execute(
      tx
    );
    return { slug: created.slug, isNew: true };
  });
}
