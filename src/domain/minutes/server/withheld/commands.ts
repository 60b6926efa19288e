import { erasing, hiding } from '#domain/territory/server/withheld/commands.ts';
import type { EventId } from '#shared/ids.ts';
import { findMinutesContent } from './queries.ts';

/**
 * Hides all that is written in the minutes of an edition, at once, and tells the animators of its territory.
 * @throws NotFound, also for whoever may not read them.
 */
export const withholdMinutes = hiding(
  findMinutesContent,
  'Ce compte rendu n’existe pas, ou n’est pas encore publié.'
);

/**
 * Erases what is written in minutes for good.
 * @throws NotFound, or Forbidden unless the actor decides for its territory.
 */
export const removeMinutesTexts = erasing(async (tx, _actor, id: EventId) => {
  await tx
    .updateTable('minutes')
    .set((eb) => ({ summary: '', next_meeting: '', version: eb('version', '+', 1) }))
    .where('event_id', '=', id)
    .execute();
  await tx.deleteFrom('minutes_item').where('event_id', '=', id).execute();
  await tx
    .updateTable('follow_up')
    .set((eb) => ({
      what: 'Texte effacé',
      outcome: '',
      who_label: '',
      version: eb('version', '+', 1)
    }))
    .where('event_id', '=', id)
    .execute();
});
