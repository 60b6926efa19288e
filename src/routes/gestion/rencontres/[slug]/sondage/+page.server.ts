import { fail } from '@sveltejs/kit';
import { closePoll } from '#domain/events/server/poll/commands.ts';
import { readBoard } from '#domain/events/server/poll/board/queries.ts';
import { remindSilent } from '#domain/events/server/poll/guests/commands.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import { addDays, civilTime } from '#shared/dates.ts';
import type { PollSlotId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import { open } from './settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const now = new Date();
  const { event, ...board } = await readBoard(db, actor, params.slug, now);
  const today = civilTime(now, event.timeZone).slice(0, 10);
  const closesOn = board.poll?.closesAt && civilTime(board.poll.closesAt, event.timeZone);
  return {
    board,
    today,
    closesOn: closesOn ? closesOn.slice(0, 10) : addDays(today, 14),
    /** The date about to be kept: asked again, with its consequence, before anything is done. */
    keeping:
      board.poll?.slots.find(({ id }) => id === Number(url.searchParams.get('retenir'))) ?? null
  };
};

export const actions: Actions = {
  ouvrir: async ({ locals: { db, actor }, params, request }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    return open(db, actor, id, await request.formData());
  },
  relancer: async ({ locals: { db, actor }, params }) => {
    const { id } = await getManagedEvent(db, actor, params.slug);
    const reminded = await remindSilent(db, actor, id, new Date());
    if (reminded === null) return fail(409, { refused: 'Les réponses ne sont plus recueillies.' });
    return {
      done:
        reminded > 0
          ? `${plural(reminded, 'rappel est parti', 'rappels sont partis')}.`
          : 'Personne à relancer : un message est déjà parti aujourd’hui.'
    };
  },
  retenir: async ({ locals: { db, actor }, params, request }) => {
    const slot = (Number((await request.formData()).get('creneau')) || 0) as PollSlotId;
    const { id } = await getManagedEvent(db, actor, params.slug);
    const done = await closePoll(db, actor, id, slot, new Date());
    if (done.ok)
      return {
        done: `La date est fixée. ${plural(done.told, 'message est parti', 'messages sont partis')}.`
      };
    const refused =
      done.reason === 'already'
        ? `Quelqu’un vient de retenir une date : ${done.when}. La vôtre n’a rien changé.`
        : REFUSALS[done.reason];
    return fail(409, { refused });
  }
};

const REFUSALS = {
  'not-open': 'Le sondage n’est pas encore ouvert.',
  past: 'Cette date est passée : choisissez-en une autre.',
  cancelled: 'Cette rencontre est annulée.',
  'no-such-slot': 'Cette date n’est plus proposée.'
};
