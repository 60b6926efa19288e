import { fail } from '@sveltejs/kit';
import { MOST_INVITED, readPastedList } from '#domain/directory/invitations.ts';
import {
  resendInvitation,
  withdrawInvitation
} from '#domain/directory/server/invitations/commands.ts';
import { listInvitations, sortGuests } from '#domain/directory/server/invitations/queries.ts';
import { findStructureMeant } from '#domain/directory/server/joining/queries.ts';
import { emailAddress } from '#domain/identity/forms.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { InvitationId } from '#shared/ids.ts';
import { answer, readTyped } from './answers.ts';
import { send } from './sending.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, params, url }) => {
  const territory = await getTerritory(db, params.slug);
  const slug = url.searchParams.get('structure') ?? '';
  const meant = await findStructureMeant(db, territory, { slug, text: '' });
  return {
    territory,
    structure: meant.kind === 'one' ? meant.structure : null,
    invitations: await listInvitations(db, actor, territory.id, new Date())
  };
};

async function keyOf({ locals: { db }, params, request }: RequestEvent) {
  const form = await request.formData();
  const invitation = (Number(form.get('invitation')) || 0) as InvitationId;
  return { place: await getTerritory(db, params.slug), invitation };
}

export const actions: Actions = {
  inviter: async ({ locals, params, request }) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const email = emailAddress.safeParse(typed.courriel);
    if (!email.success) {
      const errors = { courriel: email.error.issues[0]!.message };
      return fail(400, answer(typed, { errors }));
    }
    const guests = [{ email: email.data, name: typed.nom.trim() }];
    const place = await getTerritory(locals.db, params.slug);
    return send(locals, place, typed, guests, form.has('relu'));
  },

  liste: async ({ locals, params, request }) => {
    const form = await request.formData();
    const typed = readTyped(form);
    const { guests, repeated, unread } = readPastedList(typed.liste);
    const place = await getTerritory(locals.db, params.slug);
    const many = guests.length > MOST_INVITED && `${MOST_INVITED} personnes au plus à la fois.`;
    const none = guests.length === 0 && 'Aucune adresse n’a été reconnue dans cette liste.';
    if (many || none) return fail(400, answer(typed, { errors: { liste: many || none || '' } }));
    const sorted = await sortGuests(locals.db, locals.actor, place.id, guests, new Date());
    if (form.get('etape') !== 'envoyer')
      return answer(typed, { preview: { ...sorted, repeated, unread } });
    return send(locals, place, typed, sorted.toInvite, form.has('relu'));
  },

  renvoyer: async (event) => {
    await resendInvitation(event.locals.db, event.locals.actor, await keyOf(event));
    return { done: 'L’invitation est repartie, avec un nouveau lien.', left: [] };
  },

  retirer: async (event) => {
    await withdrawInvitation(event.locals.db, event.locals.actor, await keyOf(event));
    return { done: 'L’invitation est retirée : son lien ne sert plus.', left: [] };
  }
};
