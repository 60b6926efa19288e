import { fail } from '@sveltejs/kit';
import { MOST_GUESTS } from '#domain/events/poll.ts';
import { readBoard } from '#domain/events/server/poll/board/queries.ts';
import { inviteGuests, removeGuest } from '#domain/events/server/poll/guests/commands.ts';
import { listChoices, sortCandidates } from '#domain/events/server/poll/guests/queries.ts';
import { getManagedEvent } from '#domain/events/server/queries.ts';
import type { PollGuestId } from '#shared/ids.ts';
import { plural } from '#shared/text.ts';
import { readChoice, readTyped, type Answer } from './choosing.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params }) => {
  const { event, state, guests } = await readBoard(db, actor, params.slug, new Date());
  return {
    state,
    guests: guests.map(({ answers: _, comment: __, ...guest }) => guest),
    choices: await listChoices(db, event.territory.id)
  };
};

export const actions: Actions = {
  choisir: async ({ locals: { db, actor }, params, request }) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const { choice, pasted, error } = readChoice(typed);
    if (error) return fail(400, { typed, error, preview: null } satisfies Answer);
    const { id } = await getManagedEvent(db, actor, params.slug);
    if (form.get('etape') !== 'inviter') {
      const sorted = await sortCandidates(db, actor, id, choice);
      const { repeated, unread } = pasted;
      return { typed, error: '', preview: { ...sorted, repeated, unread } } satisfies Answer;
    }
    const done = await inviteGuests(db, actor, id, choice, new Date());
    if (!done.ok) {
      const refused = { closed: CLOSED, 'too-many': TOO_MANY }[done.reason];
      return fail(409, { typed, error: refused, preview: null } satisfies Answer);
    }
    const sent =
      done.sent > 0 ? ` ${plural(done.sent, 'message est parti', 'messages sont partis')}.` : '';
    return { done: `${plural(done.added, 'personne ajoutée', 'personnes ajoutées')}.${sent}` };
  },
  retirer: async ({ locals: { db, actor }, params, request }) => {
    const guest = (Number((await request.formData()).get('invite')) || 0) as PollGuestId;
    const { id } = await getManagedEvent(db, actor, params.slug);
    const gone = await removeGuest(db, actor, id, guest);
    if (!gone) return fail(409, { done: CLOSED });
    return { done: 'La personne est retirée : son lien ne sert plus.' };
  }
};

const CLOSED = 'La date est déjà choisie : le sondage ne change plus.';
const TOO_MANY = `${MOST_GUESTS} personnes au plus par sondage. Personne n’a été ajouté.`;
