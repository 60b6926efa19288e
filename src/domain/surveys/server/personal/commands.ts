import { sql } from 'kysely';
import type { Tx } from '#server/db/connection.ts';
import { allForgotten, forgottenJson, names, type Named } from '#server/db/forgetting.ts';
import type { PersonId } from '#shared/ids.ts';

/**
 * Erases somebody from questionnaires, before her registrations lose her name: that she was asked goes. What she said is
 * nobody’s and stays; where somebody wrote her name, it is taken out.
 */
export async function erasePerson(tx: Tx, id: PersonId, named: Named): Promise<void> {
  await sql`
    delete from survey_link l using registration r
    where r.id = l.registration_id and (r.person_id = ${id} or r.email = ${named.email})`.execute(
    tx
  );
  await tx
    .updateTable('survey_answer')
    .set({ said: forgottenJson('said', named) })
    .where(names(['said'], named))
    .execute();
  const words = ['title', 'intro', 'thanks'];
  await tx
    .updateTable('survey')
    .set(allForgotten(words, named))
    .where(names(words, named))
    .execute();
  const asked = ['label', 'hint'];
  await tx
    .updateTable('survey_question')
    .set(allForgotten(asked, named))
    .where(names(asked, named))
    .execute();
}
