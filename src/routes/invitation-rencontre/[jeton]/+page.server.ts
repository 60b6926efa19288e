import { fail } from '@sveltejs/kit';
import { declineInput, NO_SUCH_LINK } from '#domain/registrations/invitations.ts';
import { declineInvitation } from '#domain/registrations/server/invitations/answers/commands.ts';
import { findInvitationByToken } from '#domain/registrations/server/invitations/queries.ts';
import { NotFound } from '#shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db }, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  const invitation = await findInvitationByToken(db, params.jeton);
  if (!invitation) throw new NotFound(NO_SUCH_LINK);
  const { event, name, state } = invitation;
  const { slug, title, startsAt, endsAt, timeZone, status, venueName, communeName, territory } =
    event;
  return {
    ...{ name, state, token: params.jeton },
    event: { slug, title, startsAt, endsAt, timeZone, status, venueName, communeName, territory }
  };
};

export const actions: Actions = {
  default: async ({ locals: { db }, params, request }) => {
    const data = await request.formData();
    const comment = String(data.get('comment') ?? '');
    const read = declineInput.safeParse({ comment });
    if (!read.success)
      return fail(400, { comment, error: read.error.issues[0]!.message, readings: null });
    const said = { ...read.data, reread: data.has('relu') };
    const outcome = await declineInvitation(db, params.jeton, said, new Date());
    if (outcome.ok) return { declined: true as const };
    if (outcome.reason === 'second-reading')
      return fail(400, { comment, error: '', readings: outcome.readings });
    return { declined: false as const };
  }
};
