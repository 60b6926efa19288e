import { sql } from 'kysely';
import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import { findNoteContent } from './queries.ts';

/** Hides a note, a comment or a proposal at once, and tells the animators. @throws NotFound */
export const withholdNote = hiding(findNoteContent, 'Ce texte n’existe pas, ou n’existe plus.');

/** Erases the words of a note for good. @throws NotFound, or Forbidden unless the actor decides for its territory. */
export const removeNoteTexts = erasing(async (tx, _actor, id) => {
  await sql`update action_sheet_note set body = 'Texte effacé', answer = '', version = version + 1,
          proposed = case when kind = 'proposal' then '[]'::jsonb end,
          status = case when kind = 'proposal' and status = 'open' then 'withdrawn' else status end
        where id = ${id}`.execute(tx);
});
